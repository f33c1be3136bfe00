package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Signal;
import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.planning.Obstacle.Code;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemException;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProposalsTest {

    private static final ProposalId LAST = new ProposalId(new UUID(-1, -1));

    private final World world = World.withoutJobs();
    /** Rounds enough for so few jobs. */
    static final PlanningLimits QUICK = new PlanningLimits(
            96,
            2,
            NegotiationLimits.STANDARD.withMaxRounds(10),
            Duration.ofSeconds(5),
            5,
            Duration.ofMinutes(5),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(60));

    private final Planning planning = world.planning(QUICK);

    private final Job malleable;
    private final Job unbroken;

    ProposalsTest() {
        world.forecastEverything();
        malleable = world.submit(
                "malleable", new JobShape.Malleable(), 400, 20, Duration.ofHours(40), World.WALES, World.CAMBRIDGE);
        unbroken = world.submit(
                "unbroken", new JobShape.Contiguous(), 300, 8, Duration.ofHours(40), World.WALES, World.MANCHESTER);
        planning.plan("test");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static ProposalRequest asking(Change... changes) {
        return new ProposalRequest("because", List.of(changes), ProposalRequest.LASTS, "tester");
    }

    private Proposal propose(Change... changes) {
        Weighed weighed = planning.weigh(asking(changes));
        return world.database.inTransaction(tx -> planning.propose(tx, weighed));
    }

    private Plan apply(Proposal proposal) {
        return apply(planning, proposal, standing().version());
    }

    private Plan apply(Planning gateway, Proposal proposal, long expected) {
        Plan plan = world.database.inTransaction(
                tx -> gateway.apply(tx, proposal.id(), new Applying(expected, "boss", "go", "proposal applied")));
        gateway.refresh();
        return plan;
    }

    private Plan standing() {
        return planning.standing().orElseThrow();
    }

    private static Problem refusal(Runnable act) {
        return assertThrows(ProblemException.class, act::run).problem();
    }

    private static List<String> codes(Problem problem) {
        assertEquals("PLAN_INFEASIBLE", problem.extras().get("code"), problem::toString);
        List<String> codes = new ArrayList<>();
        ((List<?>) Objects.requireNonNull(problem.extras().get("obstacles")))
                .forEach(each -> codes.add("" + ((Map<?, ?>) each).get("code")));
        return codes;
    }

    private List<String> records() {
        return world.database.rows("select decision from audit_pending order by record_id").stream()
                .map(row -> row.getBuffer("decision").toString())
                .toList();
    }

    private Instant hours(int hours) {
        return standing().grid().start().plus(Duration.ofHours(hours));
    }

    /** A start other than the one it has. */
    private Change elsewhere() {
        boolean early = standing()
                .allocations(unbroken.id())
                .getFirst()
                .interval()
                .start()
                .isBefore(hours(12));
        return new Change.MoveToStart(unbroken.id(), World.MANCHESTER, hours(early ? 20 : 2));
    }

    private static boolean runsAt(List<Allocation> runs, JobId job, SiteId site) {
        return runs.stream().anyMatch(run -> run.job().equals(job) && run.site().equals(site));
    }

    @Nested
    class A_proposal {

        @Test
        void does_not_stand_and_says_what_it_would_change() {
            Plan before = standing();
            Proposal proposal = propose(elsewhere());
            assertEquals(before, standing());
            assertEquals(
                    List.of("job " + unbroken.id() + " at " + World.MANCHESTER + " from "
                            + proposal.plan().allocations().stream()
                                    .filter(run -> run.job().equals(unbroken.id()))
                                    .findFirst()
                                    .orElseThrow()
                                    .interval()
                                    .start()),
                    proposal.wish().changes());
            PlanDiff diff = planning.diff(proposal.id());
            assertEquals(
                    1,
                    diff.changes().stream()
                            .filter(each -> each.job().equals(unbroken.id()) && each.kind() == PlanDiff.Kind.MOVED)
                            .count());
            assertEquals(List.of(), diff.undone());
            assertEquals(
                    diff.after().money().minus(diff.before().money()),
                    diff.effect().money());
            assertEquals(List.of(proposal), planning.proposals(LAST, 10));
        }

        @Test
        void is_applied_as_it_was_proposed_and_replayed_to_the_byte() {
            Proposal proposal = propose(elsewhere());
            Plan applied = apply(proposal);
            assertEquals(proposal.base() + 1, applied.version());
            assertEquals(proposal.plan().outcomeSha256(), applied.outcomeSha256());
            assertEquals(proposal.plan().inputsSha256(), applied.inputsSha256());
            assertEquals(applied, standing());
            assertTrue(planning.replay(applied.id()).orElseThrow().isSame());
            assertEquals(
                    new Proposal.State.Applied(applied.version(), "boss", world.clock.instant()),
                    planning.proposal(proposal.id()).orElseThrow().state());
            assertTrue(world.jobs.open().stream()
                    .allMatch(each -> each.state().toString().contains("Placed")));
        }

        @Test
        void that_is_made_and_applied_leaves_one_record_of_each() {
            int before = records().size();
            apply(propose(elsewhere()));
            List<String> since = records().subList(before, records().size());
            assertEquals(
                    1,
                    since.stream()
                            .filter(each -> each.contains("PLAN_PROPOSED"))
                            .count(),
                    since::toString);
            List<String> agreed =
                    since.stream().filter(each -> each.contains("PLAN_AGREED")).toList();
            assertEquals(1, agreed.size());
            assertTrue(agreed.getFirst().contains("\"by\":\"boss\""), agreed::toString);
        }

        @Test
        void holds_in_the_plans_that_follow() {
            Plan applied = apply(propose(elsewhere()));
            world.clock.advance(Duration.ofMinutes(30));
            Plan next = planning.planIfDue().orElseThrow();
            assertEquals(applied.allocations(unbroken.id()), next.allocations(unbroken.id()));
            assertFalse(planning.adjustments().isEmpty());
            apply(propose(new Change.ReleaseAll()));
            assertTrue(planning.adjustments().isEmpty());
        }

        @Test
        void of_another_worth_of_carbon_changes_what_carbon_is_worth() {
            world.forecast("GB", Signal.CARBON_INTENSITY, period -> "" + (100 + period));
            Proposal proposal =
                    propose(new Change.CarbonWorth(new Money(new BigDecimal("900"), PlanningLimits.CURRENCY)));
            Plan applied = apply(proposal);
            assertTrue(planning.replay(applied.id()).orElseThrow().isSame());
            assertEquals(1, planning.adjustments().all().size());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> propose(new Change.CarbonWorth(new Money(new BigDecimal("-1"), PlanningLimits.CURRENCY))));
        }

        @Test
        void that_closes_a_site_leaves_it_without_jobs_and_without_anything_for_sale() {
            SiteId site = standing().allocations(unbroken.id()).getFirst().site();
            Interval when = new Interval(hours(0), hours(48));
            Plan applied = apply(propose(new Change.CloseSite(site, when)));
            assertTrue(
                    applied.allocations().stream().noneMatch(run -> run.site().equals(site)));
            assertTrue(planning.remaining(site, when).stream()
                    .allMatch(each -> each.remaining().equals(Power.ZERO)));
            assertTrue(applied.deferred().isEmpty(), "there is room elsewhere");
        }

        @Test
        void withdrawn_or_expired_is_applied_no_more() {
            Proposal withdrawn = propose(elsewhere());
            world.database.inTransaction(tx -> planning.withdraw(tx, withdrawn.id(), "tester"));
            assertEquals(409, refusal(() -> apply(withdrawn)).status());
            Proposal expired = propose(elsewhere());
            world.clock.advance(ProposalRequest.LASTS);
            assertEquals("EXPIRED", refusal(() -> apply(expired)).extras().get("state"));
        }

        @Test
        void cannot_follow_another_plan_than_it_was_made_against() {
            Proposal proposal = propose(elsewhere());
            planning.plan("meanwhile");
            assertEquals(412, refusal(() -> apply(proposal)).status());
            Proposal fresh = propose(elsewhere());
            assertEquals(412, refusal(() -> apply(planning, fresh, 1)).status());
        }

        @Test
        void are_so_many_and_not_more() {
            for (int each = 0; each < 20; each++) {
                propose();
            }
            assertEquals(
                    "PROPOSAL_LIMIT",
                    refusal(ProposalsTest.this::propose).extras().get("code"));
        }
    }

    @Nested
    class Refused_by_name {

        private List<String> against(Change... changes) {
            return codes(refusal(() -> planning.weigh(asking(changes))));
        }

        @Test
        void is_what_no_plan_can_do() {
            assertEquals(List.of("JOB_OVER"), against(new Change.MoveToSite(new JobId(new UUID(1, 1)), World.WALES)));
            assertEquals(List.of("RESIDENCY"), against(new Change.MoveToSite(unbroken.id(), World.CAMBRIDGE)));
            assertEquals(
                    List.of("RESIDENCY"),
                    against(new Change.MoveToStart(unbroken.id(), World.CAMBRIDGE, hours(2))).stream()
                            .distinct()
                            .toList());
            assertEquals(List.of("PAST"), against(new Change.MoveToStart(unbroken.id(), World.WALES, hours(-1))));
            assertEquals(List.of("DEADLINE"), against(new Change.MoveToStart(unbroken.id(), World.WALES, hours(38))));
            assertEquals(
                    List.of("SITE_UNKNOWN"),
                    against(new Change.CloseSite(new SiteId("nowhere"), new Interval(hours(0), hours(1)))));
        }

        @Test
        void is_room_that_is_sold_and_a_site_that_is_closed() {
            planning.heed((site, grid) -> Collections.nCopies(
                    grid.count(), site.equals(World.MANCHESTER) ? Power.ofKilowatts(100_000) : Power.ZERO));
            assertEquals(
                    List.of("SITE_CAPACITY"),
                    against(new Change.MoveToStart(unbroken.id(), World.MANCHESTER, hours(2))));
            assertEquals(
                    List.of("SITE_CLOSED"),
                    against(
                            new Change.CloseSite(World.WALES, new Interval(hours(0), hours(6))),
                            new Change.MoveToStart(unbroken.id(), World.WALES, hours(2))));
        }

        @Test
        void is_what_was_promised_to_a_grid_operator() {
            planning.keep(_ -> Ceilings.NONE.and(World.MANCHESTER, hours(2), Power.ZERO));
            assertEquals(
                    List.of("TURN_DOWN_PROMISED"),
                    against(new Change.MoveToStart(unbroken.id(), World.MANCHESTER, hours(1))));
        }
    }

    @Nested
    class Applied {

        @Test
        void when_it_no_longer_holds_is_refused_and_leaves_everything_as_it_was() {
            Proposal proposal = propose(elsewhere());
            world.database.inTransaction(tx -> world.jobs.cancel(tx, unbroken.id(), "tester"));
            assertEquals(List.of("JOB_OVER"), codes(refusal(() -> apply(proposal))));
            assertEquals(1, standing().version());
            assertEquals("OPEN", planning.proposal(proposal.id()).orElseThrow().stateAt(world.clock.instant(), 1));
        }

        @Test
        void onto_capacity_that_was_sold_meanwhile_is_refused_by_name() {
            Proposal proposal = propose(new Change.MoveToStart(unbroken.id(), World.MANCHESTER, hours(2)));
            planning.heed((_, grid) -> Collections.nCopies(grid.count(), Power.ofKilowatts(100_000)));
            assertTrue(codes(refusal(() -> apply(proposal))).contains("SITE_CAPACITY"));
        }

        @Test
        void over_a_half_hour_that_has_begun_only_if_nothing_in_it_changes() {
            Proposal soon = propose(new Change.MoveToStart(unbroken.id(), World.MANCHESTER, hours(0)));
            Proposal later = propose(new Change.MoveToStart(unbroken.id(), World.MANCHESTER, hours(20)));
            world.clock.advance(Duration.ofMinutes(45));
            assertTrue(codes(refusal(() -> apply(soon))).contains("HALF_HOUR_BEGUN"));
            boolean same = later.plan().allocations().stream()
                    .filter(run -> run.interval().start().isBefore(hours(1)))
                    .toList()
                    .equals(standing().allocations().stream()
                            .filter(run -> run.interval().start().isBefore(hours(1)))
                            .toList());
            if (same) {
                assertEquals(2, apply(later).version());
            }
        }

        @Test
        void twice_at_once_stands_once() throws Exception {
            Proposal one = propose(elsewhere());
            Proposal other = propose();
            Planning second = world.planning(QUICK);
            var start = new CountDownLatch(1);
            var won = new AtomicInteger();
            var lost = new AtomicInteger();
            List<Thread> threads = List.of(
                    racing(planning, one, start, won, lost),
                    racing(second, other, start, won, lost),
                    racing(second, one, start, won, lost));
            start.countDown();
            for (Thread each : threads) {
                each.join();
            }
            assertEquals(1, won.get());
            assertEquals(2, lost.get());
            assertEquals(2, world.database.rows("select id from planning_plan").size());
        }

        private Thread racing(
                Planning gateway, Proposal proposal, CountDownLatch start, AtomicInteger won, AtomicInteger lost) {
            return Thread.startVirtualThread(() -> {
                try {
                    start.await();
                    apply(gateway, proposal, 1);
                    won.incrementAndGet();
                } catch (ProblemException refused) {
                    lost.incrementAndGet();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Test
        void and_lost_before_the_commit_nothing_stands_and_after_it_everything_does() {
            Proposal proposal = propose(elsewhere());
            var failing = new AtomicReference<>(true);
            planning.watch((_, _, _, _) -> {
                if (failing.get()) {
                    throw new IllegalStateException("killed while publishing");
                }
            });
            assertThrows(IllegalStateException.class, () -> apply(proposal));
            assertEquals(1, world.planning(QUICK).standing().orElseThrow().version());
            assertEquals("OPEN", planning.proposal(proposal.id()).orElseThrow().stateAt(world.clock.instant(), 1));
            failing.set(false);
            // Committed, and the gateway dies before it has told anybody, itself included.
            Plan applied = world.database.inTransaction(
                    tx -> planning.apply(tx, proposal.id(), new Applying(1, "boss", "", "proposal applied")));
            Planning restarted = world.planning(QUICK);
            assertEquals(applied, restarted.standing().orElseThrow());
            assertFalse(restarted.adjustments().isEmpty());
        }
    }

    @Nested
    class A_roll_back {

        private Plan moved() {
            return apply(propose(elsewhere()));
        }

        @Test
        void puts_every_run_ahead_back_where_it_was_and_keeps_it_there() {
            Plan first = standing();
            moved();
            Plan back = apply(propose(new Change.RollBack(1, false)));
            assertEquals(first.allocations(), back.allocations());
            assertEquals(3, back.version());
            world.clock.advance(Duration.ofMinutes(30));
            Plan next = planning.planIfDue().orElseThrow();
            assertEquals(
                    back.allocations(unbroken.id()).getLast(),
                    next.allocations(unbroken.id()).getLast());
        }

        @Test
        void is_refused_with_what_stands_against_it_and_done_in_part_if_so_asked() {
            Plan first = standing();
            moved();
            SiteId site = first.allocations(unbroken.id()).getFirst().site();
            planning.heed((at, grid) ->
                    Collections.nCopies(grid.count(), at.equals(site) ? Power.ofKilowatts(100_000) : Power.ZERO));
            Problem problem = refusal(() -> planning.weigh(asking(new Change.RollBack(1, false))));
            assertTrue(codes(problem).contains("SITE_CAPACITY"), problem::toString);
            Proposal partly = propose(new Change.RollBack(1, true));
            assertTrue(partly.wish().leftOut().stream().anyMatch(each -> each.code() == Code.SITE_CAPACITY));
            assertFalse(runsAt(partly.plan().allocations(), unbroken.id(), site));
            Plan applied = apply(partly);
            assertTrue(planning.replay(applied.id()).orElseThrow().isSame());
        }

        @Test
        void restores_nothing_of_what_is_over_and_places_what_came_since() {
            moved();
            world.database.inTransaction(tx -> world.jobs.cancel(tx, malleable.id(), "tester"));
            Job late = world.submit("late", new JobShape.Malleable(), 50, 4, Duration.ofHours(30), World.WALES);
            Plan back = apply(propose(new Change.RollBack(1, false)));
            assertEquals(List.of(), back.allocations(malleable.id()));
            assertFalse(back.allocations(late.id()).isEmpty());
        }

        @Test
        void to_a_plan_that_never_was_is_not_found() {
            assertEquals(
                    404,
                    refusal(() -> planning.weigh(asking(new Change.RollBack(99, false))))
                            .status());
        }
    }

    @Test
    void two_versions_are_laid_side_by_side() {
        apply(propose(elsewhere()));
        PlanDiff diff = planning.diff(1, 2).orElseThrow();
        PlanDiff reverse = planning.diff(2, 1).orElseThrow();
        assertEquals(diff.changes().size(), reverse.changes().size());
        assertEquals(
                diff.effect().money(),
                new Money(reverse.effect().money().amount().negate(), PlanningLimits.CURRENCY));
        assertEquals(3, diff.peaks().size());
        assertTrue(planning.diff(1, 99).isEmpty());
        world.clock.advance(HalfHours.STEP.multipliedBy(100));
        planning.plan("much later");
        assertThrows(IllegalArgumentException.class, () -> planning.diff(1, 3));
    }
}
