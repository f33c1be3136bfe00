package dev.flexgate.bench;

import dev.flexgate.negotiation.Agreement;
import dev.flexgate.negotiation.GeneratedInstances;
import dev.flexgate.negotiation.GeneratedInstances.Mix;
import dev.flexgate.negotiation.Negotiation;
import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.negotiation.Problem;
import java.util.Locale;

/** Times whole negotiations of generated instances in this process, cold and warm. Arguments: jobs, sites, periods. */
public final class PlanningTimes {

    private static final int RUNS = 5;
    private static final double LOAD = 0.7;
    private static final long SEED = 42;

    private PlanningTimes() {}

    public static void main(String[] arguments) {
        int jobs = Integer.parseInt(arguments[0]);
        int sites = Integer.parseInt(arguments[1]);
        int periods = Integer.parseInt(arguments[2]);
        for (Mix mix : Mix.values()) {
            Problem problem = GeneratedInstances.problem(jobs, sites, periods, LOAD, mix, SEED);
            for (int run = 1; run <= RUNS; run++) {
                long started = System.nanoTime();
                Agreement agreement = Negotiation.agree(problem, NegotiationLimits.STANDARD);
                System.out.printf(
                        Locale.ROOT,
                        "%s run %d: %.3f s, certified gap %.3f %%, deferred %d%n",
                        mix,
                        run,
                        (System.nanoTime() - started) / 1e9,
                        100 * agreement.certificate().gap(),
                        agreement.deferrals().size());
            }
        }
    }
}
