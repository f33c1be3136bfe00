package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Signal;
import dev.flexgate.negotiation.Assignment;
import dev.flexgate.negotiation.Bill;
import dev.flexgate.negotiation.Deferral;
import dev.flexgate.negotiation.FeasibilityChecker;
import dev.flexgate.negotiation.Run;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.JobState;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TrackedJob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlanningTest {

    private final World world = World.withSamples();

    @AfterEach
    void close() {
        world.close();
    }

    @Nested
    class A_plan {

        @Test
        void of_the_sample_jobs_is_feasible_and_near_its_bound() {
            Planning planning = world.planning();
            Plan plan = planning.plan("test");
            PlanCase aCase = planning.current().orElseThrow().aCase();
            assertEquals(20, aCase.jobInputs().size());
            assertEquals(List.of(), plan.deferred());
            assertEquals(
                    List.of(),
                    FeasibilityChecker.check(ProblemRules.problem(aCase), assignments(aCase, plan), List.of()));
            assertTrue(
                    plan.certificate().gap().doubleValue() < 0.02,
                    () -> "gap " + plan.certificate().gap());
            assertTrue(
                    plan.certificate().lowerBound().compareTo(plan.certificate().objective()) <= 0);
        }

        @Test
        void is_stored_as_it_was_published() {
            Planning planning = world.planning();
            Plan plan = planning.plan("test");
            assertEquals(Optional.of(plan), planning.find(plan.version()));
            assertEquals(Optional.of(plan), planning.find(plan.id()));
            assertEquals(Optional.of(plan), planning.standing());
            assertEquals(plan.outcomeSha256(), Outcome.of(plan).sha256());
            Planning other = world.planning();
            assertEquals(Optional.of(plan), other.standing());
            assertEquals(
                    planning.remaining(World.WALES, plan.grid().span()),
                    other.remaining(World.WALES, plan.grid().span()));
            assertTrue(new String(planning.transcript(1).orElseThrow(), StandardCharsets.UTF_8)
                    .contains("\"rounds\":[{\"number\":1"));
        }

        @Test
        void has_exactly_one_audit_record_with_the_forecasts_it_used() {
            int before = auditRecords().size();
            Plan plan = world.planning().plan("test");
            List<String> after = auditRecords();
            assertEquals(before + 1, after.size());
            String record = after.getLast();
            assertTrue(record.contains("PLAN_AGREED"), record);
            assertEquals(6, plan.forecasts().size());
            plan.forecasts().forEach(each -> assertTrue(record.contains(each.sha256()), record));
        }

        @Test
        void is_the_same_for_any_number_of_shards() {
            Plan one = world.planning(PlanningLimits.DEFAULT.withShards(1)).plan("test");
            try (World again = World.withSamples()) {
                Plan five = again.planning(PlanningLimits.DEFAULT.withShards(5)).plan("test");
                assertEquals(one.outcomeSha256(), five.outcomeSha256());
                assertEquals(Outcome.of(one), Outcome.of(five));
            }
        }

        @Test
        void is_replayed_to_the_byte() {
            Planning planning = world.planning();
            Plan first = planning.plan("test");
            world.clock.advance(Duration.ofMinutes(95));
            Plan second = planning.plan("test");
            assertNotEquals(first.outcomeSha256(), second.outcomeSha256());
            for (Plan plan : List.of(first, second)) {
                Replayed replayed = planning.replay(plan.id()).orElseThrow();
                assertEquals(plan.outcomeSha256(), replayed.replayed());
                assertTrue(replayed.isSame());
            }
        }

        @Test
        void with_other_inputs_under_it_is_not_replayed_at_all() {
            Planning planning = world.planning();
            Plan plan = planning.plan("test");
            world.database.rows("update planning_plan set inputs_sha256 = repeat('0', 64)");
            assertThrows(IllegalStateException.class, () -> planning.replay(plan.id()));
        }

        @Test
        void puts_its_jobs_in_their_states() {
            world.planning().plan("test");
            assertFalse(world.jobs.hasQueued());
            assertTrue(world.jobs.open().stream().allMatch(each -> each.state().equals(new JobState.Placed(1))));
        }

        @Test
        void explains_every_job() {
            Planning planning = world.planning();
            Plan plan = planning.plan("test");
            for (TrackedJob each : world.jobs.open()) {
                var runs = assertInstanceOf(
                        Explanation.Runs.class,
                        planning.explain(each.job().id()).orElseThrow());
                assertEquals(plan.allocations(each.job().id()), runs.runs());
                assertFalse(runs.slack().isNegative());
                assertTrue(runs.sentence().contains("(all by simulated forecasts)"), runs.sentence());
                if (runs.whyNot() == Explanation.WhyNot.TAKEN) {
                    assertTrue(
                            runs.cost().money().compareTo(runs.runNow().money()) <= 0
                                    || runs.cost()
                                                    .carbon()
                                                    .compareTo(runs.runNow().carbon())
                                            <= 0,
                            runs.sentence());
                }
            }
            assertEquals(
                    planning.explain(world.jobs.open().getFirst().job().id()),
                    planning.explain(1, world.jobs.open().getFirst().job().id()));
        }
    }

    /** The half-hour with the most room. */
    private static SitePeriod free(List<SitePeriod> periods) {
        return periods.stream().max(Comparator.comparing(SitePeriod::remaining)).orElseThrow();
    }

    private List<String> auditRecords() {
        return world.database.rows("select decision from audit_pending order by record_id").stream()
                .map(row -> row.getBuffer("decision").toString())
                .toList();
    }

    private static List<Assignment> assignments(PlanCase aCase, Plan plan) {
        List<SiteId> sites =
                aCase.inputs().sites().stream().map(PlanInputs.SiteInput::site).toList();
        List<Assignment> assignments = new ArrayList<>();
        for (PlanInputs.JobInput job : aCase.jobInputs()) {
            List<Run> runs = plan.allocations(job.job()).stream()
                    .map(run -> new Run(
                            sites.indexOf(run.site()),
                            aCase.grid().indexOf(run.interval().start()),
                            aCase.grid().indexOf(run.interval().end()),
                            run.itPower().watts()))
                    .toList();
            assignments.add(new Assignment(job.job().toString(), runs, Bill.ZERO));
        }
        return assignments;
    }

    @Nested
    class Numbers {

        @Test
        void of_simulated_forecasts_say_so_all_the_way_out() {
            Planning planning = world.planning();
            Plan plan = planning.plan("test");
            assertEquals(Quality.SIMULATED, plan.quality());
            List<SitePeriod> periods =
                    planning.remaining(World.WALES, plan.grid().span());
            assertEquals(96, periods.size());
            assertTrue(periods.stream().allMatch(each -> each.quality() == Quality.SIMULATED));
            var ask = new PriceAsk(World.WALES, free(periods).period(), new Power(1));
            assertEquals(
                    Quality.SIMULATED,
                    assertInstanceOf(Priced.class, planning.priceOf(ask)).quality());
        }

        @Test
        void of_a_providers_forecasts_say_that() {
            world.forecastEverything();
            Planning planning = world.planning();
            Plan plan = planning.plan("test");
            assertEquals(Quality.PROVIDER_FORECAST, plan.quality());
            SitePeriod period =
                    planning.remaining(World.WALES, plan.grid().at(0)).getFirst();
            assertEquals(Quality.PROVIDER_FORECAST, period.quality());
            assertTrue(period.carbon().p10().compareTo(period.carbon().p50()) < 0);
            assertTrue(period.price().p50().compareTo(period.price().p90()) < 0);
        }

        @Test
        void one_simulated_signal_among_real_ones_taints_what_rests_on_it_only() {
            world.forecast("GB-10", Signal.CARBON_INTENSITY, _ -> "100");
            world.forecast("GB-A", Signal.ENERGY_PRICE, _ -> "0.2");
            world.forecast("GB-7", Signal.CARBON_INTENSITY, _ -> "100");
            Planning planning = world.planning();
            Plan plan = planning.plan("test");
            assertEquals(Quality.SIMULATED, plan.quality());
            assertEquals(
                    Quality.PROVIDER_FORECAST,
                    planning.remaining(World.CAMBRIDGE, plan.grid().at(5))
                            .getFirst()
                            .quality());
            assertEquals(
                    Quality.SIMULATED,
                    planning.remaining(World.WALES, plan.grid().at(5))
                            .getFirst()
                            .quality());
        }
    }

    @Nested
    class A_new_plan {

        @Test
        void is_not_due_while_nothing_changes() {
            Planning planning = world.planning();
            assertEquals("start", planning.planIfDue().orElseThrow().cause());
            assertEquals(Optional.empty(), planning.planIfDue());
            world.clock.advance(Duration.ofMinutes(10));
            assertEquals(Optional.empty(), planning.planIfDue());
        }

        @Test
        void is_due_when_a_forecast_changes_and_says_what_it_changes() {
            world.forecastEverything();
            Planning planning = world.planning();
            Plan before = planning.planIfDue().orElseThrow();
            world.clock.advance(Duration.ofMinutes(5));
            world.forecast("GB-K", Signal.ENERGY_PRICE, period -> period % 48 < 24 ? "0.02" : "0.60");
            Plan after = planning.planIfDue().orElseThrow();
            assertEquals("new forecast at south-wales", after.cause());
            assertEquals(before.version() + 1, after.version());
            assertTrue(!after.difference().moved().isEmpty());
            assertEquals(
                    after.certificate().cost().minus(before.certificate().cost()),
                    after.difference().cost());
        }

        @Test
        void is_not_due_for_a_forecast_that_says_the_same_again() {
            world.forecastEverything();
            Planning planning = world.planning();
            planning.planIfDue();
            world.clock.advance(Duration.ofMinutes(5));
            world.forecastEverything();
            assertEquals(Optional.empty(), planning.planIfDue());
        }

        @Test
        void is_due_for_a_new_job_and_places_it() {
            Planning planning = world.planning();
            planning.planIfDue();
            Job job = world.submit(
                    "late", new JobShape.Contiguous(), 100, 4, Duration.ofHours(20), World.WALES, World.CAMBRIDGE);
            Plan after = planning.planIfDue().orElseThrow();
            assertEquals("1 new job", after.cause());
            assertEquals(List.of(job.id()), after.difference().placed());
        }

        @Test
        void is_due_when_a_half_hour_begins() {
            Planning planning = world.planning();
            planning.planIfDue();
            world.clock.advance(Duration.ofMinutes(30));
            assertEquals("time went on", planning.planIfDue().orElseThrow().cause());
        }
    }

    @Nested
    class A_job_that_cannot_be_served {

        @Test
        void waits_with_a_reason() {
            Planning planning = world.planning();
            planning.heed((site, grid) -> Collections.nCopies(
                    grid.count(), site.equals(World.WALES) ? Power.ofKilowatts(2_500) : Power.ZERO));
            Job job = world.submit("big", new JobShape.Contiguous(), 300, 4, Duration.ofHours(20), World.WALES);
            Plan plan = planning.plan("test");
            Deferred deferred = plan.deferred().stream()
                    .filter(each -> each.job().equals(job.id()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(Deferral.Reason.IMPORT_LIMIT.name(), deferred.reason());
            assertEquals(job.demand().work(), deferred.undone());
            var state = assertInstanceOf(
                    JobState.Deferred.class,
                    world.jobs.find(job.id()).orElseThrow().state());
            assertTrue(
                    state.reason().startsWith("IMPORT_LIMIT: 600 kWh wait: what its sites may draw"), state.reason());
            var waits = assertInstanceOf(
                    Explanation.Waits.class, planning.explain(job.id()).orElseThrow());
            assertEquals(deferred, waits.deferred());
        }

        @Test
        void is_placed_once_there_is_room_again() {
            Planning planning = world.planning();
            var sold = new AtomicInteger(2_500);
            planning.heed(
                    (_, grid) -> Collections.nCopies(grid.count(), Power.ofKilowatts(Math.min(sold.get(), 1_900))));
            Job job = world.submit("big", new JobShape.Contiguous(), 650, 4, Duration.ofHours(20), World.WALES);
            assertFalse(planning.plan("test").allocations(job.id()).size() > 0);
            sold.set(0);
            Plan after = planning.planIfDue().orElseThrow();
            assertEquals("capacity sold or given back", after.cause());
            assertTrue(after.difference().placed().contains(job.id()));
        }

        @Test
        void because_the_plan_is_too_short_waits_for_a_later_one() {
            Job job = world.submit("far", new JobShape.Malleable(), 10, 4, Duration.ofDays(5), World.WALES);
            world.database.rows(
                    "update workload_job set release_at = deadline_at - interval '6 hours' where id = $1",
                    job.id().value());
            Planning planning = world.planning();
            Plan plan = planning.plan("test");
            assertEquals(
                    ProgressRules.BEYOND_HORIZON, plan.deferred().getFirst().reason());
            assertFalse(world.jobs.hasQueued());
            assertEquals(Optional.empty(), planning.planIfDue());
            assertTrue(planning.replay(plan.id()).orElseThrow().isSame());
        }
    }

    @Nested
    class The_market {

        @Test
        void keeps_what_it_has_sold() {
            Planning planning = world.planning();
            Power sold = Power.ofKilowatts(1_700);
            planning.heed((_, grid) -> Collections.nCopies(grid.count(), sold));
            List<SitePeriod> told = new ArrayList<>();
            planning.watch((_, _, _, periods) -> told.addAll(periods));
            planning.plan("test");
            assertEquals(3 * 96, told.size());
            for (SitePeriod each : told) {
                assertTrue(each.planned().plus(sold).compareTo(each.flexible()) <= 0, each.toString());
                assertTrue(each.offerable().compareTo(sold) >= 0);
            }
        }

        @Test
        void that_sells_under_a_plan_in_the_making_makes_it_begin_again() {
            Planning planning = world.planning();
            AtomicInteger told = new AtomicInteger();
            planning.watch((_, _, _, _) -> {
                if (told.incrementAndGet() == 1) {
                    throw new PlanConflictException("sold meanwhile");
                }
            });
            assertEquals(1, planning.plan("test").version());
            assertEquals(2, told.get());
            assertEquals(1, world.database.rows("select id from planning_plan").size());
        }

        @Test
        void that_never_agrees_leaves_the_standing_plan_standing() {
            Planning planning = world.planning();
            Plan before = planning.plan("test");
            planning.watch((_, _, _, _) -> {
                throw new PlanConflictException("never");
            });
            assertThrows(PlanConflictException.class, () -> planning.plan("again"));
            assertEquals(Optional.of(before), planning.standing());
            assertEquals(Optional.of(before), planning.find(1));
            assertEquals(Optional.empty(), planning.find(2));
        }

        @Test
        void is_asked_what_is_sold_by_now() {
            Planning planning = world.planning();
            Plan plan = planning.plan("test");
            SitePeriod roomy = free(planning.remaining(World.WALES, plan.grid().span()));
            var period = roomy.period();
            Power free = roomy.remaining();
            assertInstanceOf(Priced.class, planning.priceOf(new PriceAsk(World.WALES, period, free)));
            planning.heed((_, grid) -> Collections.nCopies(grid.count(), new Power(1)));
            var refused = assertInstanceOf(
                    PriceAnswer.NoRoom.class, planning.priceOf(new PriceAsk(World.WALES, period, free)));
            assertEquals(free.minus(new Power(1)), refused.most());
        }
    }

    @Nested
    class The_planning_clock {

        @Test
        void is_held_by_one_gateway_until_it_goes() {
            Planning one = world.planning();
            Planning other = world.planning();
            one.plan("test");
            assertThrows(PlanningElsewhereException.class, () -> other.plan("test"));
            one.close();
            assertEquals(2, other.plan("test").version());
        }

        @Test
        void once_lost_publishes_nothing_more() {
            Planning stalled = world.planning();
            Planning next = world.planning();
            AtomicInteger asked = new AtomicInteger();
            stalled.heed((_, grid) -> {
                if (asked.getAndIncrement() == 0) {
                    // While this one gathers, its lease runs out and another plans.
                    world.database.rows("update store_lease set valid_until = '-infinity'");
                    next.plan("meanwhile");
                }
                return Collections.nCopies(grid.count(), Power.ZERO);
            });
            assertThrows(PlanningElsewhereException.class, () -> stalled.plan("stale"));
            assertEquals(1, world.database.rows("select id from planning_plan").size());
            assertEquals("meanwhile", stalled.find(1).orElseThrow().cause());
        }

        @Test
        void of_one_gateway_is_read_by_the_others() {
            Planning one = world.planning();
            Planning other = world.planning();
            Plan plan = one.plan("test");
            assertEquals(Optional.empty(), other.standing());
            other.refresh();
            assertEquals(Optional.of(plan), other.standing());
        }
    }

    @Test
    void nothing_stands_before_the_first_plan() {
        Planning planning = world.planning();
        assertEquals(Optional.empty(), planning.standing());
        var grid = new HalfHours(Boards.START, 2);
        assertEquals(List.of(), planning.remaining(World.WALES, grid.span()));
        var answer = planning.priceOf(new PriceAsk(World.WALES, grid.span(), new Power(1)));
        assertEquals(
                PriceAnswer.Reason.NO_PLAN,
                assertInstanceOf(PriceAnswer.NoRoom.class, answer).reason());
    }
}
