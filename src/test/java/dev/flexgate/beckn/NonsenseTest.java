package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.CorpusMessages.Tongue;
import dev.flexgate.beckn.CorpusRun.Fate;
import dev.flexgate.beckn.CorpusRun.Sent;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Well-formed messages that no business could mean: each has its code, changes nothing, and is recorded once. */
class NonsenseTest {

    private TestGateway gateway;
    private CorpusRun run;
    private final List<String> findings = new ArrayList<>();

    @BeforeEach
    void open() {
        gateway = new TestGateway();
        gateway.stopCallbacks();
        run = new CorpusRun(gateway);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private ObjectNode message(Tongue tongue, String word, String order) {
        return new CorpusMessages(gateway, order, order)
                .all().stream()
                        .filter(valid ->
                                valid.tongue() == tongue && valid.word().equals(word))
                        .findFirst()
                        .map(valid -> (ObjectNode) Spoiling.fresh(valid))
                        .orElseThrow();
    }

    private Fate send(String what, String word, JsonNode json) {
        return run.send(List.of(new Sent(what, word, Json.bytes(json)))).getFirst();
    }

    /** It fares so, nothing is bought, let go or reserved, and one record says so. */
    private void expect(String expected, String what, String word, JsonNode json) {
        Map<String, Long> before = business();
        Fate fate = send(what, word, json);
        if (!fate.outcome().equals(expected)) {
            findings.add(what + ": " + fate.outcome() + " instead of " + expected + " " + fate.json()
                    + fate.callback().path("error"));
        }
        if (!business().equals(before)) {
            findings.add(what + ": " + business() + " after " + before);
        }
        int records = fate.refusals() + run.decidedAgainst();
        if (records != 1 || fate.attempts() > 0) {
            findings.add(what + ": " + records + " records, " + fate.attempts() + " failed attempts");
        }
    }

    /** Orders by state, and what is taken of the capacity. */
    private Map<String, Long> business() {
        return Map.of(
                "orders", gateway.count("market_order"),
                "alerts", gateway.count("market_alert"),
                "reserved", number("select coalesce(sum(reserved_w), 0)::bigint as n from market_capacity"),
                "sold", number("select coalesce(sum(sold_w), 0)::bigint as n from market_capacity"));
    }

    private long number(String sql) {
        return gateway.database.row(sql).orElseThrow().getLong("n");
    }

    private void report() {
        findings.forEach(System.out::println);
        assertEquals(List.of(), findings);
    }

    private String bought() {
        ObjectNode select = message(Tongue.LTS, "select", "");
        Fate quoted = send("select", "select", select);
        String id = quoted.callback().at("/message/contract/id").asText();
        for (String word : List.of("init", "confirm")) {
            ObjectNode json = message(Tongue.LTS, word, id);
            json.withObject("/context").set("transactionId", select.at("/context/transactionId"));
            assertTrue(send(word, word, json).isGranted());
        }
        return id;
    }

    private void select(String expected, String what, Consumer<ObjectNode> spoil) {
        ObjectNode json = message(Tongue.LTS, "select", "");
        spoil.accept((ObjectNode) json.at("/message/contract/commitments/0"));
        expect(expected, what, "select", json);
    }

    private static ObjectNode quantity(JsonNode commitment) {
        return (ObjectNode) commitment.at("/resources/0/quantity");
    }

    private static Consumer<ObjectNode> amount(String unit, String number) {
        return commitment -> quantity(commitment).put("unitCode", unit).put("unitQuantity", new BigDecimal(number));
    }

    private static Consumer<ObjectNode> window(String start, String end) {
        return commitment -> commitment
                .putObject("commitmentAttributes")
                .put("@context", "https://example.com/context.jsonld")
                .put("@type", "beckn:ComputeEnergyWindow")
                .putObject("timeWindow")
                .put("start", start)
                .put("end", end);
    }

    @Test
    void amounts_that_nobody_can_deliver() {
        for (String unit : List.of("KW", "MW", "KWH", "MWH")) {
            select("400 SCH_SCHEMA_VALIDATION_FAILED", "nothing of " + unit, amount(unit, "0"));
            select("400 SCH_SCHEMA_VALIDATION_FAILED", "less than nothing of " + unit, amount(unit, "-10"));
            select("400 SCH_INVALID_FORMAT", "a trillionth of " + unit, amount(unit, "0.000000000001"));
            select("400 SCH_SCHEMA_VALIDATION_FAILED", "more than there is of " + unit, amount(unit, "1e30"));
        }
        select("400 SCH_INVALID_FORMAT", "half a watt", amount("KW", "0.0005"));
        select("400 SCH_INVALID_ENUM", "a unit of mass", amount("KGM", "10"));
        select("ACK BIZ_QUANTITY_UNAVAILABLE", "a watt more than there is", amount("KW", "100.001"));
        select("ACK BIZ_QUANTITY_UNAVAILABLE", "as much as a country", amount("MW", "50000"));
        report();
    }

    @Test
    void windows_that_are_none() {
        Instant start = gateway.market.slot().window().start();
        Instant end = gateway.market.slot().window().end();
        select("400 SCH_INVALID_FORMAT", "reversed", window(end.toString(), start.toString()));
        select("400 SCH_INVALID_FORMAT", "empty", window(start.toString(), start.toString()));
        select("ACK BIZ_FULFILLMENT_UNAVAILABLE", "past", window("2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z"));
        select("ACK BIZ_FULFILLMENT_UNAVAILABLE", "begun in the past", window("2026-03-02T08:00:00Z", end.toString()));
        select("ACK BIZ_FULFILLMENT_UNAVAILABLE", "of 100 years", window(start.toString(), "2126-03-02T08:00:00Z"));
        select(
                "ACK BIZ_FULFILLMENT_UNAVAILABLE",
                "in 100 years",
                window("2126-03-02T08:00:00Z", "2126-03-02T09:00:00Z"));
        select(
                "ACK BIZ_FULFILLMENT_UNAVAILABLE",
                "no half-hours",
                window(start.plusSeconds(60).toString(), end.toString()));
        select(
                "ACK BIZ_FULFILLMENT_UNAVAILABLE",
                "beyond the slot",
                window(start.toString(), end.plus(Duration.ofMinutes(30)).toString()));
        // The day of 46 half-hours and the day of 50: as long as they are, whatever the clocks of London say.
        select(
                "ACK BIZ_FULFILLMENT_UNAVAILABLE",
                "a short day",
                window("2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z"));
        select("ACK BIZ_FULFILLMENT_UNAVAILABLE", "a long day", window("2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z"));
        select(
                "400 SCH_INVALID_FORMAT",
                "reversed by its offsets",
                window("2026-03-02T10:00:00-05:00", "2026-03-02T12:00:00+05:00"));
        select(
                "400 SCH_INVALID_FORMAT",
                "of a day that is none",
                window("2026-02-30T10:00:00Z", "2026-02-30T12:00:00Z"));
        report();
    }

    @Test
    void orders_of_several_things_or_of_nothing() {
        ObjectNode twice = message(Tongue.LTS, "select", "");
        twice.withArray("/message/contract/commitments")
                .add(twice.at("/message/contract/commitments/0").deepCopy());
        expect("ACK BIZ_GENERIC_ERROR", "the same slot twice", "select", twice);
        ObjectNode nothing = message(Tongue.LTS, "select", "");
        nothing.withArray("/message/contract/commitments").removeAll();
        expect("400 SCH_SCHEMA_VALIDATION_FAILED", "no slot", "select", nothing);
        ObjectNode other = message(Tongue.LTS, "select", "");
        ((ObjectNode) other.at("/message/contract/commitments/0/offer")).put("id", "offer-of-another");
        expect("ACK BIZ_OFFER_NOT_FOUND", "the offer of another", "select", other);
        report();
    }

    @Test
    void steps_that_do_not_follow() {
        String unknown = UUID.randomUUID().toString();
        for (String word : List.of("init", "confirm", "status", "track", "update", "cancel")) {
            expect("ACK BIZ_ORDER_NOT_FOUND", word + " of nothing", word, message(Tongue.LTS, word, unknown));
        }
        Fate quoted = send("select", "select", message(Tongue.LTS, "select", ""));
        String id = quoted.callback().at("/message/contract/id").asText();
        for (String word : List.of("confirm", "update")) {
            expect("ACK BIZ_INVALID_STATE_TRANSITION", word + " of a quote", word, message(Tongue.LTS, word, id));
        }
        gateway.clock.advance(Duration.ofHours(2));
        expect(
                "ACK BIZ_QUOTE_EXPIRED_OR_CHANGED",
                "init of a quote that lapsed",
                "init",
                message(Tongue.LTS, "init", id));
        report();
    }

    @Test
    void a_delivered_or_cancelled_order_stays_what_it_is() {
        String id = bought();
        expect(
                "ACK BIZ_INVALID_STATE_TRANSITION",
                "rated before it was delivered",
                "rating",
                message(Tongue.FIRST, "rating", id));
        ObjectNode cancel = message(Tongue.FIRST, "cancel", id);
        assertTrue(send("cancel", "cancel", cancel).isGranted());
        expect("ACK BIZ_ALREADY_CANCELLED", "cancelled again", "cancel", message(Tongue.FIRST, "cancel", id));
        expect("ACK BIZ_ALREADY_CANCELLED", "init of what was cancelled", "init", message(Tongue.LTS, "init", id));
        expect(
                "ACK BIZ_ALREADY_CANCELLED",
                "confirm of what was cancelled",
                "confirm",
                message(Tongue.LTS, "confirm", id));
        String delivered = bought();
        ObjectNode update = message(Tongue.FIRST, "update", delivered);
        gateway.market.letTimePass();
        gateway.clock.set(gateway.market.slot().window().end().plus(Duration.ofHours(12)));
        Await.until(
                "settled",
                () -> number("select count(*) as n from market_order where state in ('DELIVERY_COMPLETE', 'SETTLED')")
                        == 1);
        expect(
                "ACK BIZ_INVALID_STATE_TRANSITION",
                "cancelled after it was delivered",
                "cancel",
                message(Tongue.FIRST, "cancel", delivered));
        ((ObjectNode) update.path("context"))
                .put("timestamp", gateway.clock.instant().toString());
        expect("ACK BIZ_INVALID_STATE_TRANSITION", "changed after it was delivered", "update", update);
        report();
    }

    @Test
    void prices_that_were_not_quoted() {
        ObjectNode select = message(Tongue.LTS, "select", "");
        String id = send("select", "select", select)
                .callback()
                .at("/message/contract/id")
                .asText();
        assertTrue(send("init", "init", message(Tongue.LTS, "init", id)).isGranted());
        for (String value : List.of("0", "-13.2", "0.01", "1e20")) {
            expect("ACK BIZ_PRICE_MISMATCH", "a total of " + value, "confirm", priced(id, value, "GBP"));
        }
        expect("ACK BIZ_PRICE_MISMATCH", "another currency", "confirm", priced(id, "2.64", "EUR"));
        report();
    }

    private ObjectNode priced(String id, String value, String currency) {
        ObjectNode json = message(Tongue.LTS, "confirm", id);
        ObjectNode consideration = ((ObjectNode) json.at("/message/contract"))
                .putArray("consideration")
                .addObject();
        consideration.put("id", "consideration-1").putObject("status").put("code", "ACTIVE");
        consideration
                .putObject("considerationAttributes")
                .put("@context", "https://example.com/context.jsonld")
                .put("@type", "beckn:PriceSpecification")
                .put("currency", currency)
                .put("value", new BigDecimal(value));
        return json;
    }

    @Test
    void orders_of_others() {
        String id = bought();
        for (Tongue tongue : List.of(Tongue.LTS, Tongue.COMPUTE, Tongue.FIRST)) {
            for (String word : List.of("status", "track", "update", "cancel", "support")) {
                ObjectNode json = message(tongue, word, id);
                boolean camel = tongue == Tongue.LTS;
                ObjectNode context = (ObjectNode) json.path("context");
                context.put(camel ? "bapId" : "bap_id", TestGateway.OPERATOR);
                context.remove(List.of("networkId", "network_id"));
                Map<String, Long> before = business();
                Fate fate = run.sendAs(TestGateway.OPERATOR, new Sent("of another", word, Json.bytes(json)));
                if (!fate.outcome().equals("ACK BIZ_ORDER_NOT_FOUND")
                        || !business().equals(before)) {
                    findings.add(tongue + " " + word + " of another's order: " + fate.outcome() + fate.json()
                            + fate.callback());
                }
                if (fate.callback().toString().contains("\"13.2\"") || fate.refusals() + run.decidedAgainst() != 1) {
                    findings.add(tongue + " " + word + ": " + fate.refusals() + " records " + fate.callback());
                }
            }
        }
        report();
    }

    @Test
    void a_message_that_comes_again_is_done_once() {
        ObjectNode select = message(Tongue.LTS, "select", "");
        var sent = new Sent("select", "select", Json.bytes(select));
        List<Fate> fates = run.send(List.of(sent, sent, sent, sent, sent, sent, sent, sent));
        assertTrue(fates.stream().allMatch(Fate::isGranted));
        assertEquals(1, gateway.count("market_order"));
        assertEquals(1, gateway.count("beckn_inbox"));
        ((ObjectNode) select.path("message").path("contract"))
                .withObject("/descriptor")
                .put("name", "other");
        expect("400 CTX_MESSAGE_ID_DUPLICATE", "other bytes under the same id", "select", select);
        report();
    }
}
