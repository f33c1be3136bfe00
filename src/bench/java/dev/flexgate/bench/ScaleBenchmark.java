package dev.flexgate.bench;

import dev.flexgate.negotiation.Agreement;
import dev.flexgate.negotiation.Deferral;
import dev.flexgate.negotiation.FeasibilityChecker;
import dev.flexgate.negotiation.GeneratedInstances;
import dev.flexgate.negotiation.GeneratedInstances.Mix;
import dev.flexgate.negotiation.JobNeed;
import dev.flexgate.negotiation.Negotiation;
import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.negotiation.PolicyTerms;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.negotiation.Shape;
import dev.flexgate.negotiation.Weights;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How planning scales: 1,000, 10,000 and 100,000 jobs of recorded traces at 6 sites over 96 half-hours and 70 % load, with a
 * carbon cap 40 % of the way from the cheapest plan's carbon to the cleanest's. The engine and its limits are those of the
 * gateway, its jobs in two shards. Then contiguous jobs at full load, and HiGHS on the same problems.
 *
 * <p>Arguments: the most jobs (100000), the most jobs for HiGHS (1000; 10,000 takes a minute), shapes to run
 * ({@code all}, {@code malleable}, {@code contiguous}, {@code mixed}), seeds with commas between (42), each of which
 * also chooses traces and a day. Properties: {@code bench.search}, steps a job to search where work runs that does not divide
 * (0); {@code bench.relaxation}, the most contiguous jobs whose linear relaxation HiGHS solves beside (0; 1,000 take a minute).
 */
public final class ScaleBenchmark {

    private static final int SHARDS = 2;
    private static final double LOAD = 0.7;
    private static final double[] FULL_LOADS = {0.7, 0.85};
    private static final int SITES = 6;
    private static final double WAY_TO_CLEANEST = 0.4;
    private static final Runtime RUNTIME = Runtime.getRuntime();

    private ScaleBenchmark() {}

    public static void main(String[] arguments) {
        int most = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int mostForHighs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        String shapes = arguments.length > 2 ? arguments[2] : "all";
        for (String seed : (arguments.length > 3 ? arguments[3] : "42").split(",")) {
            run(most, mostForHighs, shapes, Long.parseLong(seed));
        }
    }

    private static void run(int most, int mostForHighs, String shapes, long seed) {
        for (int jobs = Integer.getInteger("bench.least", 1_000); jobs <= most; jobs *= 10) {
            if (shapes.equals("all") || shapes.equals("malleable")) {
                Problem problem = capped(TraceInstances.problem(jobs, LOAD, Shape.malleable(), seed));
                double seconds = measure("malleable, " + seed, problem);
                if (jobs <= mostForHighs) {
                    HighsReference.compare(problem, seconds);
                }
            }
            if (shapes.equals("all") || shapes.equals("contiguous")) {
                rigid("contiguous", jobs, Mix.CONTIGUOUS, seed);
            }
            if (shapes.equals("all") || shapes.equals("mixed")) {
                rigid("mixed", jobs, Mix.MIXED, seed);
            }
        }
    }

    /** Work that does not divide is generated: the largest jobs of the traces fit into no site of a thousand jobs' size. */
    private static void rigid(String name, int jobs, Mix mix, long seed) {
        measure(name + ", " + seed, capped(generated(jobs, LOAD, mix, seed)));
        for (double load : FULL_LOADS) {
            measure(name + " " + load + ", " + seed, generated(jobs, load, mix, seed));
        }
    }

    private static Problem generated(int jobs, double load, Mix mix, long seed) {
        return GeneratedInstances.problem(jobs, SITES, TraceInstances.PERIODS, load, mix, seed);
    }

    private static Problem capped(Problem problem) {
        double cheapest = agree(problem).certificate().bill().carbonKg();
        List<JobNeed> minded = problem.jobs().stream()
                .map(job -> job.withWeights(new Weights(0, 1, 0, Weights.LOST_WORK_PER_MWH, Map.of())))
                .toList();
        double cleanest = agree(new Problem(
                        problem.periods(), problem.periodHours(), problem.sites(), minded, PolicyTerms.NONE))
                .certificate()
                .bill()
                .carbonKg();
        return new Problem(
                problem.periods(),
                problem.periodHours(),
                problem.sites(),
                problem.jobs(),
                PolicyTerms.carbonCap(cheapest - WAY_TO_CLEANEST * (cheapest - cleanest)));
    }

    private static Agreement agree(Problem problem) {
        return Negotiation.agree(
                problem,
                NegotiationLimits.STANDARD.withShards(SHARDS).withSearch(Integer.getInteger("bench.search", 0)));
    }

    /** One negotiation, after one to warm up where that is short; the wall time in seconds. */
    private static double measure(String name, Problem problem) {
        for (int warm = 0;
                warm < Integer.getInteger("bench.warm", 20_000 / problem.jobs().size());
                warm++) {
            agree(problem);
        }
        long before = usedBytes();
        resetPeak();
        long cpu = processCpuNanos();
        long wall = System.nanoTime();
        Agreement agreement = agree(problem);
        double seconds = (System.nanoTime() - wall) / 1e9;
        double cpuSeconds = (processCpuNanos() - cpu) / 1e9;
        long peak = peakBytes() - before;
        long kept = usedBytes() - before;
        report(name, problem, agreement, new Cost(seconds, cpuSeconds, peak, kept));
        if (name.startsWith("contiguous") && problem.jobs().size() <= Integer.getInteger("bench.relaxation", 0)) {
            StartRelaxation.compare(problem, agreement);
        }
        return seconds;
    }

    private record Cost(double seconds, double cpuSeconds, long peakBytes, long keptBytes) {}

    private static void report(String name, Problem problem, Agreement agreement, Cost cost) {
        int jobs = problem.jobs().size();
        double carbonKg = agreement.certificate().bill().carbonKg();
        double capKg = problem.policy().carbonCapKg();
        System.out.printf(
                Locale.ROOT,
                "%-21s %7d jobs: %6.2f s wall, %6.2f s CPU, objective %.4f, gap %.3f %%, unplaced %.4f MWh of %d jobs,"
                        + " carbon %.5f of the cap, %d violations, %d rounds, peak %d MB, kept %d bytes a job%n",
                name,
                jobs,
                cost.seconds(),
                cost.cpuSeconds(),
                agreement.certificate().objective(),
                100 * agreement.certificate().gap(),
                agreement.deferrals().stream().mapToDouble(Deferral::energyMwh).sum(),
                agreement.deferrals().size(),
                problem.policy().capsCarbon() ? carbonKg / capKg : Double.NaN,
                FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals())
                        .size(),
                agreement.transcript().rounds().size(),
                cost.peakBytes() >> 20,
                cost.keptBytes() / jobs);
    }

    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long usedBytes() {
        System.gc();
        return RUNTIME.totalMemory() - RUNTIME.freeMemory();
    }

    private static void resetPeak() {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    private static long peakBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
