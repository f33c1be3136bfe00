package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import dev.flexgate.beckn.CorpusMessages.Tongue;
import dev.flexgate.beckn.CorpusMessages.Valid;
import dev.flexgate.beckn.CorpusRun.Fate;
import dev.flexgate.beckn.CorpusRun.Sent;
import dev.flexgate.beckn.Spoiling.Kind;
import dev.flexgate.beckn.Spoiling.Spoilt;
import dev.flexgate.beckn.dialect.Admits;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.store.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Bad input of every kind, in every field of every action and dialect: refused with its code, one record and nothing
 * else, or taken for what it is. A sample of fixed seed; {@code -Dflexgate.corpus=whole} sends all of it, see
 * docs/reference/bad-input.md.
 */
class BadInputTest {

    /** {@code whole}, or the name of one of {@link Tongue} for all of that. */
    private static final String CORPUS = System.getProperty("flexgate.corpus", "");

    private static final boolean WHOLE = !CORPUS.isEmpty();

    private static final int SAMPLE = 1_200;

    /** Cases after which it is noted how far a piece has come. */
    private static final int STRETCH = 2_000;

    private static final int ANSWER_MAX = 4_096;

    /** Nothing of how the gateway is made may show in an answer. */
    private static final Pattern ENTRAILS = Pattern.compile(
            "Exception|java\\.|\\tat |dev\\.flexgate|io\\.vertx|postgres|SQLSTATE|/home/|jdbc",
            Pattern.CASE_INSENSITIVE);

    /** Members that LTS alone has. */
    private static final Pattern FOREIGN =
            Pattern.compile("contract|commitments|ratingInputs|orderId|intent\\.spatial");

    private static final Admits ADMITS = new Admits();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TestGateway gateway;
    private CorpusRun run;
    private CorpusMessages messages;
    private final List<String> findings = new ArrayList<>();

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
        Fate fate = run.send(List.of(new Sent(word, word, bytes(json)))).getFirst();
        assertTrue(fate.isAcknowledged(), () -> fate.json().toString());
        return fate.callback();
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Sent sent(Spoilt spoilt) {
        return new Sent(spoilt.toString(), spoilt.from().word(), bytes(spoilt.json()));
    }

    @Test
    void what_bad_messages_are_made_of_is_in_order() {
        List<Valid> all = messages.all();
        List<Fate> fates = run.send(all.stream()
                .map(valid -> new Sent(valid.toString(), valid.word(), bytes(Spoiling.fresh(valid))))
                .toList());
        var refused = fates.stream()
                .filter(fate -> !fate.isAcknowledged()
                        || fate.code().startsWith("SCH")
                        || fate.code().startsWith("NET"))
                .map(fate -> fate.sent().what() + ": " + fate.json() + fate.callback())
                .toList();
        assertEquals(List.of(), refused);
    }

    @Test
    void fields_that_are_missing_empty_of_another_type_or_out_of_range() {
        var spoiling = new Spoiling(ADMITS);
        List<Spoilt> all = messages.all().stream().flatMap(spoiling::structural).toList();
        send("fields", sample(all), Map.of());
    }

    @Test
    void naughty_strings_fare_as_harmless_ones_do() {
        var spoiling = new Spoiling(ADMITS);
        List<Valid> all = messages.all();
        Map<String, Spoilt> harmless = new HashMap<>();
        all.stream().flatMap(spoiling::words).forEach(each -> harmless.put(place(each), each));
        send("strings", sample(spoiling.naughty(all).toList()), harmless);
    }

    private void send(String name, List<Spoilt> all, Map<String, Spoilt> harmless) {
        var piece = new CorpusPiece(CORPUS + "-" + name);
        Map<String, String> fares = new HashMap<>();
        int begin = piece.begin();
        int sent = begin;
        while (sent < all.size() && !piece.isOver()) {
            List<Spoilt> stretch = all.subList(sent, Math.min(all.size(), sent + STRETCH));
            learn(stretch, harmless, fares);
            int before = findings.size();
            send(stretch, fares);
            sent += stretch.size();
            piece.reached(sent, all.size(), findings.subList(before, findings.size()));
        }
        report(name, begin, sent, all.size());
    }

