package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.Activation;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Activate;
import dev.flexgate.beckn.message.BecknMessage.DiscoverResources;
import dev.flexgate.beckn.message.BecknMessage.FlexStatus;
import dev.flexgate.beckn.message.BecknMessage.OnActivate;
import dev.flexgate.beckn.message.BecknMessage.OnFlexStatus;
import dev.flexgate.beckn.message.FlexContract;
import dev.flexgate.beckn.message.FlexContract.Outcome;
import dev.flexgate.beckn.message.FlexContract.Performance;
import dev.flexgate.beckn.message.FlexContract.Settled;
import dev.flexgate.beckn.message.FlexContract.Stage;
import dev.flexgate.beckn.message.FlexTotals;
import dev.flexgate.beckn.message.SpatialConstraint;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages that were recorded in the DEG world of November 2025, as they were written. */
class DegRecordedTest {

    private static final String FOLDER = "reference/beckn/deg-demand-flexibility/df-new-flow/";

    /** What recorded answers have and ours do not: what we do not know, or do not measure. */
    private static final Set<String> UNSAID = Set.of(
            "address.streetAddress",
            "address.addressRegion",
            "address.postalCode",
            "address.addressCountry",
            "subscribedProgram.subscriptionDate",
            "subscribedProgram.subscriptionId",
            "beckn:baselineData.historicalPerformance",
            "beckn:deliveryAttributes.beckn:gridImpact",
            "beckn:incentiveDetails.estimatedEarnings",
            "operationalConstraints.");

    private static final Dialect DEG = new DegDialect();

