package dev.flexgate.flexibility.dispatch;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flexgate.TestClock;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** Dispatch on a database of its own, at 15:00 of a day with a window from 16:00 to 18:00. */
final class DispatchFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-10T15:00:00Z");
    static final Interval WINDOW = Interval.of("2026-03-10T16:00:00Z", "2026-03-10T18:00:00Z");
    static final Duration LEAD = Duration.ofMinutes(15);
    static final SiteId SITE = new SiteId("south-wales");
    static final DispatchLimits LIMITS = DispatchLimits.DEFAULT;

    /** A day declared as one that baselines do not learn from. */
    record EventDay(SiteId site, Interval window) {}

    final TestClock clock = new TestClock(NOW);
    final Database database = TestDatabase.fresh();
    final List<EventDay> eventDays = new ArrayList<>();
    final Map<Instant, SiteMeter.Read> metered = new HashMap<>();
    final List<DispatchInstruction.State> watched = new ArrayList<>();
    private final Ids ids = new Ids(clock, new Random(1));
    final Dispatches dispatches = new Dispatches(
            database,
            new DispatchRecords(new AuditLog(ids), new Actor("bpp.example.com", "dispatch")),
            (_, site, window, _) -> eventDays.add(new EventDay(site, window)),
            (_, _) -> metered,
            ids,
            clock,
            LIMITS);

    DispatchFixture() {
        dispatches.watch((_, instruction, _) -> watched.add(instruction.state()));
    }

    static Instruction wanted(UUID order, long facilityKilowatts) {
        List<Target> targets = HalfHours.of(WINDOW).stream()
                .map(period -> target(period, facilityKilowatts))
                .toList();
        return Instruction.ahead(order, SITE, Direction.DOWN, targets, LEAD);
    }

    static Target target(Interval period, long facilityKilowatts) {
        return new Target(
                period,
                Power.ofKilowatts(facilityKilowatts / 2),
                Power.ofKilowatts(facilityKilowatts),
                Power.ofKilowatts(800));
    }

    static UUID order(int number) {
        return new UUID(7, number);
    }

    DispatchInstruction planned() {
        return instruct(wanted(order(1), 2_000));
    }

    DispatchInstruction instruct(Instruction wanted) {
        return database.inTransaction(tx -> dispatches.instruct(tx, wanted, List.of()));
    }

    /** Issued: the first revision is on its way. */
    DispatchInstruction issued() {
        DispatchInstruction planned = planned();
        at(planned.instruction().notBefore());
        return now(planned);
    }

    DispatchInstruction acked() {
        DispatchInstruction issued = issued();
        return assertInstanceOf(DispatchStep.Taken.class, acknowledge(issued, 1))
                .instruction();
    }

    DispatchInstruction inProgress() {
        DispatchInstruction acked = acked();
        at(WINDOW.start());
        return now(acked);
    }

    DispatchStep acknowledge(DispatchInstruction instruction, int revision) {
        return step(tx -> dispatches.acknowledged(tx, instruction.id(), revision, List.of()));
    }

    DispatchStep refuse(DispatchInstruction instruction, int revision, boolean forGood) {
        var why = new SiteRefusal("busy", forGood);
        return step(tx -> dispatches.refused(tx, instruction.id(), revision, why, List.of()));
    }

    DispatchStep end(DispatchInstruction instruction, SiteEnding ending) {
        return step(tx -> dispatches.ended(tx, instruction.id(), instruction.revision(), ending, List.of()));
    }

    DispatchStep cancel(DispatchInstruction instruction) {
        return step(tx -> dispatches.cancel(tx, instruction.id(), "called off", List.of()));
    }

    DispatchStep abort(DispatchInstruction instruction) {
        return step(tx -> dispatches.abort(tx, instruction.id(), "fire alarm", List.of()));
    }

    DispatchStep step(Function<Tx, DispatchStep> step) {
        return database.inTransaction(step);
    }

    void received(DispatchInstruction instruction, int revision) {
        database.doInTransaction(tx -> dispatches.received(tx, instruction.id(), revision));
    }

    /** Lets the clock stand at {@code moment} until nothing more is due. */
    void at(Instant moment) {
        clock.set(moment);
        while (dispatches.passTime() > 0) {
            // Each round takes the steps that are due; some steps make another due.
        }
    }

    DispatchInstruction now(DispatchInstruction instruction) {
        return dispatches.find(instruction.id()).orElseThrow();
    }

    List<DispatchInstruction.State> history(DispatchInstruction instruction) {
        return dispatches.history(instruction.id()).stream().map(Passage::state).toList();
    }

    long recordsPending() {
        return database.row("select count(*) as n from audit_pending")
                .orElseThrow()
                .getLong("n");
    }

    @Override
    public void close() {
        database.close();
    }
}
