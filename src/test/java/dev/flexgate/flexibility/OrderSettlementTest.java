package dev.flexgate.flexibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.ContractId;
import dev.flexgate.settlement.Settlement;
import dev.flexgate.settlement.SettlementCase;
import dev.flexgate.settlement.SettlementLimits;
import dev.flexgate.settlement.SettlementRooms;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.workload.Assets;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An order opens its settlement, and what is settled moves the order on. */
class OrderSettlementTest {

    private static final String SELLER = "us";

    private final Door door = new Door();
    private final Assets assets = new Assets(door.database);
    private final Settlement settlement = new Settlement(
            new SettlementRooms(door.database, assets, new AuditLog(door.ids), new Actor(SELLER, "settlement")),
            SettlementLimits.DEFAULT,
            door.clock);
    private final OrderSettlement joined = new OrderSettlement(door.flexibility, settlement, assets, SELLER);

    OrderSettlementTest() {
        door.flexibility.watch(joined);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static NeedRequest terms(NeedRequest plain) {
        return new NeedRequest(
                plain.requester(),
                plain.requestId(),
                plain.area(),
                plain.window(),
                plain.power(),
                Direction.DOWN,
                Optional.of(EnergyPrice.of("3.5", "GBP")),
                Optional.of(EnergyPrice.of("1.5", "GBP")),
                new BaselineMethod.BestOf(5, 10),
                Pricing.POSTED,
                new Formula.Incentive(BigDecimal.ONE, new BigDecimal("0.05")));
    }

    private FlexOrder ordered() {
        door.busy();
        return door.ordered(door.offered(terms(door.need("r1", 244))));
    }

    private SettlementCase of(FlexOrder order) {
        return settlement.of(new ContractId(order.id().value())).orElseThrow();
    }

    @Test
    void a_scheduled_order_is_settled_on_its_own_terms() {
        FlexOrder order = ordered();
        SettlementCase opened = of(order);
        assertEquals(order.request().formula(), opened.contract().formula());
        assertEquals("5of10", opened.contract().baseline().code());
        assertEquals(Door.OPERATOR, opened.contract().counterparty());
        assertEquals(SELLER, opened.contract().seller());
        assertEquals(2, opened.contract().lines().size());
        ContractLine first = opened.contract().lines().getFirst();
        assertEquals(Power.ofKilowatts(244), first.ordered());
        assertEquals(EnergyPrice.of("3.5", "GBP"), first.price());
        assertEquals(EnergyPrice.of("1.5", "GBP"), first.penalty());
        assertEquals(
                List.of("SETTLEMENT_OPENED OPENED", "BASELINE_FROZEN FROZEN"),
                door.records(order.id().toString()).stream()
                        .filter(each -> !each.startsWith("ORDER_"))
                        .toList());
        assertEquals(
                order.request(), door.flexibility.find(order.id()).orElseThrow().request());
    }

    @Test
    void a_posted_price_below_our_own_is_refused() {
        door.busy();
        NeedRequest asked = terms(door.need("r1", 244));
        var cheap = new NeedRequest(
                asked.requester(),
                asked.requestId(),
                asked.area(),
                asked.window(),
                asked.power(),
                asked.direction(),
                Optional.of(EnergyPrice.of("0.0001", "GBP")),
                asked.penalty(),
                asked.baseline(),
                Pricing.POSTED,
                asked.formula());
        assertEquals(Reason.Code.PRICE_CAP, door.declined(cheap).code());
        assertThrows(
                IllegalArgumentException.class,
                () -> new NeedRequest(
                        asked.requester(),
                        asked.requestId(),
                        asked.area(),
                        asked.window(),
                        asked.power(),
                        asked.direction(),
                        Optional.empty(),
                        asked.penalty(),
                        asked.baseline(),
                        Pricing.POSTED));
    }

    @Test
    void an_order_called_off_is_not_settled() {
        FlexOrder order = ordered();
        door.database.doInTransaction(tx -> {
            var _ = door.flexibility.cancel(tx, Door.OPERATOR, order.id(), "the peak is over", List.of());
        });
        assertEquals(SettlementCase.State.CANCELLED, of(order).state());
    }

    @Test
    void an_order_stopped_while_it_runs_is_settled_for_what_had_passed() {
        FlexOrder order = ordered();
        door.clock.advance(Duration.ofMinutes(120 + 39).plusSeconds(50));
        abort(order);
        // 14:40:00: the first half-hour stands, the running one for a third.
        List<ContractLine> lines = of(order).contract().lines();
        assertEquals(
                List.of(Power.ofKilowatts(244), new Power(244_000 / 3)),
                lines.stream().map(ContractLine::ordered).toList());
        assertTrue(door.records(order.id().toString()).contains("SETTLEMENT_OPENED CURTAILED"));
        abort(order);
        assertEquals(lines, of(order).contract().lines());
    }

    @Test
    void an_order_stopped_in_its_first_half_hour_has_no_later_ones() {
        FlexOrder order = ordered();
        door.clock.advance(Duration.ofMinutes(120 + 14).plusSeconds(50));
        abort(order);
        assertEquals(
                List.of(Power.ofKilowatts(122)),
                of(order).contract().lines().stream().map(ContractLine::ordered).toList());
        assertEquals(
                order.window().start().plus(Duration.ofMinutes(30)),
                of(order).contract().window().end());
    }

    private void abort(FlexOrder order) {
        door.database.doInTransaction(tx -> {
            var _ = door.flexibility.abort(tx, order.id(), "fire alarm", List.of());
        });
    }

    @Test
    void a_run_moves_the_order_on_and_a_later_one_restates_it() {
        FlexOrder order = ordered();
        door.clock.advance(Duration.ofHours(4));
        settled(order);
        assertInstanceOf(FlexOrderState.SettlementProposed.class, state(order));
        settled(order);
        assertInstanceOf(FlexOrderState.SettlementProposed.class, state(order));
        door.database.doInTransaction(tx -> {
            var _ = door.flexibility.advance(tx, order.id(), new FlexOrderState.Settled(), List.of());
        });
        settled(order);
        assertInstanceOf(FlexOrderState.Settled.class, state(order));
        assertTrue(door.records(order.id().toString()).contains("ORDER_DECIDED RESTATED"));
    }

    private void settled(FlexOrder order) {
        door.database.doInTransaction(tx -> joined.settled(tx, of(order), List.of()));
    }

    private FlexOrderState state(FlexOrder order) {
        return door.flexibility.find(order.id()).orElseThrow().state();
    }

    @Test
    void an_order_at_a_site_without_meters_binds_and_is_not_opened() {
        door.database.rows("delete from workload_asset");
        FlexOrder order = ordered();
        assertEquals(Optional.empty(), settlement.of(new ContractId(order.id().value())));
        door.clock.advance(Duration.ofHours(2));
        abort(order);
        assertInstanceOf(FlexOrderState.Aborted.class, state(order));
    }
}
