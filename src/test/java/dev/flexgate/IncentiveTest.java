package dev.flexgate;

import static dev.flexgate.Await.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.DegOperator;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An activation that brings its own terms is settled by them: from the network's confirm to the last on_status. */
class IncentiveTest {

    private static final Instant START = Instant.parse("2026-11-17T09:00:00Z");
    private static final String SITE = "cambridge-east";
    private static final Duration HALF_HOUR = HalfHours.STEP;
    private static final Duration HOUR = Duration.ofHours(1);

    /** Half-hours that are spoken for, and what is to be delivered in each, in W below the baseline. */
    private final Map<Instant, Long> deliveries = new TreeMap<>();

    private final Set<Instant> taken = new HashSet<>();

    /** What is asked, and what comes of it, in kW and money per kWh. */
    private record Case(int asked, long deliveredWatts, ObjectNode terms) {}

    private static ObjectNode terms(String rate, String penalty, String bonus) {
        return Json.object()
                .put("rate", new BigDecimal(rate))
                .put("currency", "GBP")
                .put("type", "per_kWh_reduced")
                .put("shortfallPenalty", new BigDecimal(penalty))
                .put("bonusRate", new BigDecimal(bonus))
                .put("bonusThreshold", 1);
    }

    @Test
    void money_in_the_last_status_is_what_the_terms_of_the_activation_come_to(@TempDir Path folder) {
        Map<String, String> settings = Map.of(
                "FLEXGATE_TEST_CLOCK",
                START.toString(),
                "FLEXGATE_CATALOG_DIR",
                SmallCatalog.in(folder, List.of(SITE), 300, 300).toString());
        try (var gateway = new GatewayHouse(folder, settings);
                var operator = new DegOperator(
                        folder.resolve("data/registry.json"), gateway.url().resolve("/beckn"), () -> START)) {
            // The figures of the DEG settlement cases: 150 and 120 kW offered, 140 and 105 delivered; then 50 and 45.
            var shortfalls = List.of(
                    new Case(150, 140_000, terms("3.5", "1.5", "0")), new Case(120, 105_000, terms("4.0", "1.5", "0")));
            var hours = List.of(
                    new Case(50, 50_000, terms("3.5", "0.5", "0")), new Case(45, 45_000, terms("3.5", "0.5", "0")));
            var exceeded = List.of(new Case(100, 110_000, terms("6", "0", "0.05")));
            activate(gateway, operator, "shortfall", HALF_HOUR, shortfalls);
            activate(gateway, operator, "hours", HOUR, hours);
            activate(gateway, operator, "exceeded", HALF_HOUR, exceeded);
            Instant end = deliveries.keySet().stream().reduce((_, last) -> last).orElseThrow();
            gateway.moveClock(end.plus(HOUR));
            read(gateway);
            assertPaid("436.25", operator, "shortfall");
            assertPaid("332.50", operator, "hours");
            JsonNode last = settled(operator, "exceeded");
            JsonNode line = last.at("/message/order/beckn:orderItems/0/beckn:orderItemAttributes");
            assertEquals(330, line.at("/beckn:settlementDetails/totalIncentive").asInt());
            assertEquals(
                    16.5, line.at("/beckn:settlementDetails/bonusIncentive").asDouble());
            assertEquals(
                    "exceeded_commitment",
                    line.at("/beckn:settlementDetails/bonusReason").asText());
            assertPaid("346.50", operator, "exceeded");
            theBooksAreClosed(gateway, operator);
            pricesAreTakenInOnce(gateway);
        }
    }

