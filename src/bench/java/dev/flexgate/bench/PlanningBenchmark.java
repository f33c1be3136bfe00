package dev.flexgate.bench;

import dev.flexgate.negotiation.Agreement;
import dev.flexgate.negotiation.Certificate;
import dev.flexgate.negotiation.FeasibilityChecker;
import dev.flexgate.negotiation.GeneratedInstances;
import dev.flexgate.negotiation.GeneratedInstances.Mix;
import dev.flexgate.negotiation.Negotiation;
import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.negotiation.Problem;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a negotiation takes: seeded jobs with windows of 4 to 40 half-hours on 96, capacity at 70 % load, a
 * carbon cap 40 % of the way from the carbon of the cheapest plan to that of the cleanest.
 *
 * <p>As a plain program it prints figures; arguments: jobs, sites, load, runs (default 1000 3 0.7 7).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PlanningBenchmark {

    private static final long SEED = 42;
    private static final int PERIODS = 96;

    @Param({"MALLEABLE", "PREEMPTIBLE", "CONTIGUOUS", "MIXED"})
    public Mix mix = Mix.MALLEABLE;

    @Param("1000")
    public int jobs = 1000;

    @Param("3")
    public int sites = 3;

    private Problem problem = problem(1, 1, 0.7, Mix.MALLEABLE);

    @Setup
    public void generate() {
        problem = problem(jobs, sites, 0.7, mix);
    }

    @Benchmark
    public Agreement agree() {
        return Negotiation.agree(problem, NegotiationLimits.STANDARD);
    }

    private static Problem problem(int jobs, int sites, double load, Mix mix) {
        Problem plain = GeneratedInstances.problem(jobs, sites, PERIODS, load, mix, SEED);
        double cheapest = carbonKg(plain);
        double cleanest = carbonKg(GeneratedInstances.carbonOnly(plain));
        return GeneratedInstances.capped(plain, cheapest - 0.4 * (cheapest - cleanest));
    }

    private static double carbonKg(Problem problem) {
        return Negotiation.agree(problem, NegotiationLimits.STANDARD)
                .certificate()
                .bill()
                .carbonKg();
    }

    /** Prints one line a mix of shapes. */
    public static void main(String[] arguments) {
        int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        int sites = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        double load = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 0.7;
        int runs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 7;
        System.out.printf("%d jobs, %d sites, %d periods, load %.2f%n", jobs, sites, PERIODS, load);
        for (Mix mix : Mix.values()) {
            print(mix, problem(jobs, sites, load, mix), runs);
        }
    }

    private static void print(Mix mix, Problem problem, int runs) {
        double[] wallMillis = new double[runs];
        double[] cpuMillis = new double[runs];
        Agreement agreement = Negotiation.agree(problem, NegotiationLimits.STANDARD);
        for (int run = 0; run < runs; run++) {
            long wall = System.nanoTime();
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            agreement = Negotiation.agree(problem, NegotiationLimits.STANDARD);
            cpuMillis[run] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e6;
            wallMillis[run] = (System.nanoTime() - wall) / 1e6;
        }
        Arrays.sort(wallMillis);
        Arrays.sort(cpuMillis);
        Certificate certificate = agreement.certificate();
        int violations = FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals())
                .size();
        System.out.printf(
                "%-11s wall median %4.0f ms, cpu median %4.0f ms, gap %.4f %%, %d deferred, %d rounds, %d violations%n",
                mix,
                wallMillis[runs / 2],
                cpuMillis[runs / 2],
                100 * certificate.gap(),
                agreement.deferrals().size(),
                agreement.transcript().rounds().size(),
                violations);
    }
}
