package dev.flexgate.flexibility.dispatch;

import static dev.flexgate.flexibility.dispatch.DispatchFixture.NOW;
import static dev.flexgate.flexibility.dispatch.DispatchFixture.SITE;
import static dev.flexgate.flexibility.dispatch.DispatchFixture.WINDOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.flexibility.Area;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.FlexOrderId;
import dev.flexgate.flexibility.FlexOrderState;
import dev.flexgate.flexibility.NeedId;
import dev.flexgate.flexibility.NeedRequest;
import dev.flexgate.flexibility.OfferId;
import dev.flexgate.flexibility.OrderLine;
import dev.flexgate.flexibility.Pricing;
import dev.flexgate.flexibility.Reason;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.State;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.store.Ids;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of an order becomes of its instructions, in one transaction. */
class OrderDispatchTest {

    private static final SiteId OTHER = new SiteId("cambridge-east");
    private static final FlexOrderId ORDER = new FlexOrderId(new UUID(7, 7));
    private static final EnergyPrice PRICE = EnergyPrice.of("0.18", "GBP");

    private final DispatchFixture fixture = new DispatchFixture();
    private final OrderDispatch watcher = new OrderDispatch(fixture.dispatches);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_scheduled_order_instructs_each_of_its_sites() {
        tell(order(new FlexOrderState.Scheduled(3), NOW, lines(SITE, OTHER)));
        List<DispatchInstruction> instructions = fixture.dispatches.ofOrder(ORDER.value());
        assertEquals(
                List.of(OTHER, SITE),
                instructions.stream().map(each -> each.instruction().site()).toList());
        Instruction first = instructions.getFirst().instruction();
        assertEquals(WINDOW, first.window());
        assertEquals(WINDOW.start(), first.deadline());
        assertEquals(WINDOW.start().minus(OrderDispatch.LEAD), first.notBefore());
        assertEquals(
                new Target(
                        HalfHours.of(WINDOW).at(0),
                        Power.ofKilowatts(1_000),
                        Power.ofKilowatts(2_000),
                        Power.ofKilowatts(500)),
                first.targets().getFirst());
    }

    @Test
    void an_order_told_twice_instructs_once() {
        FlexOrder order = order(new FlexOrderState.Scheduled(3), NOW, lines(SITE));
        tell(order);
        tell(order);
        assertEquals(1, fixture.dispatches.ofOrder(ORDER.value()).size());
    }

    @Test
    void half_hours_with_a_hole_are_two_instructions() {
        List<OrderLine> lines = lines(SITE);
        tell(order(new FlexOrderState.Scheduled(3), NOW, List.of(lines.get(0), lines.get(2), lines.get(3))));
        assertEquals(
                List.of(1, 2),
                fixture.dispatches.ofOrder(ORDER.value()).stream()
                        .map(each -> each.instruction().targets().size())
                        .toList());
    }

    @Test
    void an_order_that_comes_late_still_gives_its_sites_five_minutes() {
        Instant late = WINDOW.start().minusSeconds(60);
        fixture.clock.set(late);
        tell(order(new FlexOrderState.Scheduled(3), late, lines(SITE)));
        DispatchInstruction instruction =
                fixture.dispatches.ofOrder(ORDER.value()).getFirst();
        assertEquals(
                late.plus(OrderDispatch.LEAST_TIME), instruction.instruction().deadline());
        fixture.at(WINDOW.start().plusSeconds(60));
        assertEquals(State.ISSUED, fixture.now(instruction).state());
    }

    @Test
    void an_order_called_off_before_its_window_cancels() {
        tell(order(new FlexOrderState.Scheduled(3), NOW, lines(SITE)));
        Instant later = NOW.plus(Duration.ofMinutes(10));
        fixture.clock.set(later);
        var reason = new Reason(Reason.Code.WITHDRAWN, "no longer needed");
        tell(order(new FlexOrderState.Cancelled(reason), later, lines(SITE)));
        DispatchInstruction ended = fixture.dispatches.ofOrder(ORDER.value()).getFirst();
        assertEquals(State.CANCELLED, ended.state());
        assertTrue(((DispatchInstruction.Ended) ended).why().contains("no longer needed"));
    }

    @Test
    void an_order_aborted_in_its_window_aborts() {
        tell(order(new FlexOrderState.Scheduled(3), NOW, lines(SITE)));
        DispatchInstruction instruction =
                fixture.dispatches.ofOrder(ORDER.value()).getFirst();
        fixture.at(instruction.instruction().notBefore());
        fixture.acknowledge(instruction, 1);
        Instant middle = WINDOW.start().plus(Duration.ofMinutes(50));
        fixture.at(middle);
        var reason = new Reason(Reason.Code.EMERGENCY, "fire alarm");
        tell(order(new FlexOrderState.Aborted(reason), middle, lines(SITE)));
        assertEquals(State.ABORTED, fixture.now(instruction).state());
    }

    @Test
    void a_turn_up_has_no_positive_reduction() {
        var up = order(new FlexOrderState.Scheduled(3), NOW, Direction.UP, lines(SITE));
        Target target = OrderDispatch.instructions(up).getFirst().targets().getFirst();
        assertEquals(Power.ofKilowatts(-500), target.reduction());
    }

    private void tell(FlexOrder order) {
        fixture.database.doInTransaction(tx -> {
            var log = new AuditLog(new Ids(fixture.clock, new Random()));
            RecordId record = log.append(
                    tx,
                    new Decision(
                            RecordType.ORDER_DECIDED,
                            order.since(),
                            new Actor("bpp.example.com", "flexibility"),
                            new Subject("flex-order", order.id().toString(), order.version()),
                            List.of(),
                            Json.object(),
                            List.of()));
            watcher.changed(tx, order, record);
        });
    }

    private static List<OrderLine> lines(SiteId... sites) {
        return Stream.of(sites)
                .flatMap(site -> HalfHours.of(WINDOW).stream().map(period -> line(site, period)))
                .toList();
    }

    private static OrderLine line(SiteId site, Interval period) {
        return new OrderLine(
                site,
                period,
                Power.ofKilowatts(500),
                Power.ofKilowatts(400),
                Power.ofKilowatts(2_500),
                Power.ofKilowatts(2_000),
                Power.ofKilowatts(1_000),
                PRICE,
                PRICE);
    }

    private static FlexOrder order(FlexOrderState state, Instant since, List<OrderLine> lines) {
        return order(state, since, Direction.DOWN, lines);
    }

    private static FlexOrder order(FlexOrderState state, Instant since, Direction direction, List<OrderLine> lines) {
        var request = new NeedRequest(
                "eso.example.com",
                "need-1",
                new Area.OneSite(SITE),
                WINDOW,
                Power.ofKilowatts(500),
                direction,
                Optional.empty(),
                Optional.empty(),
                new BaselineMethod.CounterfactualSchedule(),
                Pricing.PAY_AS_BID);
        return new FlexOrder(
                ORDER,
                new OfferId(new UUID(7, 8)),
                new NeedId(new UUID(7, 9)),
                request,
                1,
                BigDecimal.ONE,
                lines,
                Money.of("100.00", "GBP"),
                BigDecimal.ONE,
                state,
                3,
                since);
    }
}
