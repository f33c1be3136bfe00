package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.CorpusMessages.Tongue;
import dev.flexgate.beckn.CorpusMessages.Valid;
import dev.flexgate.beckn.CorpusRun.Fate;
import dev.flexgate.beckn.CorpusRun.Sent;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.store.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Bad input of every kind, in every field of every action and dialect: refused with its code, one record and nothing
 * else, or taken for what it is. A sample of fixed seed; {@code -Dflexgate.corpus=whole} sends all of it, see
 * docs/reference/bad-input.md.
 */
class BadInputTest {

    private static final int SAMPLE = 1_000;

    private TestGateway gateway;
    private CorpusRun run;
    private CorpusMessages messages;

    @BeforeEach
    void open() {
        var unlimited = BecknLimits.Rate.of(1_000_000, 2);
        gateway = new TestGateway(
                BecknLimits.DEFAULT.withRates(new BecknLimits.Rates(unlimited, unlimited, 100)),
                TestDatabase.fresh(),
                CallbackSigning.THREE_LINES);
        gateway.market.offerPlenty(2);
        gateway.stopCallbacks(); // they are read where they wait
        run = new CorpusRun(gateway);
        messages = new CorpusMessages(gateway, bought(), bought());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    /** An order that stands confirmed. */
    private String bought() {
        var before = new CorpusMessages(gateway, "", "");
        ObjectNode select = (ObjectNode) lts(before, "select");
        JsonNode quoted = callback(select, "select");
        String id = quoted.at("/message/contract/id").asText();
        for (String word : List.of("init", "confirm")) {
            ObjectNode json = (ObjectNode) lts(new CorpusMessages(gateway, id, ""), word);
            json.withObject("/context").set("transactionId", select.at("/context/transactionId"));
            JsonNode answer = callback(json, word);
            assertTrue(answer.path("error").isMissingNode(), answer::toString);
        }
        return id;
    }

    private static JsonNode lts(CorpusMessages from, String word) {
        return from.all().stream()
                .filter(valid -> valid.tongue() == Tongue.LTS && valid.word().equals(word))
                .findFirst()
                .map(Spoiling::fresh)
                .orElseThrow();
    }

    private JsonNode callback(JsonNode json, String word) {
        Fate fate =
                run.send(List.of(new Sent(word, word, CorpusRun.bytes(json)))).getFirst();
        assertTrue(fate.isAcknowledged(), () -> fate.json().toString());
        return fate.callback();
    }

    @Test
    void what_bad_messages_are_made_of_is_in_order() {
        List<Valid> all = messages.all();
        List<Fate> fates = run.send(all.stream()
                .map(valid -> new Sent(valid.toString(), valid.word(), CorpusRun.bytes(Spoiling.fresh(valid))))
                .toList());
        var refused = fates.stream()
                .filter(fate -> !fate.isAcknowledged()
                        || fate.code().startsWith("SCH")
                        || fate.code().startsWith("NET"))
                .map(fate -> fate.sent().what() + ": " + fate.json() + fate.callback())
                .toList();
        assertEquals(List.of(), refused);
        CorpusSending.count("requests", all);
    }

    @Test
    void fields_that_are_missing_empty_of_another_type_or_out_of_range() {
        new CorpusSending(run, SAMPLE).fields("fields", messages.all());
    }

    @Test
    void naughty_strings_fare_as_harmless_ones_do() {
        new CorpusSending(run, SAMPLE).strings("strings", messages.all());
    }
}
