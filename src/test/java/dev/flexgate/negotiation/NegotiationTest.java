package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.negotiation.GeneratedInstances.Mix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every negotiation holds to, whatever the jobs. */
class NegotiationTest {

    private static final NegotiationLimits LIMITS = NegotiationLimits.STANDARD.withMaxMoves(10);

    private static Problem capped(Mix mix, long seed) {
        Problem plain = GeneratedInstances.problem(60, 3, 48, 0.6, mix, seed);
        double carbonKg = Negotiation.agree(plain, LIMITS).certificate().bill().carbonKg();
        return GeneratedInstances.capped(plain, 0.95 * carbonKg);
    }

    private static void assertFeasible(Problem problem, Agreement agreement) {
        assertEquals(List.of(), FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals()));
    }

    @Nested
    class Determinism {

        @ParameterizedTest
        @EnumSource(Mix.class)
        void one_shard_and_seven_agree_on_the_same(Mix mix) {
            Problem problem = capped(mix, 1);
            assertEquals(Negotiation.agree(problem, LIMITS), Negotiation.agree(problem, LIMITS.withShards(7)));
        }

        @ParameterizedTest
        @EnumSource(Mix.class)
        void the_order_of_the_jobs_changes_nothing_but_the_order_of_the_answers(Mix mix) {
            Problem problem = capped(mix, 2);
            List<JobNeed> shuffled = new ArrayList<>(problem.jobs());
            Collections.shuffle(shuffled, new Random(5));
            Problem permuted =
                    new Problem(problem.periods(), problem.periodHours(), problem.sites(), shuffled, problem.policy());
            Agreement one = Negotiation.agree(problem, LIMITS);
            Agreement other = Negotiation.agree(permuted, LIMITS);
            assertEquals(one.certificate(), other.certificate());
            assertEquals(one.transcript().rounds(), other.transcript().rounds());
            List<String> asked = problem.jobs().stream().map(JobNeed::id).toList();
            assertEquals(one.assignments(), other.inOrder(asked).assignments());
        }

        @Test
        void another_seed_may_move_otherwise_but_never_beyond_the_bound() {
            Problem problem = capped(Mix.CONTIGUOUS, 3);
            Agreement one = Negotiation.agree(problem, LIMITS.withSeed(1));
            Agreement other = Negotiation.agree(problem, LIMITS.withSeed(2));
            assertFeasible(problem, other);
            assertEquals(one.certificate().lowerBound(), other.certificate().lowerBound());
        }
    }

    @Nested
    class Anytime {

        @ParameterizedTest
        @EnumSource(Mix.class)
        void stopped_after_any_round_there_is_a_feasible_plan_no_worse_than_running_now(Mix mix) {
            Problem problem = capped(mix, 4);
            double runNow = runNowOrDefer(problem);
            for (int rounds = 1; rounds <= 60; rounds += rounds < 8 ? 1 : 7) {
                Agreement agreement = Negotiation.agree(problem, LIMITS.withMaxRounds(rounds));
                assertFeasible(problem, agreement);
                assertTrue(agreement.certificate().objective() <= runNow, "after " + rounds);
                assertTrue(agreement.transcript().rounds().size() <= rounds, "after " + rounds);
                assertEquals(rounds < 24 ? 1 : 0, agreement.warnings().size(), "after " + rounds);
            }
        }

        private static double runNowOrDefer(Problem problem) {
            var coordinator = new CoordinatorRules(problem, LIMITS, List.of());
            var offers = new Offers(coordinator.offers(), problem.periods(), problem.periodHours(), problem.policy());
            var needs = new Needs(problem.jobs(), problem.periods(), problem.periodHours());
            return new RunNow(offers, needs)
                    .draft(problem.policy().carbonCapKg())
                    .objective();
        }

        @Test
        void a_plan_never_breaks_a_cap_that_nothing_can_keep() {
            Problem problem = GeneratedInstances.capped(GeneratedInstances.problem(20, 2, 24, 0.5, Mix.MIXED, 6), 0);
            Agreement agreement = Negotiation.agree(problem, LIMITS);
            assertFeasible(problem, agreement);
            assertEquals(List.of(), agreement.assignments());
            assertEquals(20, agreement.deferrals().size());
        }

        @Test
        void nothing_to_do_and_nowhere_to_do_it_are_agreed_on_too() {
            var nothing = new Problem(4, 0.5, List.of(), List.of(), PolicyTerms.carbonCap(1));
            assertEquals(List.of(), Negotiation.agree(nothing, LIMITS).assignments());
            var idle = new Problem(
                    4,
                    0.5,
                    List.of(new SiteTerms(
                            "a", 1, Series.constant(50, 4), Series.constant(100, 4), Series.constant(1, 4))),
                    List.of(),
                    PolicyTerms.NONE);
            assertEquals(0, Negotiation.agree(idle, LIMITS).certificate().objective());
        }
    }

    @Nested
    class Monotony {

        @ParameterizedTest
        @EnumSource(Mix.class)
        void a_site_more_never_makes_the_plan_worse(Mix mix) {
            Problem whole = capped(mix, 7);
            Problem less = withSites(whole, 2);
            Agreement before = Negotiation.agree(less, LIMITS);
            Agreement after = Negotiation.agree(whole, LIMITS, before.standingBids(less));
            assertFeasible(whole, after);
            assertTrue(after.certificate().objective() <= before.certificate().objective());
        }

        @ParameterizedTest
        @EnumSource(Mix.class)
        void a_later_deadline_never_makes_the_plan_worse(Mix mix) {
            Problem tight = capped(mix, 8);
            List<JobNeed> jobs = tight.jobs().stream()
                    .map(job -> new JobNeed(
                            job.id(),
                            job.shape(),
                            job.powerMw(),
                            job.energyMwh(),
                            job.release(),
                            job.deadline() + 4,
                            job.allowedSites(),
                            job.homeSite(),
                            job.weights()))
                    .toList();
            Problem loose = new Problem(tight.periods(), tight.periodHours(), tight.sites(), jobs, tight.policy());
            Agreement before = Negotiation.agree(tight, LIMITS);
            Agreement after =
                    Negotiation.agree(loose, LIMITS.withMaxRounds(3).withMaxMoves(0), before.standingBids(tight));
            assertFeasible(loose, after);
            assertTrue(after.certificate().objective() <= before.certificate().objective());
        }

        private static Problem withSites(Problem problem, int sites) {
            List<JobNeed> jobs = problem.jobs().stream()
                    .map(job -> new JobNeed(
                            job.id(),
                            job.shape(),
                            job.powerMw(),
                            job.energyMwh(),
                            job.release(),
                            job.deadline(),
                            job.allowedSites().stream()
                                    .filter(site -> site < sites)
                                    .toList(),
                            Math.min(job.homeSite(), sites - 1),
                            job.weights()))
                    .toList();
            return new Problem(
                    problem.periods(),
                    problem.periodHours(),
                    problem.sites().subList(0, sites),
                    jobs,
                    problem.policy());
        }

        @Test
        void an_earlier_plan_that_still_holds_is_found_again_even_without_a_move() {
            Problem problem = capped(Mix.MIXED, 9);
            Agreement before = Negotiation.agree(problem, LIMITS);
            Agreement again =
                    Negotiation.agree(problem, LIMITS.withMaxRounds(1).withMaxMoves(0), before.standingBids(problem));
            assertEquals(before.certificate().objective(), again.certificate().objective(), 1e-6);
        }
    }

    @Nested
    class Certificates {

        /** Plan - bound = what jobs pay above their best response + idle capacity that has a price + idle cap that has one. */
        @ParameterizedTest
        @EnumSource(Mix.class)
        void the_gap_is_accounted_for_to_the_last_penny(Mix mix) {
            Problem problem = capped(mix, 10);
            Agreement agreement = Negotiation.agree(problem, LIMITS);
            double parts = agreement.explanations().stream()
                    .mapToDouble(Explanation::regret)
                    .sum();
            double[][] idleMw = idleMw(problem, agreement.assignments());
            for (int site = 0; site < idleMw.length; site++) {
                Series scarcity = agreement.prices().scarcityPerMwh().get(site);
                for (int period = 0; period < problem.periods(); period++) {
                    parts += idleMw[site][period] * problem.periodHours() * scarcity.at(period);
                }
            }
            double idleKg = problem.policy().carbonCapKg()
                    - agreement.certificate().bill().carbonKg();
            parts += idleKg * agreement.prices().carbonPricePerKg();
            double gap = agreement.certificate().objective()
                    - agreement.certificate().lowerBound();
            assertEquals(gap, parts, 1e-3);
        }

        private static double[][] idleMw(Problem problem, List<Assignment> assignments) {
            double[][] idle = problem.sites().stream()
                    .map(site -> site.capacityMw().toArray())
                    .toArray(double[][]::new);
            for (Assignment assignment : assignments) {
                for (Run run : assignment.runs()) {
                    for (int period = run.from(); period < run.until(); period++) {
                        idle[run.site()][period] -= run.powerMw();
                    }
                }
            }
            return idle;
        }

        @Test
        void lost_value_does_not_make_a_gap_look_small() {
            var honest = Certificate.of(new Bill(100, 0, 100), 10_000, 10_050);
            assertEquals(1, honest.gap(), 1e-9);
        }

        @ParameterizedTest
        @EnumSource(
                value = Mix.class,
                names = {"MALLEABLE", "CONTIGUOUS"})
        void so_many_jobs_that_a_sample_stands_for_them_are_planned_within_a_few_per_mille(Mix mix) {
            Problem problem = GeneratedInstances.problem(2 * Sample.MOST_JOBS, 3, 48, 0.6, mix, 13);
            Agreement agreement = Negotiation.agree(problem, LIMITS);
            assertFeasible(problem, agreement);
            assertEquals(List.of(), agreement.deferrals());
            double most = mix == Mix.MALLEABLE ? 0.005 : 0.02;
            assertTrue(agreement.certificate().gap() <= most, agreement.certificate()::toString);
        }

        @Test
        void divisible_work_is_planned_at_the_optimum_that_the_bound_proves() {
            Agreement agreement = Negotiation.agree(capped(Mix.MALLEABLE, 11), LIMITS);
            assertTrue(agreement.certificate().gap() <= LIMITS.targetGap(), agreement.certificate()::toString);
        }
    }

    @Nested
    class Explanations {

        @Test
        void each_job_is_set_against_running_now_and_against_what_it_would_have_liked() {
            Problem problem = capped(Mix.MIXED, 12);
            Agreement agreement = Negotiation.agree(problem, LIMITS);
            assertEquals(problem.jobs().size(), agreement.explanations().size());
            double runNow = 0;
            for (int job = 0; job < problem.jobs().size(); job++) {
                Explanation explanation = agreement.explanations().get(job);
                assertEquals(problem.jobs().get(job).id(), explanation.jobId());
                runNow += explanation.runNow().objective();
                assertTrue(explanation.slackPeriods() >= 0);
            }
            assertEquals(agreement.runNow().objective(), runNow, 1e-6);
            for (Assignment assignment : agreement.assignments()) {
                Explanation explanation = agreement.explanations().stream()
                        .filter(each -> each.jobId().equals(assignment.jobId()))
                        .findFirst()
                        .orElseThrow();
                boolean dearer = assignment.bill().objective()
                        > explanation.cheapestBill().objective() * (1 + 1e-5);
                assertEquals(dearer, explanation.whyNot() != Explanation.WhyNot.TAKEN, explanation::toString);
            }
        }

        @Test
        void a_full_period_is_named_with_its_scarcity_price() {
            SiteTerms site =
                    new SiteTerms("a", 1, Series.of(10, 20, 40), Series.constant(100, 3), Series.constant(1, 3));
            List<JobNeed> jobs = IntStream.range(0, 2)
                    .mapToObj(job -> new JobNeed("j" + job, Shape.contiguous(), 1, 1, 0, 3 - job, List.of(0)))
                    .toList();
            Agreement agreement = Negotiation.agree(new Problem(3, 1, List.of(site), jobs, PolicyTerms.NONE), LIMITS);
            Explanation displaced = agreement.explanations().stream()
                    .filter(explanation -> explanation.whyNot() != Explanation.WhyNot.TAKEN)
                    .findFirst()
                    .orElseThrow();
            assertEquals(Explanation.WhyNot.FULL, displaced.whyNot());
            assertEquals(0, displaced.dearest().period());
            // One period more there would save 10, one less would cost 30: any price between is right.
            double perMwh = displaced.dearest().perMwh();
            assertTrue(10 <= perMwh && perMwh <= 30, displaced::toString);
        }

        @Test
        void a_job_that_the_cap_keeps_from_its_cheapest_place_is_told_so() {
            SiteTerms site = new SiteTerms("a", 1, Series.of(10, 20), Series.of(300, 100), Series.constant(9, 2));
            var job = new JobNeed("j", Shape.contiguous(), 1, 1, 0, 2, List.of(0));
            Agreement agreement = Negotiation.agree(
                    new Problem(2, 1, List.of(site), List.of(job), PolicyTerms.carbonCap(150)), LIMITS);
            assertEquals(
                    Explanation.WhyNot.CARBON,
                    agreement.explanations().getFirst().whyNot());
            assertNotEquals(0.0, agreement.prices().carbonPricePerKg());
        }
    }
}
