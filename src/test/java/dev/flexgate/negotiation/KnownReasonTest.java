package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.negotiation.Deferral.Reason;
import dev.flexgate.negotiation.GeneratedInstances.Mix;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In worlds where all work has room, one constraint is tightened for one job: that one is named, each time. */
class KnownReasonTest {

    private static final int CASES_A_REASON = 14;
    private static final int SITES = 3;
    private static final int PERIODS = 48;
    private static final String VICTIM = "victim";
    private static final Set<Reason> NUMBERED = EnumSet.of(
            Reason.IMPORT_LIMIT,
            Reason.PEAK_LIMIT,
            Reason.JOB_CARBON_CAP,
            Reason.TENANT_CARBON_CAP,
            Reason.DAY_CARBON_CAP,
            Reason.COST_CAP,
            Reason.SHIFT_BUDGET);
    private static final List<Shape> SHAPES =
            List.of(Shape.malleable(), Shape.preemptible(), Shape.preemptible(1), Shape.contiguous());

    /** A world and what is done to one job in it. */
    private record Case(Problem problem, JobNeed victim) {

        Case with(JobNeed other) {
            return new Case(problem, other);
        }

        Case under(PolicyTerms policy) {
            return new Case(
                    new Problem(problem.periods(), problem.periodHours(), problem.sites(), problem.jobs(), policy),
                    victim);
        }

        Case among(List<JobNeed> others) {
            return new Case(
                    new Problem(problem.periods(), problem.periodHours(), problem.sites(), others, problem.policy()),
                    victim);
        }

        Problem whole() {
            List<JobNeed> jobs = new ArrayList<>(problem.jobs());
            jobs.add(victim);
            return new Problem(problem.periods(), problem.periodHours(), problem.sites(), jobs, problem.policy());
        }
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void the_constraint_that_binds_is_named(Reason reason) {
        for (int seed = 0; seed < CASES_A_REASON; seed++) {
            Random random = new Random(31L * seed + reason.name().hashCode());
            Problem problem = tightened(world(random), reason, random).whole();
            Agreement agreement = Negotiation.agree(problem, NegotiationLimits.STANDARD.withMaxMoves(0));
            String where =
                    reason + " " + seed + ": " + agreement.deferrals() + agreement.certificate() + agreement.warnings();
            assertEquals(
                    List.of(reason),
                    agreement.deferrals().stream()
                            .filter(each -> each.jobId().equals(VICTIM))
                            .map(Deferral::reason)
                            .toList(),
                    where);
            if (NUMBERED.contains(reason)) {
                assertNumbers(agreement, where);
            }
            assertEquals(
                    List.of(),
                    FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals()),
                    where);
        }
    }

    /** The limit by name, and less left of it than the job needs. */
    private static void assertNumbers(Agreement agreement, String where) {
        Deferral.Binding binding = agreement.deferrals().stream()
                .filter(each -> each.jobId().equals(VICTIM))
                .map(Deferral::binding)
                .findFirst()
                .orElseThrow();
        assertFalse(binding.limit().isEmpty(), where);
        assertTrue(binding.most() - binding.used() < binding.least() * (1 + 1e-6), where);
    }

    private static Case world(Random random) {
        Problem problem = GeneratedInstances.problem(12, SITES, PERIODS, 0.25, Mix.MALLEABLE, random.nextLong());
        int length = 2 + random.nextInt(5);
        int release = random.nextInt(PERIODS - 2 * length);
        double powerMw = (10 + random.nextInt(40)) / 1000.0;
        List<Integer> sites = random.nextBoolean() ? List.of(random.nextInt(SITES)) : List.of(0, 2);
        Shape shape = SHAPES.get(random.nextInt(SHAPES.size()));
        int deadline = release + 2 * length;
        JobNeed bare = victim(shape, powerMw, powerMw * length * 0.5, release, deadline, sites);
        // What is weighed is no limit: whatever a job minds, the limit that binds is named.
        Weights minds = Weights.MONEY
                .withPerMwhAtSite(Map.of(sites.getLast(), 30 * random.nextDouble()))
                .withPausing(new Weights.Pausing(
                        random.nextBoolean() ? 0.1 * random.nextDouble() : 0, random.nextBoolean()));
        return new Case(problem, bare.withWeights(minds));
    }

    private static JobNeed victim(
            Shape shape, double powerMw, double energyMwh, int release, int deadline, List<Integer> sites) {
        return new JobNeed(VICTIM, shape, powerMw, energyMwh, release, deadline, sites);
    }

