package dev.flexgate.settlement;

import static dev.flexgate.settlement.SettlementFixture.BUYER;
import static dev.flexgate.settlement.SettlementFixture.DAY;
import static dev.flexgate.settlement.SettlementFixture.METER;
import static dev.flexgate.settlement.SettlementFixture.OTHER_METER;
import static dev.flexgate.settlement.SettlementFixture.SELLER;
import static dev.flexgate.settlement.SettlementFixture.start;
import static dev.flexgate.settlement.SettlementFixture.starts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.SettlementCase.Run;
import dev.flexgate.settlement.SettlementCase.State;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.BaselineMethod.Bl01;
import dev.flexgate.settlement.rule.BaselineMethod.CounterfactualSchedule;
import dev.flexgate.settlement.rule.CompensationModel;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.settlement.rule.Flow;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.settlement.rule.Measured;
import dev.flexgate.store.StoreException;
import dev.flexgate.workload.AssetId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SettlementTest {

    private static final Formula PAY_AS_BID = new Formula.PayAsBid();
    private static final BaselineMethod BL01 = new Bl01(false);
    private static final int EVENT = 35;

    private final SettlementFixture fixture = new SettlementFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Nested
    class From_a_meter_to_money {

        @Test
        void a_delivered_half_hour_is_paid_as_bid() {
            SettlementContract contract = chain(PAY_AS_BID, 3_450);

            SettlementCase settled = fixture.of(contract);

            assertEquals(State.SETTLED, settled.state());
            Run run = settled.lastRun().orElseThrow();
            assertEquals("READINGS_COMPLETE", run.reason());
            // 99.00 for what was delivered, 0.05 GBP/kWh on the 50 kWh that were short.
            assertEquals("96.5000", run.net().amount().toPlainString());
            Measured.Known known = assertInstanceOf(
                    Measured.Known.class,
                    settled.periods().getFirst().volume().finding().measured());
            assertEquals("0.550000", known.delivered().megawattHours().toPlainString());
            assertEquals(
                    "99.0000",
                    settled.periods()
                            .getFirst()
                            .money()
                            .amounts()
                            .of(Flow.Purpose.DELIVERY)
                            .amount()
                            .toPlainString());
        }

        @Test
        void a_run_is_shown_with_its_half_hours_or_not_at_all() {
            history(METER, 4_000);
            SettlementContract contract = fixture.open(fixture.contract(PAY_AS_BID, BL01, starts(DAY, EVENT, 1)));
            fixture.clock.set(start(DAY, EVENT + 1));
            fixture.read(METER, start(DAY, EVENT), List.of(3_450L));
            OpenContract before =
                    Contracts.find(fixture.database, contract.id()).orElseThrow();
            assertEquals(List.of(contract.id()), fixture.settle());

            SettlementCase readTooSoon = Cases.of(fixture.database, before);

            assertEquals(List.of(), readTooSoon.runs());
            assertEquals(List.of(), readTooSoon.periods());
            assertEquals(1, fixture.of(contract).runs().size());
            assertEquals(1, fixture.of(contract).periods().size());
        }

        @Test
        void nothing_is_calculated_before_the_event_has_ended_and_all_is_read() {
            history(METER, 4_000);
            SettlementContract contract = fixture.open(fixture.contract(PAY_AS_BID, BL01, starts(DAY, EVENT, 2)));

            fixture.clock.set(start(DAY, EVENT + 2).minusSeconds(1));
            assertEquals(List.of(), fixture.settle());
            fixture.clock.set(start(DAY, EVENT + 2));
            assertEquals(List.of(), fixture.settle());
            fixture.read(METER, start(DAY, EVENT), List.of(3_450L));
            assertEquals(List.of(), fixture.settle());
            fixture.read(METER, start(DAY, EVENT + 1), List.of(3_450L));
            assertEquals(List.of(contract.id()), fixture.settle());
            assertEquals(List.of(), fixture.settle());
        }

        @Test
        void what_is_overdue_stays_unknown_and_is_neither_paid_nor_punished() {
            history(METER, 4_000);
            SettlementContract contract = fixture.open(fixture.contract(PAY_AS_BID, BL01, starts(DAY, EVENT, 2)));
            fixture.clock.set(start(DAY, EVENT + 2));
            fixture.read(METER, start(DAY, EVENT), List.of(3_400L));
            fixture.settle();
            fixture.clock.set(contract.window().end().plus(SettlementLimits.DEFAULT.overdueAfter()));

            assertEquals(List.of(contract.id()), fixture.settle());

            SettlementCase settled = fixture.of(contract);
            Run run = settled.lastRun().orElseThrow();
            assertEquals("READINGS_OVERDUE", run.reason());
            assertEquals(1, run.unmeasured());
            assertEquals("108.0000", run.net().amount().toPlainString());
            assertInstanceOf(
                    Measured.Unknown.class,
                    settled.periods().get(1).volume().finding().measured());
            assertEquals(List.of(), settled.periods().get(1).money().amounts().flows());

            fixture.read(METER, start(DAY, EVENT + 1), List.of(3_400L));
            fixture.settle();
            Run second = fixture.of(contract).lastRun().orElseThrow();
            assertEquals(0, second.unmeasured());
            assertEquals("108.0000", second.due().amount().toPlainString());
            assertEquals("216.0000", second.net().amount().toPlainString());
        }

        @Test
        void a_meter_that_failed_is_not_a_meter_that_read_nothing() {
            history(METER, 4_000);
            SettlementContract contract = fixture.open(fixture.contract(PAY_AS_BID, BL01, starts(DAY, EVENT, 1)));
            fixture.clock.set(start(DAY, EVENT + 1));
            fixture.accept(("{\"batchId\":\"failed\",\"readings\":[{\"meterId\":\"" + METER + "\",\"start\":\""
                            + start(DAY, EVENT)
                            + "\",\"interval\":\"PT30M\",\"unit\":\"kWh\",\"quality\":\"BAD\",\"values\":[null]}]}")
                    .getBytes(StandardCharsets.UTF_8));

            assertEquals(List.of(), fixture.settle());
            assertEquals(State.OPEN, fixture.of(contract).state());
        }

        @Test
        void too_little_history_means_that_nothing_was_delivered() {
            SettlementContract contract = fixture.open(fixture.contract(PAY_AS_BID, BL01, starts(DAY, EVENT, 1)));
            fixture.readDays(METER, DAY.minusDays(3), 3, _ -> 4_000);
            fixture.readDays(METER, DAY, 1, _ -> 1_000);
            fixture.settle();

            DeliveredVolume volume = fixture.of(contract).periods().getFirst().volume();

            assertEquals("INSUFFICIENT", volume.finding().baselineStatus());
            Measured.Known known =
                    assertInstanceOf(Measured.Known.class, volume.finding().measured());
            assertEquals("0.000000", known.delivered().megawattHours().toPlainString());
        }

        @Test
        void a_virtual_trading_party_waits_for_the_system_price() {
            var formula = new Formula.TradedVolume(CompensationModel.DIRECT, SettlementFixture.price("0.09853"));
            history(METER, 4_000);
            SettlementContract sold = fixture.contract(formula, BL01, starts(DAY, EVENT, 1));
            SettlementContract contract = fixture.open(new SettlementContract(
                    sold.id(),
                    sold.counterparty(),
                    sold.seller(),
                    sold.assets(),
                    sold.direction(),
                    List.of(new ContractLine(
                            start(DAY, EVENT),
                            Power.ofKilowatts(1_200),
                            SettlementFixture.price("0.095"),
                            SettlementFixture.price("0"))),
                    sold.formula(),
                    sold.baseline()));
            event(3_450);
            assertEquals(State.OPEN, fixture.of(contract).state());

            fixture.database.doInTransaction(tx -> fixture.systemPrices.state(
                    tx, start(DAY, EVENT), SettlementFixture.price("0.12"), "elexon-bmrs", List.of()));
            fixture.settle();

            assertEquals(
                    "-3.1915",
                    fixture.of(contract).lastRun().orElseThrow().net().amount().toPlainString());
            assertNetsToZero();
        }

        @Test
        void a_portfolio_is_netted_before_anything_is_clamped() {
            history(METER, 4_000);
            history(OTHER_METER, 1_000);
            SettlementContract contract =
                    fixture.open(fixture.contract(PAY_AS_BID, BL01, starts(DAY, EVENT, 1), METER, OTHER_METER));
            fixture.readDays(METER, DAY, 1, _ -> 3_000);
            fixture.readDays(OTHER_METER, DAY, 1, _ -> 1_400);
            fixture.settle();

            Measured.Known known = assertInstanceOf(
                    Measured.Known.class,
                    fixture.of(contract).periods().getFirst().volume().finding().measured());

            assertEquals("0.600000", known.delivered().megawattHours().toPlainString());
            assertEquals(
                    "1.000000",
                    known.clampedPerMeter(contract.direction())
                            .orElseThrow()
                            .megawattHours()
                            .toPlainString());
            assertEquals(
                    "108.0000",
                    fixture.of(contract).lastRun().orElseThrow().net().amount().toPlainString());
        }
    }

    @Nested
    class Restated {

        @Test
        void a_corrected_reading_makes_a_run_whose_due_is_the_difference() {
            SettlementContract contract = chain(PAY_AS_BID, 3_400);
            fixture.read(METER, start(DAY, EVENT), List.of(3_500L));

            assertEquals(List.of(contract.id()), fixture.settle());

            SettlementCase settled = fixture.of(contract);
            assertEquals(2, settled.runs().size());
            Run second = settled.lastRun().orElseThrow();
            assertEquals("RESTATED", second.reason());
            // 500 kWh at 0.18, less 100 kWh short at 0.05: 85; it was 108.
            assertEquals("85.0000", second.net().amount().toPlainString());
            assertEquals("-23.0000", second.due().amount().toPlainString());
            assertEquals(
                    "SUPERSEDED",
                    Runs.volumes(fixture.database, contract.id(), 1).getFirst().state());
            assertEquals(
                    "SUPERSEDED",
                    Runs.lines(fixture.database, contract, 1).getFirst().state());
            assertEquals("85.0000", balance(SELLER));
            assertEquals("-85.0000", balance(BUYER));
        }

        @Test
        void a_line_that_was_paid_is_adjusted() {
            SettlementContract contract = chain(PAY_AS_BID, 3_400);
            for (LineAct act : List.of(LineAct.AGREE, LineAct.INVOICE, LineAct.PAY)) {
                assertEquals(1, move(contract, act, "").size());
                assertEquals(List.of(), move(contract, act, ""));
            }
            assertEquals(
                    "PAID", fixture.of(contract).periods().getFirst().money().state());
            fixture.read(METER, start(DAY, EVENT), List.of(3_500L));
            fixture.settle();

            assertEquals(
                    "ADJUSTED",
                    Runs.lines(fixture.database, contract, 1).getFirst().state());
        }

        @Test
        void a_line_cannot_be_paid_that_nobody_asked_for() {
            SettlementContract contract = chain(PAY_AS_BID, 3_400);

            assertThrows(IllegalStateException.class, () -> move(contract, LineAct.PAY, ""));
            move(contract, LineAct.DISPUTE, "meter in doubt");
            assertThrows(IllegalStateException.class, () -> move(contract, LineAct.AGREE, ""));
            assertEquals(1, move(contract, LineAct.WITHDRAW, "it was our meter").size());
            assertEquals(List.of(), move(contract, LineAct.WITHDRAW, "it was our meter"));
            move(contract, LineAct.DISPUTE, "and yet");
            move(contract, LineAct.INVOICE, "ruling");
            assertThrows(IllegalStateException.class, () -> move(contract, LineAct.WITHDRAW, "too late"));
        }

        @Test
        void the_same_reading_again_restates_nothing() {
            SettlementContract contract = chain(PAY_AS_BID, 3_400);
            fixture.read(METER, start(DAY, EVENT), List.of(3_400L));

            assertEquals(List.of(), fixture.settle());
            assertEquals(1, fixture.of(contract).runs().size());
        }

        @Test
        void a_day_of_dispatch_is_not_selected_any_more() {
            history(METER, 4_000);
            fixture.readDays(METER, DAY.minusDays(1), 1, _ -> 2_000);
            SettlementContract contract = fixture.open(fixture.contract(PAY_AS_BID, BL01, starts(DAY, EVENT, 1)));
            event(3_400);
            Measured before = measured(contract);

            declare(DAY.minusDays(1));
            declare(DAY.minusDays(1));
            assertEquals(List.of(contract.id()), fixture.settle());

            assertNotEquals(before, measured(contract));
            Measured.Known known = assertInstanceOf(Measured.Known.class, measured(contract));
            assertEquals("4.000000", known.baseline().megawattHours().toPlainString());
        }

        private Measured measured(SettlementContract contract) {
            return fixture.of(contract).periods().getFirst().volume().finding().measured();
        }

        private List<RecordId> move(SettlementContract contract, LineAct act, String reason) {
            return fixture.database.inTransaction(
                    tx -> fixture.settlement.move(tx, contract.id(), act, reason, List.of()));
        }
    }

    @Nested
    class Against_the_planned_load {

        private final SettlementContract contract =
                fixture.open(fixture.contract(PAY_AS_BID, new CounterfactualSchedule(), starts(DAY, EVENT, 2)));

        @Test
        void what_was_frozen_before_the_event_is_the_baseline() {
            RecordId record = freeze(8_000);
            assertEquals(record, freeze(8_000));
            event(3_400, 3_400);

            Run run = fixture.of(contract).lastRun().orElseThrow();

            assertEquals("216.0000", run.net().amount().toPlainString());
        }

        @Test
        void it_cannot_be_frozen_with_hindsight_or_another_way() {
            freeze(8_000);
            assertThrows(IllegalArgumentException.class, () -> freeze(8_001));
            SettlementContract late =
                    fixture.open(fixture.contract(PAY_AS_BID, new CounterfactualSchedule(), starts(DAY, EVENT, 2)));
            fixture.clock.set(start(DAY, EVENT));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> fixture.database.inTransaction(
                            tx -> fixture.settlement.freeze(tx, late.id(), load(late, 8_000), List.of())));
        }

        @Test
        void without_it_nothing_is_known() {
            event(3_400, 3_400);
            assertEquals(State.OPEN, fixture.of(contract).state());
            fixture.clock.set(contract.window().end().plus(SettlementLimits.DEFAULT.overdueAfter()));
            fixture.settle();
            assertEquals(2, fixture.of(contract).lastRun().orElseThrow().unmeasured());
        }

        private RecordId freeze(int kilowatts) {
            return fixture.database.inTransaction(
                    tx -> fixture.settlement.freeze(tx, contract.id(), load(contract, kilowatts), List.of()));
        }

        private Map<Instant, Power> load(SettlementContract of, int kilowatts) {
            Map<Instant, Power> load = new HashMap<>();
            of.lines().forEach(line -> load.put(line.start(), Power.ofKilowatts(kilowatts)));
            return load;
        }
    }

    @Nested
    class Opened {

        @Test
        void twice_it_is_once_and_with_other_terms_refused() {
            SettlementContract contract = fixture.contract(PAY_AS_BID, BL01, starts(DAY, EVENT, 1));
            RecordId first = open(contract);
            assertEquals(first, open(contract));
            SettlementContract other = new SettlementContract(
                    contract.id(),
                    contract.counterparty(),
                    contract.seller(),
                    contract.assets(),
                    contract.direction(),
                    contract.lines(),
                    new Formula.Uftp(),
                    contract.baseline());
            assertThrows(IllegalArgumentException.class, () -> open(other));
        }

        @Test
        void an_unknown_asset_is_refused() {
            SettlementContract contract = fixture.contract(PAY_AS_BID, BL01, starts(DAY, EVENT, 1), "no-such-asset");
            assertThrows(IllegalArgumentException.class, () -> open(contract));
        }

        @Test
        void and_cancelled_it_is_never_calculated() {
            history(METER, 4_000);
            SettlementContract contract = fixture.open(fixture.contract(PAY_AS_BID, BL01, starts(DAY, EVENT, 1)));
            fixture.database.doInTransaction(
                    tx -> fixture.settlement.cancel(tx, contract.id(), "withdrawn by the buyer", List.of()));
            event(3_400);

            assertEquals(State.CANCELLED, fixture.of(contract).state());
            assertEquals(List.of(), fixture.of(contract).runs());
        }

        private RecordId open(SettlementContract contract) {
            return fixture.database.inTransaction(tx -> fixture.settlement.open(tx, contract, List.of()));
        }
    }

    @Nested
    class The_ledger {

        @Test
        void refuses_what_does_not_net_to_zero() {
            SettlementContract contract = chain(PAY_AS_BID, 3_400);
            assertThrows(StoreException.class, () -> post(contract, "1.0000"));
        }

        @Test
        void refuses_to_forget_or_change() {
            chain(PAY_AS_BID, 3_400);
            for (String change : List.of(
                    "update settlement_posting set amount = amount * 2",
                    "delete from settlement_posting",
                    "truncate settlement_posting",
                    "update settlement_entry set run = 7")) {
                assertThrows(
                        StoreException.class, () -> fixture.database.doInTransaction(tx -> tx.update(change)), change);
            }
            assertNetsToZero();
        }

        @Test
        void nets_to_zero_over_any_readings_corrections_and_orders() {
            var random = new Random(20261121);
            history(METER, 4_000);
            history(OTHER_METER, 1_000);
            var contracts = new ArrayList<SettlementContract>();
            for (int round = 0; round < 40; round++) {
                act(random, contracts);
                fixture.settle();
                assertNetsToZero();
            }
            fixture.clock.advance(SettlementLimits.DEFAULT.overdueAfter().plus(Duration.ofDays(1)));
            fixture.settle();
            assertNetsToZero();
            assertTrue(
                    contracts.stream().anyMatch(each -> fixture.of(each).runs().size() > 1));
            contracts.forEach(this::assertThatAllRunsTogetherAreTheLast);
        }

        private void act(Random random, List<SettlementContract> contracts) {
            String meter = random.nextBoolean() ? METER : OTHER_METER;
            switch (random.nextInt(4)) {
                case 0 -> contracts.add(fixture.open(order(random)));
                case 1 -> {
                    // A later time, then readings of a stretch of the day, perhaps anew.
                    Instant latest = start(DAY.plusDays(1), 1);
                    if (fixture.clock.instant().isBefore(latest)) {
                        fixture.clock.set(latest);
                    }
                    int first = 1 + random.nextInt(40);
                    fixture.read(
                            meter,
                            start(DAY, first),
                            random.longs(8, 0, 5_000).boxed().toList());
                }
                case 2 ->
                    fixture.read(
                            meter,
                            start(DAY.minusDays(1 + random.nextInt(20)), 1 + random.nextInt(40)),
                            random.longs(3, 0, 5_000).boxed().toList());
                case 3 -> declare(DAY.minusDays(1 + random.nextInt(30)));
                default -> throw new IllegalStateException();
            }
        }

        private SettlementContract order(Random random) {
            List<Formula> formulas = List.of(
                    PAY_AS_BID,
                    new Formula.Uftp(),
                    new Formula.PerMeterClamp(),
                    new Formula.Incentive(BigDecimal.ONE, new BigDecimal("0.05")));
            return fixture.contract(
                    formulas.get(random.nextInt(formulas.size())),
                    random.nextBoolean() ? BL01 : new BaselineMethod.BestOf(5, 10),
                    starts(DAY, 1 + random.nextInt(40), 1 + random.nextInt(6)),
                    METER,
                    OTHER_METER);
        }

        private void assertThatAllRunsTogetherAreTheLast(SettlementContract contract) {
            SettlementCase settled = fixture.of(contract);
            Money zero = Money.zero(contract.currency());
            Money due = settled.runs().stream().map(Run::due).reduce(zero, Money::plus);
            Money posted = fixture.ledger.of(contract.id()).stream()
                    .filter(posting -> posting.account().equals(SELLER))
                    .map(Ledger.Posting::amount)
                    .reduce(zero, Money::plus);
            Money last = settled.lastRun().map(Run::net).orElse(zero);
            assertEquals(last, due);
            assertEquals(last, posted);
        }

        private void post(SettlementContract contract, String amount) {
            fixture.database.doInTransaction(
                    tx -> tx.update("""
                    insert into settlement_posting (contract_id, run, position, period_start, purpose, account,
                           currency, amount)
                    values ($1, 1, 100, $2, 'DELIVERY', 'x', 'GBP', $3)
                    """, contract.id().value(), start(DAY, EVENT), new BigDecimal(amount)));
        }
    }

    @Test
    void whole_days_of_46_48_and_50_half_hours_settle_each_half_hour_once() {
        for (LocalDate day : List.of(LocalDate.of(2026, 3, 29), LocalDate.of(2026, 7, 1), LocalDate.of(2025, 10, 26))) {
            int periods = SettlementPeriod.periodsInDay(day);
            fixture.readDays(METER, day.minusDays(30), 30, _ -> 4_000);
            SettlementContract contract = fixture.open(fixture.contract(PAY_AS_BID, BL01, starts(day, 1, periods)));
            fixture.readDays(METER, day, 1, _ -> 3_400);
            fixture.settle();

            SettlementCase settled = fixture.of(contract);

            assertEquals(periods, settled.periods().size());
            assertEquals(
                    new BigDecimal("108.0000").multiply(BigDecimal.valueOf(periods)),
                    settled.lastRun().orElseThrow().net().amount());
        }
    }

    /** A portfolio of one meter that usually reads 4000 kWh, and one half-hour of an event. */
    private SettlementContract chain(Formula formula, long kilowattHours) {
        history(METER, 4_000);
        SettlementContract contract = fixture.open(fixture.contract(formula, BL01, starts(DAY, EVENT, 1)));
        event(kilowattHours);
        return contract;
    }

    private void history(String meter, long kilowattHours) {
        fixture.readDays(meter, DAY.minusDays(20), 20, _ -> kilowattHours);
    }

    private void event(long... kilowattHours) {
        fixture.clock.set(start(DAY, EVENT + kilowattHours.length));
        fixture.read(
                METER, start(DAY, EVENT), LongStream.of(kilowattHours).boxed().toList());
        fixture.settle();
    }

    private void declare(LocalDate day) {
        fixture.database.doInTransaction(tx -> fixture.eventDays.declare(
                tx,
                List.of(new AssetId(METER)),
                Interval.from(start(day, 20), Duration.ofHours(1)),
                EventDayReason.DISPATCH,
                List.of()));
    }

    private String balance(String account) {
        return fixture.ledger.balances().stream()
                .filter(each -> each.account().equals(account))
                .map(each -> each.amount().amount().toPlainString())
                .findFirst()
                .orElse("0");
    }

    private void assertNetsToZero() {
        Money sum = fixture.ledger.balances().stream()
                .map(Ledger.Balance::amount)
                .reduce(Money.zero(Currency.getInstance("GBP")), Money::plus);
        assertEquals("0.0000", sum.amount().toPlainString());
    }
}