    /** What the buyer says of the money, and the cashier. */
    private static void theBooksAreClosed(GatewayHouse gateway, DegOperator operator) {
        String exceeded = orderOf(gateway, "346.5000");
        String path = "/api/v1/flex/settlements/" + exceeded;
        var agreed = gateway.send("POST", path + ":agree", "", "Idempotency-Key", "agree-1");
        assertEquals(200, agreed.status(), () -> agreed.json().toString());
        assertEquals(
                "AGREED",
                agreed.json().path("periods").path(0).path("lineState").asText());
        assertEquals(
                "true",
                gateway.send("POST", path + ":agree", "", "Idempotency-Key", "agree-1")
                        .header("idempotency-replayed"));
        assertEquals("SETTLED", state(gateway, exceeded));
        until(
                "the operator hears that it is agreed",
                () -> settled(operator, "exceeded")
                        .at("/message/order/beckn:payment/beckn:status")
                        .asText()
                        .equals("APPROVED"));
        var late =
                gateway.send("POST", path + ":dispute", "{\"reason\": \"too much\"}", "Idempotency-Key", "dispute-1");
        assertEquals("SETTLEMENT_CONFLICT", late.code());
        assertEquals(
                "SETTLEMENT_CONFLICT",
                gateway.send("POST", path + ":pay", "", "Idempotency-Key", "pay-1")
                        .code());
        gateway.send("POST", path + ":invoice", "", "Idempotency-Key", "invoice-1");
        var paid = gateway.send("POST", path + ":pay", "{\"reference\": \"BACS 7\"}", "Idempotency-Key", "pay-2");
        assertEquals(
                "PAID", paid.json().path("periods").path(0).path("lineState").asText());

        String short_ = orderOf(gateway, "237.5000");
        String other = "/api/v1/flex/settlements/" + short_;
        assertEquals(
                400,
                gateway.send("POST", other + ":dispute", "{}", "Idempotency-Key", "dispute-2")
                        .status());
        var disputed = gateway.send(
                "POST", other + ":dispute", "{\"reason\": \"our meter says less\"}", "Idempotency-Key", "dispute-3");
        assertEquals(
                "DISPUTED",
                disputed.json().path("periods").path(0).path("lineState").asText());
        assertEquals("DISPUTED", state(gateway, short_));
        var withdrawn = gateway.send(
                "POST", other + ":withdraw", "{\"reason\": \"it was our meter\"}", "Idempotency-Key", "withdraw-1");
        assertEquals(
                "CALCULATED",
                withdrawn.json().path("periods").path(0).path("lineState").asText());
        assertEquals("SETTLEMENT_PROPOSED", state(gateway, short_));
        gateway.send("POST", other + ":dispute", "{\"reason\": \"and yet\"}", "Idempotency-Key", "dispute-4");
        assertEquals("DISPUTED", state(gateway, short_));
    }

    private static String orderOf(GatewayHouse gateway, String net) {
        for (JsonNode each : gateway.send("GET", "/api/v1/flex/settlements?limit=50", "")
                .json()
                .path("settlements")) {
            if (each.at("/lastRun/net").asText().equals(net)) {
                return each.path("orderId").asText();
            }
        }
        throw new AssertionError("no settlement of " + net);
    }

    private static String state(GatewayHouse gateway, String order) {
        return gateway.send("GET", "/api/v1/flex/orders/" + order, "")
                .json()
                .path("state")
                .asText();
    }

    private static void pricesAreTakenInOnce(GatewayHouse gateway) {
        String path = "/api/v1/settlement/system-prices";
        String body = """
                {"source": "elexon-bmrs", "prices": [{"start": "2026-11-17T17:00:00Z", "pricePerMwh": "98.53"},
                 {"start": "2026-11-17T17:30:00Z", "pricePerMwh": -12.5}]}
                """;
        var taken = gateway.send("POST", path, body, "Idempotency-Key", "prices-1");
        assertEquals(2, taken.json().path("taken").asInt(), () -> taken.json().toString());
        assertEquals(
                2,
                gateway.send("POST", path, body, "Idempotency-Key", "prices-2")
                        .json()
                        .path("unchanged")
                        .asInt());
        var wrong = gateway.send(
                "POST",
                path,
                "{\"source\": \"x\", \"prices\": [{\"start\": \"2026-11-17T17:10:00Z\", \"price\": 1}]}",
                "Idempotency-Key",
                "prices-3");
        List<String> pointers = new ArrayList<>();
        wrong.json()
                .path("errors")
                .forEach(each -> pointers.add(each.path("pointer").asText()));
        assertEquals(List.of("/prices/0/start", "/prices/0/pricePerMwh", "/prices/0/price"), pointers);
        JsonNode known = gateway.send("GET", path + "?from=2026-11-17T17:00:00Z&to=2026-11-17T18:00:00Z", "")
                .json()
                .path("prices");
        assertEquals("-12.5", known.path(1).path("pricePerMwh").asText());
    }