    private static Case tightened(Case world, Reason reason, Random random) {
        JobNeed job = world.victim();
        return switch (reason) {
            case NO_ALLOWED_SITE ->
                world.with(
                        victim(job.shape(), job.powerMw(), job.energyMwh(), job.release(), job.deadline(), List.of()));
            case WINDOW_TOO_SHORT ->
                world.with(victim(
                        job.shape(),
                        job.powerMw(),
                        job.energyMwh(),
                        job.release(),
                        job.release() + length(job) - 1 - random.nextInt(2),
                        job.allowedSites()));
            case RESIDENCY -> world.under(closed(job, Closure.Why.RESIDENCY, random));
            case LATENCY -> world.under(closed(job, Closure.Why.LATENCY, random));
            case MISSING_FORECAST -> world.under(closed(job, Closure.Why.MISSING_FORECAST, random));
            case IMPORT_LIMIT -> below(world, SiteTerms.Ceiling.Kind.IMPORT_LIMIT);
            case PEAK_LIMIT ->
                random.nextBoolean()
                        ? below(world, SiteTerms.Ceiling.Kind.PEAK_LIMIT)
                        : world.under(
                                capped(Cap.Measure.PEAK_MW, Cap.Scope.TENANT, Set.of(VICTIM), 0.3 * job.powerMw()));
            case JOB_CARBON_CAP ->
                world.under(capped(
                        Cap.Measure.CARBON_KG,
                        Cap.Scope.JOB,
                        Set.of(VICTIM),
                        cleanestKg(world, job) * (0.2 + 0.7 * random.nextDouble())));
            case COST_CAP ->
                world.under(capped(
                        Cap.Measure.MONEY,
                        List.of(Cap.Scope.JOB, Cap.Scope.TENANT, Cap.Scope.DAY).get(random.nextInt(3)),
                        Set.of(VICTIM),
                        least(world, job) * (0.2 + 0.7 * random.nextDouble())));
            case SHIFT_BUDGET ->
                world.with(job.withHomeSite(job.allowedSites().contains(1) ? 0 : 1))
                        .under(capped(
                                Cap.Measure.MOVED_MWH,
                                Cap.Scope.TENANT,
                                Set.of(VICTIM),
                                job.energyMwh() * random.nextDouble() * 0.9));
            case TENANT_CARBON_CAP, DAY_CARBON_CAP -> {
                Case others = amongPrecious(world, job);
                double own = cleanestKg(others, others.victim());
                double most = Math.max(leastKg(others.problem()) + 0.5 * own, own * 1.01);
                boolean tenant = reason == Reason.TENANT_CARBON_CAP;
                Set<String> all =
                        others.whole().jobs().stream().map(JobNeed::id).collect(Collectors.toSet());
                yield others.under(capped(
                        Cap.Measure.CARBON_KG,
                        tenant ? Cap.Scope.TENANT : Cap.Scope.DAY,
                        tenant ? all : Set.of(),
                        most));
            }
            case BLACKOUT ->
                world.under(new PolicyTerms(
                        Double.POSITIVE_INFINITY,
                        job.allowedSites().stream()
                                .map(site -> new PolicyTerms.Blackout(site, job.release(), job.deadline() - 1))
                                .toList()));
            case POWER_EXCEEDS_CAPACITY -> {
                double mostMw = world.problem().sites().stream()
                        .flatMapToDouble(site -> IntStream.range(0, PERIODS)
                                .mapToDouble(period -> site.capacityMw().at(period)))
                        .max()
                        .orElseThrow();
                double powerMw = mostMw * job.allowedSites().size() * (1.1 + random.nextDouble());
                int length = job.deadline() - job.release();
                yield world.with(victim(
                        job.shape(),
                        powerMw,
                        powerMw * length * 0.5,
                        job.release(),
                        job.deadline(),
                        job.allowedSites()));
            }
            case CARBON_CAP_BELOW_JOB ->
                world.under(PolicyTerms.carbonCap(cleanestKg(world, job) * (0.2 + 0.7 * random.nextDouble())));
            case WORTH_LESS_THAN_COST ->
                world.with(job.withWeights(
                        random.nextBoolean()
                                ? Weights.MONEY.withLostWorkPerMwh(1)
                                : Weights.MONEY.withPerMwhAtSite(job.allowedSites().stream()
                                        .collect(Collectors.toMap(site -> site, _ -> 2 * Weights.LOST_WORK_PER_MWH)))));
            case CARBON_CAP -> {
                Case others = amongPrecious(world, job);
                double leastKg = leastKg(others.problem());
                double own = cleanestKg(others, others.victim());
                yield others.under(PolicyTerms.carbonCap(Math.max(leastKg * 1.0001, own * 1.01)));
            }
            case SITE_CAPACITY -> {
                List<JobNeed> blocking = new ArrayList<>();
                for (int site : job.allowedSites()) {
                    double mostMw =
                            world.problem().sites().get(site).capacityMw().at(job.release());
                    double powerMw = mostMw - 1e-6;
                    blocking.add(new JobNeed(
                                    "blocks" + site,
                                    Shape.contiguous(),
                                    powerMw,
                                    powerMw * (job.deadline() - job.release()) * 0.5,
                                    job.release(),
                                    job.deadline(),
                                    List.of(site))
                            .withWeights(Weights.MONEY.withLostWorkPerMwh(900_000)));
                }
                yield level(world, site -> site.capacityMw().at(job.release())).among(blocking);
            }
        };
    }

