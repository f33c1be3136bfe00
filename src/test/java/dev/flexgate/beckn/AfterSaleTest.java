package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.HandBap.HeardCallback;
import dev.flexgate.beckn.dialect.OfficialLts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From discovery to rating, over real HTTP, with a consumer of another make. */
class AfterSaleTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String WORDS = "https://words.example/context.jsonld";

    private TestGateway gateway;
    private HandBap bap;
    private String transaction;
    private JsonNode resource;
    private JsonNode offer;

    @BeforeEach
    void a_slot_is_found() {
        gateway = new TestGateway();
        bap = gateway.bap;
        transaction = UUID.randomUUID().toString();
        ObjectNode discover = message("discover");
        ((ObjectNode) discover.path("message")).putObject("intent").put("textSearch", "windows");
        JsonNode catalog = exchange("discover", discover).at("/message/catalogs/0");
        assertTrue(catalog.at("/provider/providerAttributes").isMissingNode(), "nobody has rated");
        resource = catalog.at("/resources/4");
        offer = catalog.at("/offers/4");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private ObjectNode message(String word) {
        return bap.message(
                word,
                transaction,
                UUID.randomUUID().toString(),
                gateway.clock.instant().toString(),
                gateway.url());
    }

    private ObjectNode contract(String id, String kilowatts) {
        ObjectNode contract = MAPPER.createObjectNode();
        if (!id.isEmpty()) {
            contract.put("id", id);
        }
        ObjectNode commitment = contract.putArray("commitments").addObject().put("id", "mine-1");
        commitment.putObject("status").putObject("descriptor").put("code", "ACTIVE");
        ObjectNode asked = commitment
                .putArray("resources")
                .addObject()
                .put("id", resource.path("id").asText());
        asked.putObject("quantity").put("unitCode", "KW").put("unitQuantity", new BigDecimal(kilowatts));
        ObjectNode under =
                commitment.putObject("offer").put("id", offer.path("id").asText());
        under.putArray("resourceIds").add(resource.path("id").asText());
        return contract;
    }

    private JsonNode ask(String word, ObjectNode contract) {
        return ask(word, contract, false);
    }

    private JsonNode ask(String word, ObjectNode contract, boolean preview) {
        ObjectNode json = message(word);
        if (preview) {
            ((ObjectNode) json.path("context")).put("try", true);
        }
        ((ObjectNode) json.path("message")).set("contract", contract);
        return exchange(word, json);
    }

    private JsonNode exchange(String word, ObjectNode json) {
        try {
            byte[] body = MAPPER.writeValueAsBytes(json);
            Answer answer = bap.send(gateway.url() + "/" + word, body, gateway.nowSecond());
            assertEquals(200, answer.status(), () -> answer.json().toString());
            return heard(
                            "on_" + word,
                            each -> each.messageId()
                                    .equals(json.at("/context/messageId").asText()))
                    .json();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private HeardCallback heard(String word, Predicate<HeardCallback> which) {
        Await.until("a callback " + word, () -> bap.heard().stream().anyMatch(which));
        HeardCallback callback = bap.heard().stream().filter(which).findFirst().orElseThrow();
        assertEquals("/beckn/" + word, callback.path());
        assertEquals(transaction, callback.json().at("/context/transactionId").asText());
        assertTrue(HandBap.verifies(callback.header("Authorization"), callback.body(), gateway.publicKey(), ""));
        for (OfficialLts official : OfficialLts.both()) {
            assertEquals(
                    List.of(),
                    official.errors(word, callback.json()),
                    () -> callback.json().toString());
        }
        return callback;
    }

    /** What is told without being asked. */
    private JsonNode unasked(String word, String stage) {
        return heard(
                        word,
                        each -> each.path().endsWith(word)
                                && each.json()
                                        .at("/message/contract/contractAttributes/stage")
                                        .asText()
                                        .equals(stage))
                .json()
                .at("/message/contract");
    }

    private String bought(String kilowatts) {
        JsonNode quoted = ask("select", contract("", kilowatts)).at("/message/contract");
        String id = quoted.path("id").asText();
        ask("init", contract(id, kilowatts));
        JsonNode confirmed = ask("confirm", contract(id, kilowatts)).at("/message/contract");
        assertEquals("ACTIVE", confirmed.at("/status/code").asText());
        return id;
    }

    private static ObjectNode attributes(ObjectNode parent, String name, String type) {
        return parent.putObject(name).put("@context", WORDS).put("@type", type);
    }

    private static String price(JsonNode contract) {
        return contract.at("/consideration/0/considerationAttributes/value").asText();
    }

    private Instant start() {
        return Instant.parse(resource.at("/resourceAttributes/timeWindow/start").asText());
    }

    private Instant end() {
        return Instant.parse(resource.at("/resourceAttributes/timeWindow/end").asText());
    }

    @Test
    void a_slot_is_bought_changed_watched_delivered_settled_rated_and_talked_about() throws Exception {
        gateway.market.letTimePass();
        String id = bought("50");

        JsonNode preview = ask("update", contract(id, "40"), true);
        assertTrue(preview.at("/context/try").asBoolean());
        // 50 kW cost 13.2; a fifth less, and at this notice a tenth of that fifth is kept.
        assertEquals("10.824", price(preview.at("/message/contract")));
        assertEquals(
                "13.2",
                preview.at("/message/contract/contractAttributes/previousTotal/value")
                        .asText());
        assertEquals("13.2", price(ask("status", contract(id, "50")).at("/message/contract")), "nothing has changed");
        JsonNode updated = ask("update", contract(id, "40")).at("/message/contract");
        assertEquals("10.824", price(updated));
        assertEquals(
                "0.04",
                updated.at("/commitments/0/commitmentAttributes/computeLoad").asText());

        ObjectNode tracked = message("track");
        ObjectNode tracking = ((ObjectNode) tracked.path("message")).putObject("tracking");
        tracking.put("url", bap.url()).put("status", "ACTIVE").set("contract", contract(id, "40"));
        JsonNode live = exchange("track", tracked).at("/message/tracking");
        assertEquals("ACTIVE", live.path("status").asText());
        assertTrue(firstEvent(live.path("url").asText()).contains(id));

        gateway.clock.set(start());
        unasked("on_status", "DELIVERING");
        gateway.clock.set(end());
        unasked("on_status", "DELIVERED");
        gateway.clock.set(end().plusSeconds(7200));
        JsonNode settled = unasked("on_status", "SETTLED");
        assertEquals("COMPLETE", settled.at("/status/code").asText());
        assertEquals(
                "10.824",
                settled.at("/performance/0/performanceAttributes/costMetrics/actualCost")
                        .asText());
        assertEquals(404, status(live.path("url").asText()), "the address has ended");

        JsonNode rated = rate(id, 4, 0, 10);
        assertEquals("2.6", rated.at("/message/ratings/0/range/value").asText());
        assertEquals(
                1,
                rated.at("/message/ratings/0/target/targetAttributes/ratingCount")
                        .asInt());
        assertEquals(
                "BIZ_INVALID_STATE_TRANSITION",
                rate(id, 5, 1, 5).at("/error/code").asText());
        assertEquals(
                "BIZ_INVALID_RATING_VALUE",
                rate(id, 11, 0, 10).at("/error/code").asText());
        assertEquals(
                "BIZ_RATING_TARGET_NOT_FOUND",
                rate(UUID.randomUUID().toString(), 4, 1, 5).at("/error/code").asText());

        gateway.market.refresh();
        ObjectNode again = message("discover");
        ((ObjectNode) again.path("message")).putObject("intent").put("textSearch", "windows");
        JsonNode provider = exchange("discover", again).at("/message/catalogs/0/provider");
        assertEquals("2.6", provider.at("/providerAttributes/ratingValue").asText());

        JsonNode help = support(id, json -> {});
        assertTrue(help.at("/message/support/channels/0/email").asText().contains("@"));
        assertFalse(help.at("/message/support/channels/0/ticket").asText().isEmpty());
        assertEquals(1, gateway.count("market_ticket"));
        support(id, json -> ((ObjectNode) json.path("context")).put("try", true));
        assertEquals(1, gateway.count("market_ticket"));
    }

    private JsonNode rate(String target, int value, int worst, int best) {
        ObjectNode json = message("rate");
        ObjectNode input =
                ((ObjectNode) json.path("message")).putArray("ratingInputs").addObject();
        input.putObject("target").put("id", target).putObject("descriptor").put("code", "CONTRACT");
        input.putObject("range").put("best", best).put("worst", worst).put("value", value);
        return exchange("rate", json);
    }

    private JsonNode support(String id, Consumer<ObjectNode> more) {
        ObjectNode json = message("support");
        ((ObjectNode) json.path("message"))
                .putObject("support")
                .put("orderId", id)
                .putObject("descriptor")
                .put("name", "A question");
        more.accept(json);
        return exchange("support", json);
    }

    private static String firstEvent(String url) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofInputStream());
            assertEquals(
                    "text/event-stream",
                    response.headers().firstValue("content-type").orElse(""));
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
                return lines.readLine() + lines.readLine();
            } finally {
                client.shutdownNow();
            }
        }
    }

    private static int status(String url) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void a_contract_is_given_up_for_a_fee_that_a_preview_names_first() {
        String id = bought("50");
        long records = gateway.records("ORDER_DECIDED").size();
        JsonNode preview = ask("cancel", cancel(id, "OTHER"), true).at("/message/contract/contractAttributes");
        assertEquals("13.2", preview.at("/cancellation/value").asText());
        assertEquals("1.32", preview.at("/cancellation/fee").asText());
        assertEquals("11.88", preview.at("/cancellation/refund").asText());
        assertEquals(records, gateway.records("ORDER_DECIDED").size(), "a preview leaves no trace");

        JsonNode refused = ask("cancel", cancel(id, "BECAUSE"));
        assertEquals(
                "BIZ_INVALID_CANCELLATION_REASON", refused.at("/error/code").asText());
        JsonNode cancelled = ask("cancel", cancel(id, "OTHER")).at("/message/contract");
        assertEquals("CANCELLED", cancelled.at("/status/code").asText());
        assertEquals("1.32", price(cancelled));
        assertEquals(
                "BIZ_ALREADY_CANCELLED",
                ask("cancel", cancel(id, "OTHER")).at("/error/code").asText());
        assertEquals(
                "BIZ_ORDER_NOT_FOUND",
                ask("cancel", cancel(UUID.randomUUID().toString(), "OTHER"))
                        .at("/error/code")
                        .asText());
        assertEquals(0, sold());
        assertEquals(
                "BIZ_INVALID_STATE_TRANSITION",
                rate(id, 4, 1, 5).at("/error/code").asText());
    }

    private ObjectNode cancel(String id, String reason) {
        ObjectNode contract = contract(id, "50");
        contract.putObject("status").put("code", "CANCELLED");
        attributes(contract, "contractAttributes", "ComputeEnergyOrder")
                .putObject("cancellation")
                .put("reasonCode", reason);
        return contract;
    }

    private long sold() {
        return gateway.database
                .row("select coalesce(sum(sold_w), 0)::bigint as w from market_capacity")
                .orElseThrow()
                .getLong("w");
    }

    @Test
    void half_an_hour_of_a_contract_is_given_up_and_the_rest_stays() {
        String id = bought("50");
        ObjectNode contract = contract(id, "50");
        ObjectNode commitment = (ObjectNode) contract.at("/commitments/0");
        attributes(commitment, "commitmentAttributes", "ComputeEnergyFulfillment")
                .putObject("timeWindow")
                .put("start", start().toString())
                .put("end", start().plusSeconds(1800).toString());
        JsonNode rest = ask("cancel", contract).at("/message/contract");
        assertEquals("ACTIVE", rest.at("/status/code").asText());
        assertEquals(
                start().plusSeconds(1800).toString(),
                rest.at("/commitments/0/commitmentAttributes/timeWindow/start").asText());
        assertEquals("10.23", price(rest), "three quarters of 13.2, and a tenth of the last quarter");
        assertEquals(3 * 50_000, sold());
    }

    @Test
    void a_forecast_that_rises_is_told_and_answered() {
        String id = bought("50");
        gateway.market.forecast(2, 140);
        gateway.market.forecast(3, 320);
        JsonNode alert = heard("on_update", each -> each.path().endsWith("on_update"))
                .json()
                .at("/message/contract/performance/0/performanceAttributes/gridEventAlert");
        assertEquals("high", alert.path("severity").asText());
        assertEquals("120", alert.at("/carbonIntensityChange/previousValue").asText());
        assertEquals("320", alert.at("/carbonIntensityChange/currentValue").asText());
        assertEquals(1, gateway.count("market_alert"), "140 is no news, 320 is, once");
        gateway.market.forecast(4, 330);
        assertEquals(1, gateway.count("market_alert"));

        ObjectNode keep = contract(id, "50");
        ObjectNode action = flexibility(
                keep, "continue_with_acknowledgement", alert.path("eventId").asText());
        action.putObject("monitoringParameters").putObject("alertThreshold").put("maxCarbonIntensity", 600);
        JsonNode kept = ask("update", keep).at("/message/contract");
        assertEquals("13.2", price(kept));
        gateway.market.forecast(5, 500);
        assertEquals(1, gateway.count("market_alert"), "it said it would bear 600");

        ObjectNode shift = contract(id, "50");
        flexibility(shift, "workload_shift", alert.path("eventId").asText())
                .putObject("shiftDetails")
                .put("shiftedLoad", new BigDecimal("0.02"))
                .put("shiftedLoadUnit", "MW");
        JsonNode shifted = ask("update", shift).at("/message/contract");
        assertEquals("7.92", price(shifted), "three fifths, without a fee: it answers our alert");
        assertEquals(
                "0.03",
                shifted.at("/commitments/0/commitmentAttributes/computeLoad").asText());
        assertEquals(4 * 30_000, sold());
    }

    @Test
    void load_stops_by_itself_at_the_forecast_that_its_buyer_has_named() {
        String id = bought("50");
        ObjectNode stay = contract(id, "50");
        ObjectNode monitoring = flexibility(stay, "continue_with_acknowledgement", "")
                .putObject("monitoringParameters")
                .put("autoShutdownEnabled", true);
        ObjectNode update = message("update");
        ((ObjectNode) update.path("message")).set("contract", stay);
        Answer unsaid = bap.send(gateway.url() + "/update", update.toString().getBytes(UTF_8), gateway.nowSecond());
        assertEquals(400, unsaid.status(), "nobody knows when");
        assertTrue(unsaid.json().toString().contains("autoShutdownThreshold"), unsaid.json()::toString);
        monitoring.putObject("autoShutdownThreshold").put("carbonIntensity", 450);
        ask("update", stay);
        gateway.market.forecast(2, 440);
        assertEquals(4 * 50_000, sold());
        gateway.market.forecast(3, 460);
        JsonNode stopped = heard("on_update", each -> new String(each.body(), UTF_8).contains("auto_shutdown"))
                .json()
                .at("/message/contract");
        assertEquals("CANCELLED", stopped.at("/contractAttributes/stage").asText());
        JsonNode given = stopped.at("/contractAttributes/cancellation");
        assertEquals(
                0,
                given.path("value")
                        .decimalValue()
                        .compareTo(given.path("refund").decimalValue()),
                given::toString);
        assertEquals(0, sold());
        gateway.market.forecast(4, 900);
        assertEquals(1, gateway.count("market_order_stop where stopped_at is not null"));
    }

    @Test
    void load_moves_from_one_contract_to_another_or_stays_where_it_is() {
        String from = bought("50");
        String to = bought("30");
        ObjectNode shift = contract(from, "50");
        ObjectNode details = flexibility(shift, "workload_shift", "")
                .putObject("shiftDetails")
                .put("shiftedLoad", new BigDecimal("0.02"))
                .put("shiftedLoadUnit", "MW")
                .put("targetLocation", "the other hall")
                .put("targetOrder", to);
        ask("update", shift, true);
        assertEquals("0.03", load(to), "a preview moves nothing");
        ask("update", shift);
        assertEquals("0.03", load(from));
        assertEquals("0.05", load(to));
        assertEquals(4 * 80_000, sold());

        ask("cancel", cancel(to, "OTHER"));
        details.put("shiftedLoad", new BigDecimal("0.01"));
        JsonNode refused = ask("update", shift);
        assertTrue(refused.at("/error/message").asText().contains("where the load moves to"), refused::toString);
        assertEquals("0.03", load(from), "what nobody takes stays");
        details.put("targetOrder", "order-of-another-provider");
        ask("update", shift);
        assertEquals("0.02", load(from), "what another provider takes leaves");
        details.put("targetOrder", from);
        assertEquals(
                "BIZ_INVALID_UPDATE_TARGET",
                ask("update", shift).at("/error/code").asText());
    }

    private String load(String id) {
        return ask("status", contract(id, "1"))
                .at("/message/contract/commitments/0/commitmentAttributes/computeLoad")
                .asText();
    }

    @Test
    void a_price_that_rises_is_told_and_what_is_paid_stays_as_sold() {
        String id = bought("50");
        gateway.market.forecastPrice(2, "0.11");
        gateway.market.forecastPrice(3, "0.2");
        JsonNode told = heard("on_update", each -> each.path().endsWith("on_update"))
                .json()
                .at("/message/contract");
        JsonNode alert = told.at("/performance/0/performanceAttributes/gridEventAlert");
        assertEquals("price_spike", alert.path("eventType").asText());
        // 13.2 for 100 kWh, of which 12 is energy at 1.2 kWh a kWh of IT.
        assertEquals("0.132", alert.at("/spotPriceChange/previousValue").asText());
        assertEquals("0.252", alert.at("/spotPriceChange/currentValue").asText());
        assertEquals("13.2", price(told));
        assertEquals(1, gateway.count("market_alert"), "0.11 is no news, 0.2 is, once");
        gateway.market.forecastPrice(4, "0.21");
        assertEquals(1, gateway.count("market_alert"));

        ObjectNode keep = contract(id, "50");
        flexibility(keep, "continue_with_acknowledgement", alert.path("eventId").asText())
                .putObject("monitoringParameters")
                .putObject("alertThreshold")
                .put("maxSpotPrice", new BigDecimal("0.5"))
                .put("maxSpotPriceUnit", "GBP_per_kWh");
        assertEquals("13.2", price(ask("update", keep).at("/message/contract")));
        gateway.market.forecastPrice(5, "0.4");
        assertEquals(1, gateway.count("market_alert"), "it said it would bear 0.5");
        gateway.market.forecastPrice(6, "0.6");
        assertEquals(2, gateway.count("market_alert"));
    }

    private static ObjectNode flexibility(ObjectNode contract, String type, String event) {
        ObjectNode performance = contract.putArray("performance").addObject().put("id", "performance-1");
        performance.putObject("status").put("code", "IN_PROGRESS");
        attributes(contract, "contractAttributes", "ComputeEnergyOrder").put("responseToEvent", event);
        return attributes(performance, "performanceAttributes", "ComputeEnergyFulfillment")
                .putObject("flexibilityAction")
                .put("actionType", type)
                .put("actionReason", "grid_stress_response");
    }
}