    private void activate(GatewayHouse gateway, DegOperator operator, String event, Duration length, List<Case> cases) {
        int halfHours = Math.toIntExact(length.dividedBy(HALF_HOUR));
        Instant at = busiest(gateway, halfHours * cases.size());
        List<DegOperator.Line> lines = new ArrayList<>();
        for (Case each : cases) {
            Instant start = at.plus(length.multipliedBy(lines.size()));
            lines.add(new DegOperator.Line(SITE, each.asked(), start, length, each.terms()));
            for (int half = 0; half < halfHours; half++) {
                deliveries.put(start.plus(HALF_HOUR.multipliedBy(half)), each.deliveredWatts());
            }
        }
        until("the gateway knows the operator", () -> operator.activate(event, lines, START));
        JsonNode answer = operator.answer(event);
        for (int number = 0; number < cases.size(); number++) {
            assertEquals(
                    cases.get(number).asked(),
                    answer.at("/message/order/beckn:orderItems/" + number
                                    + "/beckn:orderItemAttributes/beckn:committedReduction")
                            .asInt(),
                    answer::toString);
        }
    }

    /** The begin of so many half-hours on end in which the site's jobs draw most. */
    private Instant busiest(GatewayHouse gateway, int halfHours) {
        Map<Instant, Long> load = new TreeMap<>();
        for (JsonNode run : gateway.send("GET", "/api/v1/plan", "").json().path("allocations")) {
            if (run.path("siteId").asText().equals(SITE)) {
                var span =
                        Interval.of(run.path("start").asText(), run.path("end").asText());
                HalfHours.of(span).stream()
                        .forEach(half ->
                                load.merge(half.start(), run.path("itPowerW").asLong(), Long::sum));
            }
        }
        Instant best = load.keySet().stream()
                .filter(start -> !start.isBefore(START.plus(HOUR)))
                .filter(start ->
                        new HalfHours(start, halfHours).stream().noneMatch(each -> taken.contains(each.start())))
                .max((one, other) -> Long.compare(least(load, one, halfHours), least(load, other, halfHours)))
                .orElseThrow();
        new HalfHours(best, halfHours).stream().forEach(each -> taken.add(each.start()));
        return best;
    }

    private static long least(Map<Instant, Long> load, Instant start, int halfHours) {
        return new HalfHours(start, halfHours)
                .stream()
                        .mapToLong(each -> load.getOrDefault(each.start(), 0L))
                        .min()
                        .orElse(0);
    }

    /** The meter read the frozen plan less what was to be delivered. */
    private void read(GatewayHouse gateway) {
        Map<Instant, Long> baselines = new HashMap<>();
        gateway.send("GET", "/api/v1/flex/orders?limit=50", "")
                .json()
                .path("orders")
                .forEach(order -> order.path("lines")
                        .forEach(line -> baselines.put(
                                Instant.parse(line.path("start").asText()),
                                line.path("baselineW").asLong())));
        ObjectNode batch = Json.object().put("batchId", "meter");
        ArrayNode readings = batch.putArray("readings");
        deliveries.forEach((start, delivered) -> readings.addObject()
                .put("meterId", SITE + "-gpu")
                .put("start", start.toString())
                .put("interval", "PT30M")
                .put("unit", "kWh")
                .put("quality", "MEASURED")
                .putArray("values")
                .add(BigDecimal.valueOf(Objects.requireNonNull(baselines.get(start)) - delivered)
                        .divide(BigDecimal.valueOf(2_000))));
        var answer = gateway.send("POST", "/api/v1/readings", Json.text(batch), "Idempotency-Key", "meter");
        assertEquals(200, answer.status(), () -> answer.json().toString());
    }

    private static JsonNode settled(DegOperator operator, String event) {
        until("the settlement of " + event, () -> told(operator, event).isPresent());
        return told(operator, event).orElseThrow();
    }

    private static Optional<JsonNode> told(DegOperator operator, String event) {
        return operator.heard().stream()
                .filter(json -> json.at("/context/transaction_id").asText().equals("txn-" + event))
                .filter(json -> json.at("/message/order/beckn:payment/beckn:paymentAttributes")
                        .has("beckn:totalPayable"))
                .reduce((_, last) -> last);
    }

    private static void assertPaid(String amount, DegOperator operator, String event) {
        assertEquals(
                0,
                new BigDecimal(amount).compareTo(paid(operator, event)),
                () -> settled(operator, event).toPrettyString());
    }

    private static BigDecimal paid(DegOperator operator, String event) {
        return settled(operator, event)
                .at("/message/order/beckn:payment/beckn:paymentAttributes/beckn:totalPayable")
                .decimalValue();
    }
}
