package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Signal;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.ProblemException;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.JobState;
import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** New plans wait for a person, and the one that stands holds. */
class ApprovalTest {

    private static final ProposalId LAST = new ProposalId(new UUID(-1, -1));

    private final World world = World.withoutJobs();
    private final Planning planning = world.planning(ProposalsTest.QUICK);
    private final Job first;

    ApprovalTest() {
        world.forecastEverything();
        first = world.submit("first", new JobShape.Contiguous(), 300, 8, Duration.ofHours(40), World.WALES);
        planning.plan("test");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void set(Approval approval) {
        long version = planning.approval().version();
        assertTrue(world.database
                .inTransaction(tx -> planning.approve(tx, approval, version, "boss"))
                .isPresent());
    }

    private void manual(Set<Cause> causes, SiteId... sites) {
        set(new Approval(Approval.Mode.MANUAL, causes, Set.of(sites), Duration.ofMinutes(60)));
    }

    private Job submit(String name) {
        return world.submit(name, new JobShape.Contiguous(), 200, 4, Duration.ofHours(20), World.WALES);
    }

    private void next() {
        assertTrue(planning.planIfDue().isPresent(), "a plan is due");
    }

    private Plan standing() {
        return planning.standing().orElseThrow();
    }

    private Proposal waiting() {
        List<Proposal> waiting = planning.proposals(LAST, 50).stream()
                .filter(each -> each.waitsAt(world.clock.instant(), standing().version()))
                .toList();
        assertEquals(1, waiting.size());
        assertEquals(1, planning.waiting());
        return waiting.getFirst();
    }

    private Plan apply(Proposal proposal) {
        Plan plan = world.database.inTransaction(tx -> planning.apply(
                tx, proposal.id(), new Applying(standing().version(), "boss", "go", "proposal applied")));
        planning.refresh();
        return plan;
    }

    private void advanceTo(Instant moment) {
        world.clock.advance(Duration.between(world.clock.instant(), moment));
    }

    private JobState state(Job job) {
        return world.jobs.find(job.id()).orElseThrow().state();
    }

    private List<String> records(String type) {
        return world.database.rows("select decision from audit_pending order by record_id").stream()
                .map(row -> row.getBuffer("decision").toString())
                .filter(each -> each.contains(type))
                .toList();
    }

    @Test
    void what_runs_goes_on_though_it_has_as_many_pauses_ahead_as_it_may_have() {
        String zone = world.sites.find(World.WALES).orElseThrow().grid().priceZone();
        // The half-hour that is under way is the first: the job runs in the second and third, then twice after a pause.
        world.forecast(zone, Signal.ENERGY_PRICE, period -> Set.of(1, 2, 4, 6).contains(period) ? "0.05" : "0.90");
        Job pauses = world.submit("pauses", new JobShape.Preemptible(2), 300, 4, Duration.ofHours(20), World.WALES);
        Plan before = planning.plan("test");
        assertEquals(3, before.allocations(pauses.id()).size());
        manual(Approval.CAUSES);
        advanceTo(before.grid().startOf(1));
        next();
        Plan held = standing();
        assertTrue(held.cause().startsWith("held for approval"), held::cause);
        assertEquals(List.of(), held.deferred());
        assertEquals(
                before.allocations(pauses.id()).subList(1, 3),
                held.allocations(pauses.id()).subList(1, 3));
        assertEquals(
                held.grid().start(),
                held.allocations(pauses.id()).getFirst().interval().start());
    }

    @Test
    void a_job_that_came_waits_and_what_stands_holds_until_somebody_says_yes() {
        manual(Approval.CAUSES);
        List<Allocation> before = standing().allocations(first.id());
        Job second = submit("second");
        Plan held = planning.planIfDue().orElseThrow();
        assertEquals(before, held.allocations(first.id()));
        assertEquals(List.of(), held.allocations(second.id()));
        assertTrue(state(second).toString().contains(WaitingRules.APPROVAL_WAITING), state(second)::toString);
        assertTrue(planning.planIfDue().isEmpty(), "nothing is new");
        assertTrue(
                planning.grounds(held.version(), second.id()).orElseThrow().candidates().stream()
                        .anyMatch(each -> each.verdict() instanceof Candidate.Verdict.Free),
                "it could run, were it placed");

        Proposal waiting = waiting();
        assertEquals(held.version(), waiting.base());
        assertEquals("1 new job", waiting.wish().reason());
        assertTrue(records("PLAN_PROPOSED").getLast().contains("\"outcome\":\"WAITING\""));
        Plan applied = apply(waiting);
        assertEquals(waiting.plan().outcomeSha256(), applied.outcomeSha256());
        assertFalse(applied.allocations(second.id()).isEmpty());
        assertTrue(state(second) instanceof JobState.Placed);
        assertEquals(0, planning.waiting());
        for (long version : new long[] {held.version(), applied.version()}) {
            assertTrue(planning.replay(planning.find(version).orElseThrow().id())
                    .orElseThrow()
                    .isSame());
        }
    }

    @Test
    void a_run_of_the_plan_that_holds_begins_and_ends_while_another_waits() {
        manual(Approval.CAUSES);
        Job second = submit("second");
        next();
        var run = standing().allocations(first.id()).getFirst().interval();
        advanceTo(run.start().plus(Duration.ofMinutes(31)));
        next();
        assertTrue(state(first) instanceof JobState.Running, state(first)::toString);
        assertTrue(state(second) instanceof JobState.Deferred, state(second)::toString);
        advanceTo(run.end().plus(Duration.ofMinutes(1)));
        next();
        assertTrue(state(first) instanceof JobState.Done, state(first)::toString);
    }

    @Test
    void a_newer_plan_waits_in_the_place_of_the_older() {
        manual(Approval.CAUSES);
        submit("second");
        next();
        Proposal older = waiting();
        submit("third");
        next();
        Proposal newer = waiting();
        assertFalse(newer.id().equals(older.id()));
        assertEquals(
                new Proposal.State.Superseded(world.clock.instant()),
                planning.proposal(older.id()).orElseThrow().state());
        assertTrue(records("PLAN_PROPOSED").getLast().contains(older.id().toString()));
        assertThrows(ProblemException.class, () -> apply(older));
    }

    @Test
    void whoever_refuses_or_is_too_late_is_asked_again_when_something_is_new() {
        set(new Approval(Approval.Mode.MANUAL, Approval.CAUSES, Set.of(), Duration.ofMinutes(5)));
        Job second = submit("second");
        next();
        Proposal refused = waiting();
        world.database.inTransaction(tx -> planning.withdraw(tx, refused.id(), "boss"));
        assertEquals(0, planning.waiting());
        assertTrue(planning.planIfDue().isEmpty());
        world.clock.advance(Duration.ofMinutes(30));
        next();
        Proposal late = waiting();
        world.clock.advance(Duration.ofMinutes(5));
        assertEquals(0, planning.waiting());
        assertThrows(ProblemException.class, () -> apply(late));
        world.clock.advance(Duration.ofMinutes(25));
        assertEquals(List.of(), planning.planIfDue().orElseThrow().allocations(second.id()));
        assertFalse(apply(waiting()).allocations(second.id()).isEmpty());
    }

    @Test
    void only_the_causes_and_the_sites_that_are_named_make_a_plan_wait() {
        assertEquals(new VersionedApproval(0, Approval.AUTOMATIC), planning.approval());
        manual(Set.of(Cause.FORECAST));
        Job second = submit("second");
        assertFalse(planning.planIfDue().orElseThrow().allocations(second.id()).isEmpty());
        manual(Approval.CAUSES, World.CAMBRIDGE);
        Job third = submit("third");
        assertFalse(planning.planIfDue().orElseThrow().allocations(third.id()).isEmpty());
        manual(Approval.CAUSES, World.WALES);
        Job fourth = submit("fourth");
        assertTrue(planning.planIfDue().orElseThrow().allocations(fourth.id()).isEmpty());
    }

    @Test
    void a_plan_that_changes_no_run_waits_for_nobody() {
        manual(Approval.CAUSES);
        world.clock.advance(Duration.ofMinutes(30));
        Plan next = planning.planIfDue().orElseThrow();
        assertEquals("time went on", next.cause());
        assertEquals(0, planning.waiting());
    }

    @Test
    void once_nothing_needs_a_yes_any_more_what_waited_is_planned() {
        manual(Approval.CAUSES);
        assertTrue(
                world.database
                        .inTransaction(tx -> planning.approve(tx, Approval.AUTOMATIC, 0, "other"))
                        .isEmpty(),
                "somebody else was faster");
        assertThrows(
                IllegalArgumentException.class,
                () -> new Approval(Approval.Mode.MANUAL, Set.of(Cause.START), Set.of(), Duration.ofMinutes(60)));
        Job second = submit("second");
        next();
        set(Approval.AUTOMATIC);
        Plan released = planning.planIfDue().orElseThrow();
        assertFalse(released.allocations(second.id()).isEmpty());
        assertEquals(2, records("planApproval").size());
    }

    @Test
    void a_run_that_lost_its_room_waits_too_and_nothing_breaks() {
        manual(Approval.CAUSES);
        Interval run = standing().allocations(first.id()).getFirst().interval();
        planning.heed((_, grid) -> grid.stream()
                .map(each -> each.overlaps(run) ? Power.ofKilowatts(100_000) : Power.ZERO)
                .toList());
        Plan held = planning.planIfDue().orElseThrow();
        assertEquals(List.of(), held.allocations());
        assertEquals(WaitingRules.APPROVAL_WAITING, held.deferred().getFirst().reason());
        assertFalse(apply(waiting()).allocations(first.id()).isEmpty());
    }

    @Test
    void a_grid_operator_can_still_ask_for_load_to_move() {
        manual(Approval.CAUSES);
        Job second = submit("second");
        next();
        var run = standing().allocations(first.id()).getFirst();
        WhatIf whatIf = planning.whatIf();
        assertEquals(run.itPower(), whatIf.movable(run.site(), run.interval()));
        Considered considered = whatIf.under(
                        Ceilings.NONE.and(run.site(), run.interval().start(), Power.ZERO))
                .orElseThrow();
        Plan adopted = world.database.inTransaction(tx -> planning.adopt(tx, considered, "turn-down", List.of()));
        assertFalse(adopted.allocations(first.id()).getFirst().interval().contains(run.interval()));
        assertEquals(List.of(), adopted.allocations(second.id()), "nobody has said yes to it");
    }
}