    /** How harmless words fare in the places where naughty ones will stand. */
    private void learn(List<Spoilt> stretch, Map<String, Spoilt> harmless, Map<String, String> fares) {
        List<Spoilt> unknown = stretch.stream()
                .map(BadInputTest::place)
                .distinct()
                .filter(place -> harmless.containsKey(place) && !fares.containsKey(place))
                .map(harmless::get)
                .toList();
        List<Fate> known = run.send(unknown.stream().map(BadInputTest::sent).toList());
        for (int index = 0; index < unknown.size(); index++) {
            fares.put(place(unknown.get(index)), known.get(index).outcome());
        }
    }

    private void send(List<Spoilt> stretch, Map<String, String> fares) {
        // Those that no schema admits go together: after them nothing at all may have changed.
        var faults = new IdentityHashMap<Spoilt, List<Error>>();
        stretch.forEach(each -> faults.put(each, faults(each)));
        Map<Boolean, List<Spoilt>> admitted = stretch.stream()
                .collect(Collectors.partitioningBy(
                        each -> Objects.requireNonNull(faults.get(each)).isEmpty()));
        admitted.values().forEach(some -> {
            for (int from = 0; from < some.size(); from += CorpusRun.BATCH) {
                List<Spoilt> batch = some.subList(from, Math.min(some.size(), from + CorpusRun.BATCH));
                Map<String, Long> before = run.state();
                List<Fate> fates =
                        run.send(batch.stream().map(BadInputTest::sent).toList());
                judge(batch, fates, faults, fares);
                judgeChanges(before, run.state(), batch, fates);
            }
        });
    }

    /** Each acknowledged message is one row in the inbox and one in the outbox; an order comes of a granted one alone. */
    private void judgeChanges(Map<String, Long> before, Map<String, Long> after, List<Spoilt> batch, List<Fate> fates) {
        long acknowledged = fates.stream().filter(Fate::isAcknowledged).count();
        long ordered = IntStream.range(0, batch.size())
                .filter(index -> fates.get(index).isGranted())
                .filter(index -> Set.of(Action.SELECT, Action.INIT)
                        .contains(batch.get(index).from().action()))
                .count();
        after.forEach((table, rows) -> {
            long more = rows - before.getOrDefault(table, 0L);
            boolean lawful = switch (table) {
                case "beckn_inbox", "outbox_message" -> more == acknowledged;
                case "market_order" -> more <= ordered;
                default -> more == 0 || acknowledged > 0;
            };
            if (!lawful) {
                findings.add(table + " has " + more + " rows more after " + acknowledged + " acknowledged and "
                        + ordered + " granted of " + batch.getFirst() + " ... " + batch.getLast());
            }
        });
    }

    /** What the schema says; nothing where rc1 cannot even be mended. */
    private static List<Error> faults(Spoilt spoilt) {
        Valid from = spoilt.from();
        try {
            return ADMITS.errors(from.tongue().schemas, from.action(), from.word(), spoilt.json());
        } catch (RefusedException refusedWhileMending) {
            return List.of();
        }
    }

    private static String place(Spoilt spoilt) {
        return spoilt.from() + " " + spoilt.path() + " " + System.identityHashCode(spoilt.from());
    }

