package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.beckn.Samples;
import dev.flexgate.beckn.message.BecknMessage.OnConfirm;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
import dev.flexgate.beckn.message.BecknMessage.OnUpdate;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.ComputeTotals;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Contract.Commitment;
import dev.flexgate.beckn.message.Contract.Stage;
import dev.flexgate.beckn.message.Delivery;
import dev.flexgate.beckn.message.Notice;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The numbers of the recorded compute-energy messages come out of our own rules, and stand where they stood there. */
class ComputeArithmeticTest {

    private static final JsonNode CHECKS = Shared.json(
                    "reference/beckn/test-vectors/deg-compute-energy-arithmetic.json")
            .path("checks");

    private static final Interval WINDOW = Interval.of("2025-11-17T10:00:00Z", "2025-11-17T14:00:00Z");
    private static final Power LOAD = Power.ofKilowatts(1_200);
    private static final Power SHIFTED = Power.ofKilowatts(900);
    private static final EnergyPrice PRICE = EnergyPrice.of("0.102", "GBP");
    private static final EnergyPrice DEARER = EnergyPrice.of("0.132", "GBP");
    private static final EnergyPrice DEAREST = EnergyPrice.of("0.156", "GBP");
    private static final CarbonIntensity INTENSITY = CarbonIntensity.ofGramsPerKwh(120);

    private static final Money COST = ComputeTotals.cost(LOAD, WINDOW, PRICE);
    private static final Money SHIFTED_COST = ComputeTotals.cost(SHIFTED, WINDOW, DEARER);
    private static final Money SPIKE_COST = ComputeTotals.cost(SHIFTED, WINDOW, DEAREST);
    private static final CarbonMass BUDGET = ComputeTotals.carbon(LOAD, WINDOW, INTENSITY);
    private static final CarbonMass EMITTED = ComputeTotals.carbon(SHIFTED, WINDOW, INTENSITY);

