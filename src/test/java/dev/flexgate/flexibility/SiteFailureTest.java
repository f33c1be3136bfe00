package dev.flexgate.flexibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.RecordId;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.DispatchLimits;
import dev.flexgate.flexibility.dispatch.DispatchRecords;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.flexibility.dispatch.OrderDispatch;
import dev.flexgate.flexibility.dispatch.OrderFailure;
import dev.flexgate.flexibility.dispatch.SiteEnding;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of an order when a site does not do what it was instructed to. */
class SiteFailureTest {

    private final Door door = new Door();
    private final Dispatches dispatches = new Dispatches(
            door.database,
            new DispatchRecords(new AuditLog(door.ids), new Actor("us", "dispatch")),
            (_, _, _, _) -> {},
            (_, _) -> Map.of(),
            door.ids,
            door.clock,
            DispatchLimits.DEFAULT);
    private final List<SiteFailure> told = new ArrayList<>();

    SiteFailureTest() {
        dispatches.watch(new OrderFailure(door.flexibility, door.meters));
        door.flexibility.watch(new OrderDispatch(dispatches));
        door.flexibility.watch(new FlexWatcher() {
            @Override
            public void changed(Tx tx, FlexOrder order, RecordId record) {}

            @Override
            public void siteFailed(Tx tx, FlexOrder order, SiteFailure failure, RecordId record) {
                told.add(failure);
            }
        });
    }

    @AfterEach
    void close() {
        door.close();
    }

    private FlexOrder ordered() {
        door.busy();
        return door.ordered(door.offered(door.need("r1", 244)));
    }

    private FlexOrder now(FlexOrder order) {
        return door.flexibility.find(order.id()).orElseThrow();
    }

    /** Until then nobody has answered. */
    private void silenceUntil(Instant moment) {
        Instant sent = door.window().start().minus(Duration.ofMinutes(15));
        for (Instant next : List.of(sent, moment)) {
            if (door.clock.instant().isBefore(next)) {
                door.clock.advance(Duration.between(door.clock.instant(), next));
            }
            door.flexibility.passTime();
            while (dispatches.passTime() > 0) {
                // Each round takes the steps that are due; some steps make another due.
            }
        }
    }

    @Test
    void a_site_that_never_answers_fails_the_order_and_lets_its_load_go() {
        FlexOrder order = ordered();
        assertEquals(2, door.count("flex_ceiling"));
        silenceUntil(order.window().start());
        FlexOrder failed = now(order);
        var state = assertInstanceOf(FlexOrderState.Failed.class, failed.state());
        assertEquals(Reason.Code.NOT_DELIVERED, state.reason().code());
        assertEquals(order.sites().first(), failed.failures().getFirst().site());
        assertTrue(failed.lines().stream().allMatch(line -> failed.failure(line).isPresent()));
        assertEquals(0, door.count("flex_ceiling"));
        // It was sold and is not for sale again: what is measured is what is paid.
        assertEquals("0/200000", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
        assertTrue(door.records(order.id().toString()).contains("ORDER_DECIDED FAILED"));
        assertEquals(1, told.size());
        assertEquals("FAILED", door.heard.getLast());
        assertEquals(1, door.meters.counter("flexgate.dispatch.failures").count());
        silenceUntil(order.window().end());
        assertInstanceOf(FlexOrderState.DeliveryComplete.class, now(order).state());
        assertEquals(failed.failures(), now(order).failures());
    }

    @Test
    void a_site_that_gives_up_in_its_window_is_let_go_from_the_next_half_hour_on() {
        FlexOrder order = ordered();
        DispatchInstruction instruction = dispatches.ofOrder(order.id().value()).getFirst();
        silenceUntil(instruction.instruction().notBefore());
        door.database.doInTransaction(tx -> {
            var _ = dispatches.acknowledged(tx, instruction.id(), 1, List.of());
        });
        silenceUntil(order.window().start().plus(Duration.ofMinutes(10)));
        assertInstanceOf(FlexOrderState.Active.class, now(order).state());
        door.database.doInTransaction(tx -> {
            var _ = dispatches.ended(tx, instruction.id(), 1, new SiteEnding.Failed("cooling lost"), List.of());
        });
        assertInstanceOf(FlexOrderState.Failed.class, now(order).state());
        assertEquals("cooling lost", now(order).failures().getFirst().why());
        assertEquals(1, door.count("flex_ceiling"), "the half-hour that has begun stays as it is");
        assertTrue(FlexJson.write(now(order))
                .path("failures")
                .path(0)
                .path("why")
                .asText()
                .contains("cooling"));
    }

    @Test
    void a_part_that_fails_is_marked_and_the_rest_of_the_order_stands() {
        FlexOrder order = ordered();
        Interval first = HalfHours.of(order.window()).at(0);
        var failure = new SiteFailure(Door.CAMBRIDGE, first, "too few machines");
        fail(order, failure);
        FlexOrder marked = now(order);
        assertInstanceOf(FlexOrderState.Scheduled.class, marked.state());
        assertEquals(List.of(failure), marked.failures());
        assertEquals(1, door.count("flex_ceiling"));
        assertTrue(door.records(order.id().toString()).contains("ORDER_DECIDED SITE_FAILED"));
        fail(order, failure);
        assertEquals(marked, now(order), "the same again changes nothing");
        fail(order, new SiteFailure(Door.CAMBRIDGE, HalfHours.of(order.window()).at(1), "none at all"));
        assertInstanceOf(FlexOrderState.Failed.class, now(order).state());
        assertEquals(2, now(order).failures().size());
    }

    private void fail(FlexOrder order, SiteFailure failure) {
        door.database.doInTransaction(tx -> {
            var _ = door.flexibility.siteFailed(tx, order.id(), failure, List.of());
        });
    }

    @Test
    void what_is_over_stays_as_it_was() {
        FlexOrder order = ordered();
        door.clock.advance(Duration.ofHours(4));
        fail(order, new SiteFailure(Door.CAMBRIDGE, order.window(), "too late"));
        assertEquals(List.of(), now(order).failures());
    }
}