    private static List<Spoilt> sample(List<Spoilt> all) {
        if (WHOLE) {
            return all.stream()
                    .filter(each -> CORPUS.equals("whole")
                            || each.from().tongue().name().equals(CORPUS))
                    .toList();
        }
        var shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(20261121));
        return shuffled.subList(0, Math.min(SAMPLE, shuffled.size()));
    }

    private void report(String name, int begin, int sent, int all) {
        System.out.println("bad input: " + name + " " + begin + " to " + sent + " of " + all + ", " + findings.size()
                + " findings");
        findings.stream().limit(2_000).forEach(System.out::println);
        assertEquals(List.of(), findings.stream().limit(25).toList(), () -> findings.size() + " findings");
    }

    private void judge(
            List<Spoilt> all,
            List<Fate> fates,
            IdentityHashMap<Spoilt, List<Error>> faults,
            Map<String, String> fares) {
        for (int index = 0; index < all.size(); index++) {
            Spoilt spoilt = all.get(index);
            Fate fate = fates.get(index);
            Stream.of(
                            unharmed(spoilt, fate),
                            bySchema(spoilt, fate, faults.getOrDefault(spoilt, List.of())),
                            recorded(fate),
                            asHarmless(fate, fares.getOrDefault(place(spoilt), ""), spoilt))
                    .filter(fault -> !fault.isEmpty())
                    .map(fault -> spoilt + ": " + fault + " [" + fate.outcome() + " " + fate.path() + "]")
                    .forEach(findings::add);
        }
    }

    /** Whatever came: an answer in the form of the protocol that tells nothing of us and repeats nothing long. */
    private static String unharmed(Spoilt spoilt, Fate fate) {
        String text = new String(fate.answer().body(), UTF_8);
        if (fate.attempts() > 0) {
            return "its answering failed";
        }
        if (fate.answer().status() >= 500 && fate.answer().status() != 501) {
            return "status " + fate.answer().status() + " " + text;
        }
        if (fate.status().isEmpty()) {
            return "no acknowledgement: " + text;
        }
        if (text.length() > ANSWER_MAX || ENTRAILS.matcher(text).find()) {
            return "says too much: " + text;
        }
        JsonNode error = fate.callback().path("error");
        String said = text + error;
        String place = error.at("/details/path").asText(error.path("paths").asText());
        if (spoilt.from().tongue() != Tongue.LTS && FOREIGN.matcher(place).find()) {
            return "names a place that this dialect does not have: " + place;
        }
        boolean isLong = spoilt.inserted().length() > 100;
        if (isLong && said.contains(spoilt.inserted().substring(0, 100))) {
            return "repeats what was sent: " + said;
        }
        if (fate.isAcknowledged() && fate.callback().isMissingNode()) {
            return "acknowledged and not answered";
        }
        return error.isMissingNode() || !ENTRAILS.matcher(error.toString()).find() ? "" : "says too much: " + error;
    }

    /** What the schema does not admit is refused at once, with a code for what is wrong there; in rc1 after mending. */
    private static String bySchema(Spoilt spoilt, Fate fate, List<Error> errors) {
        String family = fate.code().length() < 3 ? "" : fate.code().substring(0, 3);
        if (errors.isEmpty()) {
            boolean lawful = fate.isAcknowledged()
                    ? Set.of("", "BIZ", "SCH", "POL").contains(family)
                    : Set.of("CTX", "SCH", "AUT", "BIZ").contains(family)
                            || fate.code().equals("NET_NOT_IMPLEMENTED");
            return lawful ? "" : "no code for this";
        }
        if (fate.isAcknowledged()) {
            return "admitted though " + errors.getFirst();
        }
        boolean inContext = spoilt.path().startsWith("$.context");
        boolean known = inContext ? !family.equals("BIZ") : family.equals("SCH") || family.equals("CTX");
        if (!known) {
            return "no code for this";
        }
        boolean required = spoilt.kind() == Kind.ABSENT
                && errors.stream().allMatch(error -> error.getKeyword().equals("required"));
        boolean says = Set.of("CTX_MISSING_FIELD", "CTX_CALLBACK_URL_MISSING", "SCH_REQUIRED_FIELD_MISSING")
                .contains(fate.code());
        return required && !says ? "it is required, which the code does not say" : "";
    }

    private static String recorded(Fate fate) {
        if (fate.isAcknowledged()) {
            return fate.refusals() > 1 ? fate.refusals() + " records" : "";
        }
        return fate.refusals() == 1 ? "" : fate.refusals() + " records of its refusal";
    }

    /** A naughty string fares as a harmless word in its place, or better, or is refused for its form. */
    private static String asHarmless(Fate fate, String harmless, Spoilt spoilt) {
        if (spoilt.kind() != Kind.NAUGHTY || fate.outcome().equals(harmless)) {
            return "";
        }
        if (spoilt.from().changesOrders() && fate.isAcknowledged()) {
            return ""; // what it came upon depends on who came before it
        }
        if (fate.isAcknowledged() && !harmless.startsWith("ACK")) {
            return ""; // it happens to have the form that is asked for there
        }
        if (harmless.equals("ACK BIZ_ORDER_NOT_FOUND") && fate.isAcknowledged()) {
            return ""; // an order may have been given this name by the case of an earlier action
        }
        boolean form = fate.code().startsWith("SCH_")
                || fate.code().startsWith("CTX_")
                || fate.code().isEmpty();
        return form ? "" : "harmless words fare otherwise: " + harmless;
    }
}