    private static JsonNode json(String file) {
        try {
            return StrictJson.parse(Files.readAllBytes(Shared.path(FOLDER + file)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }

    @Test
    void the_activation_of_two_sites_is_understood() {
        JsonNode json = json("2.activation/confirm-activation-flexigrid.json");
        Activate read = assertInstanceOf(Activate.class, DEG.readRequest(Action.CONFIRM, json));
        Activation activation = read.activation();
        Interval window = Interval.of("2025-11-17T18:00:00Z", "2025-11-17T20:00:00Z");
        assertEquals("txn-df-event-001", read.context().transactionId());
        assertEquals("msg-confirm-activation-001", read.context().messageId());
        assertEquals("beckn.one:DEG:demand-flexibility:1.0", read.context().domain());
        assertEquals(Duration.ofSeconds(30), read.context().ttl());
        assertEquals("gridpower-utility", activation.buyer());
        assertEquals(
                List.of(
                        new Activation.Line(
                                "activation-mall-001",
                                "consumer-resource-mall-001",
                                "consumer-mall-cambridge-001",
                                Power.ofKilowatts(800),
                                window),
                        new Activation.Line(
                                "activation-factory-002",
                                "consumer-resource-factory-002",
                                "consumer-factory-manchester-002",
                                Power.ofKilowatts(1_500),
                                window)),
                activation.lines());
        assertEquals("df-event-peak-20251117-001", activation.event().id());
        assertEquals("peak_demand_surge", activation.event().type());
        assertEquals("high", activation.event().severity());
        assertEquals(Optional.of(window), activation.event().window());
        assertEquals(
                Optional.of(activation.totalRequested()), activation.event().totalRequested());
        assertEquals(
                Optional.of(new BigDecimal("49.85")),
                activation.event().conditions().frequency());
        assertEquals(
                Optional.of(Power.ofKilowatts(300_000)),
                activation.event().conditions().deficit());
        assertEquals(Optional.of(at("2025-11-17T17:30:00Z")), activation.event().responseDeadline());
        assertEquals("resource_activation", activation.orderType());
        assertEquals(
                List.of(
                        "BUYER_AS_TEXT",
                        "ID_NOT_UUID",
                        "MODE_DEMAND_RESPONSE",
                        "STATUS_WITHOUT_SUBJECT",
                        "VOCABULARY_ELSEWHERE"),
                DEG.tolerated(Action.CONFIRM, json));
    }

    @Test
    void the_activation_of_a_data_centre_is_understood() {
        JsonNode json = json("2.activation/confirm-activation-smartenergy.json");
        Activation activation = assertInstanceOf(Activate.class, DEG.readRequest(Action.CONFIRM, json))
                .activation();
        assertEquals(1, activation.lines().size());
        assertEquals(Power.ofKilowatts(2_000), activation.lines().getFirst().requested());
        assertEquals(
                "consumer-resource-datacenter-004",
                activation.lines().getFirst().resourceId());
        assertEquals("fulfillment-df-event-002", activation.fulfilmentId());
    }

    @Test
    void the_discovery_is_understood() {
        JsonNode json = json("1.discover/discover-request.json");
        DiscoverResources read = assertInstanceOf(DiscoverResources.class, DEG.readRequest(Action.DISCOVER, json));
        assertEquals(
                "Available subscribed consumers for DF event", read.intent().textSearch());
        assertTrue(read.intent().filter().startsWith("$[?(@.beckn:itemAttributes.beckn:subscriptionStatus"));
        SpatialConstraint area = read.intent().spatial().getFirst();
        assertEquals(SpatialConstraint.Operator.S_WITHIN, area.operator());
        assertEquals(List.of("$['beckn:availableAt'][*]['geo']"), area.targets());
        assertEquals(5, area.geometry().at("/coordinates/0").size());
        assertEquals(
                List.of("AREA_WITHOUT_OPERATOR", "FILTER_NAME_UNQUOTED", "ID_NOT_UUID"),
                DEG.tolerated(Action.DISCOVER, json));
    }

    @Test
    void the_question_how_it_stands_is_understood() {
        JsonNode json = json("3.monitoring/status-request.json");
        FlexStatus read = assertInstanceOf(FlexStatus.class, DEG.readRequest(Action.STATUS, json));
        assertEquals("df-event-order-001", read.orderId());
        assertEquals(List.of("ID_NOT_UUID", "ORDER_ID_BESIDE_ORDER"), DEG.tolerated(Action.STATUS, json));
    }

    @Test
    void the_recorded_participation_adds_up() {
        BecknMessage read =
                DEG.readCallback(Action.CONFIRM, json("2.activation/on_confirm-participation-flexigrid.json"));
        FlexContract contract = assertInstanceOf(OnActivate.class, read).contract();
        assertEquals(Stage.CONFIRMED, contract.stage());
        assertEquals(Power.ofKilowatts(2_150), FlexTotals.committed(contract));
        assertEquals(new BigDecimal("0.965"), FlexTotals.confidence(contract));
    }

    @Test
    void the_recorded_progress_adds_up() {
        BecknMessage read = DEG.readCallback(Action.STATUS, json("3.monitoring/on_status-progress-response.json"));
        FlexContract contract = assertInstanceOf(OnFlexStatus.class, read).contract();
        Performance mall =
                assertInstanceOf(Performance.class, contract.lines().getFirst().report());
        assertEquals(Power.ofKilowatts(780), mall.actual());
        assertEquals(new BigDecimal("104.0"), FlexTotals.percentage(mall.actual(), mall.committed()));
        assertEquals(
                new BigDecimal("99.1"), FlexTotals.percentage(FlexTotals.actual(contract), Power.ofKilowatts(2_150)));
        assertEquals(Energy.ofKilowattHours(1_065), FlexTotals.saved(contract));
    }

    @Test
    void the_recorded_settlement_adds_up() {
        BecknMessage read = DEG.readCallback(Action.STATUS, json("3.monitoring/on_status-completed-response.json"));
        FlexContract contract = assertInstanceOf(OnFlexStatus.class, read).contract();
        assertEquals(Stage.COMPLETED, contract.stage());
        Outcome mall =
                assertInstanceOf(Outcome.class, contract.lines().getFirst().report());
        assertEquals(Energy.ofKilowattHours(1_570), mall.reduced());
        assertEquals(Power.ofKilowatts(785), FlexTotals.mean(mall.reduced(), mall.window()));
        Settled settled = mall.settlement().orElseThrow();
        Money total = new EnergyPrice(settled.rate(), settled.total().currency()).of(mall.reduced());
        assertEquals(Money.of("9420", "GBP"), total);
        assertEquals(total, settled.total());
        assertEquals(Money.of("471", "GBP"), settled.bonus());
        assertEquals(Money.of("9891", "GBP"), settled.payable());
        assertEquals(
                Money.of("31391", "GBP"), contract.incentive().orElseThrow().payable());
        assertEquals(1, FlexTotals.standing(contract, FlexTotals.Standing.EXCEEDED));
        assertEquals(1, FlexTotals.standing(contract, FlexTotals.Standing.MET));
        assertEquals(Energy.ofKilowattHours(4_260), FlexTotals.saved(contract));
    }

    /** Every member that we write is in the record with the same value; of the record we leave out what is listed. */
    @ParameterizedTest
    @CsvSource({
        "DISCOVER, 1.discover/on_discover-response.json",
        "DISCOVER, 1.discover/on_discover-response-provider2.json",
        "DISCOVER, 1.discover/on_discover-response-provider3.json",
        "CONFIRM, 2.activation/on_confirm-participation-flexigrid.json",
        "CONFIRM, 2.activation/on_confirm-participation-smartenergy.json",
        "STATUS, 3.monitoring/on_status-progress-response.json",
        "STATUS, 3.monitoring/on_status-completed-response.json"
    })
    void what_is_recorded_is_written_again_member_for_member(Action action, String file) {
        JsonNode recorded = json(file);
        JsonNode written = StrictJson.parse(Json.bytes(DEG.write(DEG.readCallback(action, recorded))));
        Map<String, String> theirs = leaves(recorded);
        Map<String, String> ours = leaves(written);
        var wrong = new TreeSet<String>();
        ours.forEach((path, value) -> {
            if (!value.equals(theirs.get(path))) {
                wrong.add(path + ": " + value + " for " + theirs.get(path));
            }
        });
        assertEquals(Set.of(), wrong);
        Set<String> missing = theirs.keySet().stream()
                .filter(path -> !ours.containsKey(path) && UNSAID.stream().noneMatch(path::contains))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), missing);
    }

    /** Values by their path; a number by its value, so that 2.0 is 2. */
    private static Map<String, String> leaves(JsonNode json) {
        var leaves = new TreeMap<String, String>();
        collect(json, "", leaves);
        return leaves;
    }

    private static void collect(JsonNode json, String path, Map<String, String> leaves) {
        if (json.isObject()) {
            json.properties().forEach(each -> collect(each.getValue(), path + "." + each.getKey(), leaves));
        } else if (json.isArray()) {
            for (int k = 0; k < json.size(); k++) {
                collect(json.get(k), path + "[" + k + "]", leaves);
            }
        } else if (json.isNumber()) {
            leaves.put(path, json.decimalValue().stripTrailingZeros().toPlainString());
        } else if (json.isTextual() && json.textValue().startsWith("PT")) {
            leaves.put(path, Duration.parse(json.textValue()).toString());
        } else {
            leaves.put(path, json.toString());
        }
    }
}
