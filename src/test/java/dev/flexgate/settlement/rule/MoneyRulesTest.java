package dev.flexgate.settlement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.rule.Flow.Role;
import dev.flexgate.settlement.rule.Measured.Known;
import dev.flexgate.settlement.rule.Measured.MeterVolume;
import dev.flexgate.settlement.rule.MoneyRules.Case;
import dev.flexgate.workload.MeterId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MoneyRulesTest {

    private static final Currency GBP = Currency.getInstance("GBP");
    private static final Instant START = Instant.parse("2026-11-20T17:00:00Z");
    private static final EnergyPrice NOTHING = EnergyPrice.of("0", "GBP");

    @Nested
    class Of_the_gb_chain {

        private final JsonNode vector =
                Shared.json("reference/flexibility/vectors/settlement.json").get("gb_chain_example");
        private final Known half = Known.of(List.of(megawattHours("baseline_mwh", "metered_mwh")));

        @Test
        void the_delivered_volume_is_baseline_less_metered_and_the_same_with_export_positive() {
            assertEquals(
                    decimal("delivered_mwh"), half.delivered().megawattHours().setScale(4));
            Volume exportPositive =
                    half.metered().negated().minus(half.baseline().negated());
            assertEquals(half.delivered(), exportPositive);
        }

        @Test
        void demand_flexibility_service_pays_as_bid() {
            assertEquals("99.0000", paid(new Formula.PayAsBid(), line("180", NOTHING), Optional.empty()));
        }

        @Test
        void a_virtual_trading_party_nets_sale_and_imbalance() {
            Money net = MoneyRulesTest.net(traded(CompensationModel.MUTUALISED));
            assertEquals("51.0000", net.amount().toPlainString());
            assertEquals(
                    "51.0000",
                    MoneyRulesTest.net(traded(CompensationModel.NONE)).amount().toPlainString());
        }

        @Test
        void selling_below_the_compensation_price_loses_money_where_the_seller_pays_it() {
            assertEquals(
                    "-3.1915",
                    MoneyRulesTest.net(traded(CompensationModel.DIRECT))
                            .amount()
                            .toPlainString());
        }

        @Test
        void the_supplier_is_compensated_whoever_pays() {
            for (var model : List.of(CompensationModel.DIRECT, CompensationModel.MUTUALISED)) {
                Money got = traded(model).stream()
                        .map(flow -> flow.toward(Role.SUPPLIER))
                        .reduce(Money.zero(GBP), Money::plus);
                assertEquals("54.1915", got.amount().toPlainString());
            }
        }

        @Test
        void without_a_system_price_nothing_is_known() {
            var formula = new Formula.TradedVolume(CompensationModel.NONE, NOTHING);
            var cases = List.of(new Case(line("95", NOTHING), half, Optional.empty()));
            assertTrue(
                    MoneyRules.settle(formula, Direction.DOWN, cases).getFirst().isEmpty());
        }

        private List<Flow> traded(CompensationModel model) {
            var formula = new Formula.TradedVolume(model, perMegawattHour("98.53"));
            var cases = List.of(new Case(line("95", NOTHING), half, Optional.of(perMegawattHour("120"))));
            return MoneyRules.settle(formula, Direction.DOWN, cases).getFirst().orElseThrow();
        }

        private String paid(Formula formula, ContractLine line, Optional<EnergyPrice> systemPrice) {
            var cases = List.of(new Case(line, half, systemPrice));
            return MoneyRulesTest.net(MoneyRules.settle(formula, Direction.DOWN, cases)
                            .getFirst()
                            .orElseThrow())
                    .amount()
                    .toPlainString();
        }

        private ContractLine line(String perMegawattHour, EnergyPrice penalty) {
            return new ContractLine(
                    START, Power.ofKilowatts(1_200), MoneyRulesTest.perMegawattHour(perMegawattHour), penalty);
        }

        private BigDecimal decimal(String name) {
            return new BigDecimal(vector.get(name).asText());
        }

        private MeterVolume megawattHours(String baseline, String metered) {
            return meter(
                    decimal(baseline).multiply(BigDecimal.valueOf(1_000)),
                    decimal(metered).multiply(BigDecimal.valueOf(1_000)));
        }
    }

    @Test
    void every_row_of_the_uftp_table_is_paid_and_punished() {
        JsonNode table =
                Shared.json("reference/flexibility/vectors/settlement.json").get("usef");
        EnergyPrice price = perMegawattAndIsp(table.get("price_per_mw"));
        EnergyPrice penalty = perMegawattAndIsp(table.get("penalty_per_mw"));
        var line = new ContractLine(START, megawatts(table.get("ordered_mw")), price, penalty);

        for (JsonNode row : table.get("rows")) {
            Volume baseline = Volume.of(megawatts(table.get("baseline_mw")), line.interval());
            Volume actual = Volume.of(megawatts(row.get("allocation_mw")), line.interval());
            var measured = Known.of(List.of(new MeterVolume(new MeterId("m"), actual, Optional.of(baseline))));
            List<Flow> flows = MoneyRules.settle(
                            new Formula.Uftp(), Direction.DOWN, List.of(new Case(line, measured, Optional.empty())))
                    .getFirst()
                    .orElseThrow();
            assertMoney(row.get("flex_paid").decimalValue(), flows.getFirst().amount());
            assertMoney(row.get("penalty").decimalValue(), flows.get(1).toward(Role.SELLER));
            assertMoney(row.get("settlement").decimalValue(), net(flows));
        }
        assertEquals(5, table.get("rows").size());
    }

    @Nested
    class Of_deg {

        @Test
        void the_fixed_price_and_the_pay_as_clear_example_come_out_to_the_penny() {
            assertMoney(new BigDecimal("436.25"), total("deg_uc1_bdr"));
            assertMoney(new BigDecimal("332.50"), total("deg_uc2_pac"));
        }

        @Test
        void a_clamp_per_meter_pays_for_noise_where_the_portfolio_delivered_nothing() {
            JsonNode example = vector("deg_clamp_bias_example");
            Known known = (Known) cases(example).getFirst().measured();

            assertMoney(new BigDecimal("3000"), total("deg_clamp_bias_example"));
            assertEquals(Volume.ZERO, known.delivered());
            var net = MoneyRules.settle(new Formula.PayAsBid(), Direction.DOWN, cases(example));
            assertMoney(BigDecimal.ZERO, net(net.getFirst().orElseThrow()));
        }

        @Test
        void each_interval_is_paid_punished_and_netted_as_stated() {
            for (String name : List.of("deg_uc1_bdr", "deg_uc2_pac")) {
                JsonNode example = vector(name);
                var settled = MoneyRules.settle(new Formula.PerMeterClamp(), Direction.DOWN, cases(example));
                for (int index = 0; index < example.get("intervals").size(); index++) {
                    JsonNode interval = example.get("intervals").get(index);
                    // An interval of an hour is two half-hours alike.
                    int halves = halves(example);
                    Money net = Money.zero(GBP);
                    for (int half = 0; half < halves; half++) {
                        net = net.plus(net(settled.get(index * halves + half).orElseThrow()));
                    }
                    assertMoney(new BigDecimal(interval.get("net").asText()), net);
                }
            }
        }

        private Money total(String name) {
            return MoneyRules.settle(new Formula.PerMeterClamp(), Direction.DOWN, cases(vector(name))).stream()
                    .map(flows -> net(flows.orElseThrow()))
                    .reduce(Money.zero(GBP), Money::plus);
        }

        private static JsonNode vector(String name) {
            return Shared.json("reference/flexibility/vectors/settlement.json").get(name);
        }

        private static int halves(JsonNode example) {
            return example.get("duration_hours")
                    .decimalValue()
                    .multiply(BigDecimal.TWO)
                    .intValueExact();
        }

        private static List<Case> cases(JsonNode example) {
            var cases = new ArrayList<Case>();
            for (JsonNode interval : example.get("intervals")) {
                for (int half = 0; half < halves(example); half++) {
                    Instant start = START.plus(Duration.ofMinutes(30).multipliedBy(cases.size()));
                    var line = new ContractLine(
                            start,
                            Power.ofKilowatts(interval.get("offered").decimalValue()),
                            new EnergyPrice(interval.get("price").decimalValue(), GBP),
                            new EnergyPrice(interval.get("penalty").decimalValue(), GBP));
                    var meters = new ArrayList<MeterVolume>();
                    for (JsonNode meter : interval.get("meters")) {
                        Power baseline = Power.ofKilowatts(meter.get(0).decimalValue());
                        Power usage = Power.ofKilowatts(meter.get(1).decimalValue());
                        meters.add(new MeterVolume(
                                new MeterId("meter-" + meters.size()),
                                Volume.of(usage, line.interval()),
                                Optional.of(Volume.of(baseline, line.interval()))));
                    }
                    cases.add(new Case(line, Known.of(meters), Optional.empty()));
                }
            }
            return cases;
        }
    }

    @Nested
    class Of_the_deg_2025_incentive {

        @Test
        void every_kilowatt_hour_is_paid_and_the_whole_event_earns_the_bonus() {
            // 1200 kW expected, 415 kW drawn: 785 kW for two hours against a commitment of 750 kW.
            var settled = MoneyRules.settle(
                    new Formula.Incentive(BigDecimal.ONE, new BigDecimal("0.05")),
                    Direction.DOWN,
                    event("1200", "415", 750, "6.00"));
            assertMoney(new BigDecimal("9420"), sum(settled, Flow.Purpose.DELIVERY));
            assertMoney(new BigDecimal("471"), sum(settled, Flow.Purpose.BONUS));
            assertMoney(
                    new BigDecimal("9891"),
                    settled.stream().map(each -> net(each.orElseThrow())).reduce(Money.zero(GBP), Money::plus));
        }

        @Test
        void less_than_the_commitment_earns_none() {
            var settled = MoneyRules.settle(
                    new Formula.Incentive(BigDecimal.ONE, new BigDecimal("0.05")),
                    Direction.DOWN,
                    event("2000", "655", 1_400, "8.00"));
            assertMoney(new BigDecimal("21520"), sum(settled, Flow.Purpose.DELIVERY));
            assertMoney(BigDecimal.ZERO, sum(settled, Flow.Purpose.BONUS));
        }

        private static Money sum(List<Optional<List<Flow>>> settled, Flow.Purpose purpose) {
            return settled.stream()
                    .flatMap(each -> each.orElseThrow().stream())
                    .filter(flow -> flow.purpose() == purpose)
                    .map(Flow::amount)
                    .reduce(Money.zero(GBP), Money::plus);
        }

        private static List<Case> event(String baselineKw, String actualKw, int committedKw, String price) {
            var cases = new ArrayList<Case>();
            for (int half = 0; half < 4; half++) {
                var line = new ContractLine(
                        START.plus(Duration.ofMinutes(30L * half)),
                        Power.ofKilowatts(committedKw),
                        EnergyPrice.of(price, "GBP"),
                        NOTHING);
                var meter = new MeterVolume(
                        new MeterId("mall"),
                        Volume.of(Power.ofKilowatts(new BigDecimal(actualKw)), line.interval()),
                        Optional.of(Volume.of(Power.ofKilowatts(new BigDecimal(baselineKw)), line.interval())));
                cases.add(new Case(line, Known.of(List.of(meter)), Optional.empty()));
            }
            return cases;
        }
    }

    @Test
    void flows_of_any_formula_net_to_zero_over_all_roles() {
        var random = new Random(20261121);
        for (int round = 0; round < 2_000; round++) {
            var line = new ContractLine(
                    START, new Power(1 + random.nextInt(5_000_000)), price(random), EnergyPrice.of("0.3333", "GBP"));
            Known known = Known.of(List.of(meter(random), meter(random)));
            for (Formula formula : formulas(random)) {
                for (Direction direction : Direction.values()) {
                    MoneyRules.settle(formula, direction, List.of(new Case(line, known, Optional.of(price(random)))))
                            .getFirst()
                            .orElseThrow()
                            .forEach(MoneyRulesTest::assertNetsToZero);
                }
            }
        }
    }

    @Test
    void a_turn_up_of_the_same_size_is_paid_as_a_turn_down() {
        var line = new ContractLine(START, Power.ofKilowatts(500), EnergyPrice.of("0.2", "GBP"), NOTHING);
        Known down = Known.of(List.of(meter(new BigDecimal("1000"), new BigDecimal("800"))));
        Known up = Known.of(List.of(meter(new BigDecimal("800"), new BigDecimal("1000"))));
        var formula = new Formula.PayAsBid();

        assertEquals(
                MoneyRules.settle(formula, Direction.DOWN, List.of(new Case(line, down, Optional.empty()))),
                MoneyRules.settle(formula, Direction.UP, List.of(new Case(line, up, Optional.empty()))));
        assertEquals(down.delivered(), up.delivered().negated());
    }

    private static void assertNetsToZero(Flow flow) {
        Money sum = Money.zero(GBP);
        for (Role role : Role.values()) {
            sum = sum.plus(flow.toward(role));
        }
        assertEquals(Money.zero(GBP), sum);
    }

    private static List<Formula> formulas(Random random) {
        return List.of(
                new Formula.PayAsBid(),
                new Formula.Uftp(),
                new Formula.PerMeterClamp(),
                new Formula.Incentive(BigDecimal.ONE, new BigDecimal("0.05")),
                new Formula.TradedVolume(List.of(CompensationModel.values()).get(random.nextInt(3)), price(random)));
    }

    private static EnergyPrice price(Random random) {
        return new EnergyPrice(BigDecimal.valueOf(random.nextInt(20_000) - 4_000, 5), GBP);
    }

    private static MeterVolume meter(Random random) {
        return new MeterVolume(
                new MeterId("m" + random.nextInt(1_000_000)),
                Volume.of(new Energy(random.nextInt())),
                Optional.of(Volume.of(new Energy(random.nextInt())).over(7)));
    }

    private static MeterVolume meter(BigDecimal baselineKwh, BigDecimal meteredKwh) {
        return new MeterVolume(
                new MeterId("m"),
                Volume.of(Energy.ofKilowattHours(meteredKwh)),
                Optional.of(Volume.of(Energy.ofKilowattHours(baselineKwh))));
    }

    private static Money net(List<Flow> flows) {
        return flows.stream().map(flow -> flow.toward(Role.SELLER)).reduce(Money.zero(GBP), Money::plus);
    }

    private static EnergyPrice perMegawattHour(String price) {
        return new EnergyPrice(new BigDecimal(price).movePointLeft(3), GBP);
    }

    private static EnergyPrice perMegawattAndIsp(JsonNode price) {
        return new EnergyPrice(Formula.Uftp.perKilowattHour(price.decimalValue()), GBP);
    }

    private static Power megawatts(JsonNode megawatts) {
        return Power.ofKilowatts(megawatts.decimalValue().multiply(BigDecimal.valueOf(1_000)));
    }

    private static void assertMoney(BigDecimal expected, Money actual) {
        assertEquals(0, expected.compareTo(actual.amount()), () -> expected + " but was " + actual);
    }
}