    /** The victim's work is worth little beside that of the others, and there is room for all at once. */
    private static Case amongPrecious(Case world, JobNeed job) {
        double allMw = job.powerMw()
                + world.problem().jobs().stream().mapToDouble(JobNeed::powerMw).sum();
        Case roomy = level(world, _ -> allMw);
        List<JobNeed> dear = roomy.problem().jobs().stream()
                .map(other -> other.withWeights(Weights.MONEY.withLostWorkPerMwh(900_000)))
                .toList();
        return roomy.among(dear).with(job.withWeights(Weights.MONEY.withLostWorkPerMwh(2_000)));
    }

    private static PolicyTerms closed(JobNeed job, Closure.Why why, Random random) {
        Set<String> jobs = why == Closure.Why.MISSING_FORECAST && random.nextBoolean() ? Set.of() : Set.of(VICTIM);
        return PolicyTerms.NONE.withClosures(job.allowedSites().stream()
                .map(site -> new Closure(jobs, site, job.release(), job.deadline(), why))
                .toList());
    }

    private static PolicyTerms capped(Cap.Measure measure, Cap.Scope scope, Set<String> jobs, double most) {
        return PolicyTerms.NONE.withCaps(List.of(new Cap("limit", measure, scope, jobs, 0, PERIODS, most)));
    }

    /** The victim's sites under a ceiling that is too low for it. */
    private static Case below(Case world, SiteTerms.Ceiling.Kind kind) {
        JobNeed job = world.victim();
        Series most = Series.constant(0.3 * job.powerMw() / job.allowedSites().size(), PERIODS);
        List<SiteTerms> sites = new ArrayList<>(world.problem().sites());
        job.allowedSites().forEach(site -> sites.set(site, sites.get(site).under(new SiteTerms.Ceiling(kind, most))));
        Problem problem = world.problem();
        return new Case(
                new Problem(PERIODS, problem.periodHours(), sites, problem.jobs(), problem.policy()), world.victim());
    }

    /** The same with each site's capacity level over time. */
    private static Case level(Case world, ToDoubleFunction<SiteTerms> capacityMw) {
        List<SiteTerms> sites = world.problem().sites().stream()
                .map(site -> new SiteTerms(
                        site.id(),
                        site.pue(),
                        site.pricePerMwh(),
                        site.carbonKgPerMwh(),
                        Series.constant(capacityMw.applyAsDouble(site), PERIODS)))
                .toList();
        Problem problem = world.problem();
        return new Case(
                new Problem(PERIODS, problem.periodHours(), sites, problem.jobs(), problem.policy()), world.victim());
    }

    private static int length(JobNeed job) {
        return (int) Math.round(job.energyMwh() / (job.powerMw() * 0.5));
    }

    /** The least carbon that all jobs together may cause. */
    private static double leastKg(Problem problem) {
        return Negotiation.agree(GeneratedInstances.carbonOnly(problem), NegotiationLimits.STANDARD)
                .certificate()
                .bill()
                .carbonKg();
    }

    /** The least cost of the job alone. */
    private static double least(Case world, JobNeed job) {
        return Negotiation.agree(world.among(List.of()).with(job).whole(), NegotiationLimits.STANDARD)
                .certificate()
                .bill()
                .money();
    }

    /** The least carbon of the job alone. */
    private static double cleanestKg(Case world, JobNeed job) {
        return leastKg(world.among(List.of()).with(job).whole());
    }
}