    private static JsonNode expected(int check) {
        JsonNode json = CHECKS.path(check);
        return json.properties().stream()
                .filter(member -> member.getKey().startsWith("expected"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static void same(JsonNode expected, BigDecimal actual) {
        assertEquals(0, expected.decimalValue().compareTo(actual), () -> expected + " is not " + actual);
    }

    private static void same(int check, BigDecimal actual) {
        same(expected(check), actual);
    }

    @Test
    void every_number_comes_out_of_a_rule() {
        same(0, COST.amount());
        same(1, BUDGET.kilograms());
        same(2, SHIFTED_COST.amount());
        same(3, COST.minus(SHIFTED_COST).amount());
        same(4, ComputeTotals.changePercent(PRICE.perKilowattHour(), DEARER.perKilowattHour()));
        same(5, SPIKE_COST.amount());
        same(6, SPIKE_COST.minus(SHIFTED_COST).amount());
        same(7, ComputeTotals.changePercent(PRICE.perKilowattHour(), DEAREST.perKilowattHour()));
        same(8, SHIFTED.over(WINDOW).kilowattHours().movePointLeft(3));
        same(9, EMITTED.kilograms());
        CarbonMass saved = BUDGET.minus(EMITTED);
        same(expected(10).path("carbonSavings_kgCO2"), saved.kilograms());
        same(
                expected(10).path("carbonReduction_percent"),
                ComputeTotals.percent(saved.kilograms(), BUDGET.kilograms()));
        Money less = COST.minus(SHIFTED_COST);
        same(expected(11).path("costSavings_GBP"), less.amount());
        same(expected(11).path("costReduction_percent"), ComputeTotals.percent(less.amount(), COST.amount()));
        same(12, ComputeTotals.scaled(BigDecimal.valueOf(4_800), LOAD, SHIFTED));
        same(13, BUDGET.minus(EMITTED).kilograms());
        assertEquals(14, CHECKS.size(), "every check of the file is here");
    }

    private static Contract contract(Stage stage, Power load, Money cost, Optional<Delivery> delivery) {
        Contract sample = Samples.contract(stage);
        Commitment commitment = sample.commitments().getFirst();
        return new Contract(
                sample.id(),
                stage,
                List.of(new Commitment(
                        "order-item-ce-001",
                        commitment.item(),
                        commitment.offer(),
                        load,
                        WINDOW,
                        load.over(WINDOW),
                        load.over(WINDOW))),
                List.of(new Charge("charge", cost, List.of())),
                sample.parties(),
                sample.basis(),
                Optional.empty(),
                delivery);
    }

    private static JsonNode line(JsonNode json) {
        return json.at("/message/order/beckn:orderItems/0/beckn:orderItemAttributes");
    }

    @Test
    void an_order_states_them_where_the_recorded_ones_did() {
        var dialect = new DegDialect();
        JsonNode confirmed = line(dialect.write(
                new OnConfirm(Samples.context(), contract(Stage.CONFIRMED, LOAD, COST, Optional.empty()))));
        same(0, confirmed.at("/beckn:pricingParameters/estimatedCost").decimalValue());
        assertEquals(
                "1.2",
                confirmed.at("/beckn:capacityParameters/reservedCapacity").asText());
        var alert = new Notice.Alert(
                "grid-event-1",
                Samples.NOW,
                "carbon_intensity_spike",
                "high",
                "dear",
                Optional.of(new Notice.Shift<>(INTENSITY, CarbonIntensity.ofGramsPerKwh(320))),
                Optional.of(new Notice.Shift<>(PRICE, DEAREST)));
        JsonNode told = line(dialect.write(new OnUpdate(
                Samples.context(), contract(Stage.DELIVERING, LOAD, COST, Optional.empty()), alert, false)));
        same(
                7,
                told.at("/beckn:pricingParameters/spotPriceChange/changePercentage")
                        .decimalValue());
        assertEquals(
                "200",
                told.at("/beckn:gridParameters/carbonIntensityChange/change").asText());
        var applied = new Notice.Applied(Samples.shift(), COST);
        JsonNode shifted = line(dialect.write(new OnUpdate(
                Samples.context(),
                contract(Stage.DELIVERING, SHIFTED, SHIFTED_COST, Optional.empty()),
                applied,
                false)));
        same(2, shifted.at("/beckn:pricingParameters/actualCost").decimalValue());
        same(
                3,
                shifted.at("/beckn:pricingParameters/costImpact/reductionSavings")
                        .decimalValue());
    }

    @Test
    void a_delivered_order_states_them_where_the_recorded_one_did() {
        var delivery = new Delivery(
                LOAD.over(WINDOW),
                SHIFTED.over(WINDOW),
                BUDGET,
                EMITTED,
                COST,
                SHIFTED_COST,
                "premise_level_metering",
                Samples.NOW,
                true);
        JsonNode line = line(new DegDialect()
                .write(new OnStatus(
                        Samples.context(), contract(Stage.SETTLED, SHIFTED, SHIFTED_COST, Optional.of(delivery)))));
        same(8, line.at("/beckn:performanceMetrics/energyConsumed").decimalValue());
        assertEquals("1.2", line.at("/beckn:performanceMetrics/plannedLoad").asText());
        assertEquals("0.9", line.at("/beckn:performanceMetrics/actualLoad").asText());
        same(9, line.at("/beckn:carbonMetrics/actualCarbon").decimalValue());
        same(
                expected(10).path("carbonSavings_kgCO2"),
                line.at("/beckn:carbonMetrics/carbonSavings").decimalValue());
        same(
                expected(10).path("carbonReduction_percent"),
                line.at("/beckn:carbonMetrics/carbonReduction").decimalValue());
        same(
                expected(11).path("costSavings_GBP"),
                line.at("/beckn:costMetrics/costSavings").decimalValue());
        same(
                expected(11).path("costReduction_percent"),
                line.at("/beckn:costMetrics/costReduction").decimalValue());
    }
}
