package dev.flexgate.bench;

import dev.flexgate.negotiation.Agreement;
import dev.flexgate.negotiation.Assignment;
import dev.flexgate.negotiation.Cap;
import dev.flexgate.negotiation.Certificate;
import dev.flexgate.negotiation.Deferral;
import dev.flexgate.negotiation.ExactSolver;
import dev.flexgate.negotiation.FeasibilityChecker;
import dev.flexgate.negotiation.GeneratedInstances;
import dev.flexgate.negotiation.LimitForms;
import dev.flexgate.negotiation.Negotiation;
import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.negotiation.Shape;
import dev.flexgate.negotiation.SiteForms;
import dev.flexgate.negotiation.StartProgram;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Random problems of the form of the stored instances, solved as {@code plan solve} does and held against an exact solver:
 * SCIP where work divides, CP-SAT over all starts where it does not, which goes on from our plan.
 *
 * <p>Arguments: {@code malleable}, {@code contiguous} or {@code mixed}, the first seed, how many, the most jobs, seconds for the
 * reference; {@code limits} for one to three limits of different kinds, with a cap for every other seed.
 */
public final class ReferenceSweep {

    private static final NegotiationLimits LIMITS = NegotiationLimits.STANDARD
            .withTargetGap(1e-7)
            .withMaxMoves(400)
            .withSearch(Integer.getInteger("bench.search", 20_000));
    /** How far from the cleanest plan's carbon to the cheapest's; infinite for no cap. */
    private static final double[] CAPS = {Double.POSITIVE_INFINITY, 0.9, 0.75, 0.5, 0.25, 0.1};

    private static final double MALLEABLE_WITHIN = 1e-3;
    private static final double CONTIGUOUS_WITHIN = 5e-3;

    private ReferenceSweep() {}

    public static void main(String[] arguments) {
        String shapes = arguments.length < 1 ? "malleable" : arguments[0];
        boolean limited = arguments.length > 5 && arguments[5].equals("limits");
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
        int mostJobs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 60;
        double seconds = arguments.length > 4 ? Double.parseDouble(arguments[4]) : 10;
        int missed = 0;
        for (long seed = first; seed < first + count; seed++) {
            missed += compare(seed, shapes, mostJobs, seconds, limited) ? 0 : 1;
        }
        System.out.println(missed + " of " + count + " missed");
    }

    private static boolean compare(long seed, String named, int mostJobs, double seconds, boolean limited) {
        boolean divides = named.equals("malleable");
        Problem problem = SiteForms.problem(seed, mostJobs, shapes(named));
        problem = limited ? limited(problem, seed) : capped(problem, CAPS[(int) (seed % CAPS.length)]);
        long started = System.nanoTime();
        Agreement agreement = Negotiation.agree(problem, LIMITS);
        double ourSeconds = (System.nanoTime() - started) / 1e9;
        StartProgram.Known known = divides
                ? new StartProgram.Known(ExactSolver.optimum(problem), Double.NaN)
                : StartProgram.solve(problem, agreement, seconds);
        return report(seed, problem, agreement, known, ourSeconds, divides ? MALLEABLE_WITHIN : CONTIGUOUS_WITHIN);
    }

    private static List<Shape> shapes(String named) {
        return switch (named) {
            case "malleable" -> List.of(Shape.malleableAtEachSite(), Shape.malleable());
            case "contiguous" -> List.of(Shape.contiguous());
            default ->
                List.of(
                        Shape.contiguous(),
                        Shape.contiguous(),
                        Shape.preemptible(),
                        Shape.preemptible(1),
                        Shape.malleable());
        };
    }

    /** Under one to three limits of different kinds, and every other time a cap too. */
    private static Problem limited(Problem problem, long seed) {
        List<Assignment> free = Negotiation.agree(problem, LIMITS.withSearch(0)).assignments();
        List<Cap> caps = LimitForms.limits(problem, free, 1 + (int) (seed % 3), seed, new Random(7_000 + seed));
        Problem under = seed % 2 == 0 ? problem : capped(problem, CAPS[1 + (int) (seed % (CAPS.length - 1))]);
        return new Problem(
                problem.periods(),
                problem.periodHours(),
                problem.sites(),
                problem.jobs(),
                under.policy().withCaps(caps));
    }

    private static Problem capped(Problem problem, double part) {
        if (part == Double.POSITIVE_INFINITY) {
            return problem;
        }
        double cheapest = carbonKg(problem);
        double cleanest = carbonKg(GeneratedInstances.carbonOnly(problem));
        return GeneratedInstances.capped(problem, cleanest + part * (cheapest - cleanest));
    }

    private static double carbonKg(Problem problem) {
        return Negotiation.agree(problem, LIMITS.withSearch(0))
                .certificate()
                .bill()
                .carbonKg();
    }

    private static boolean report(
            long seed,
            Problem problem,
            Agreement agreement,
            StartProgram.Known known,
            double ourSeconds,
            double within) {
        Certificate certificate = agreement.certificate();
        double done = Math.max(1, Math.abs(certificate.bill().objective()));
        double above = (certificate.objective() - known.objective()) / done;
        boolean boundHolds = certificate.lowerBound() <= known.objective() + 1e-6 * done;
        int violations = FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals())
                .size();
        boolean met = above <= within && boundHolds && violations == 0;
        System.out.printf(
                Locale.ROOT,
                "%s %4d: %3d jobs, %d sites, %2d periods, cap %10.1f: %.4f, %.4f %% above %.4f (known %.4f %%),"
                        + " certified %.4f %%, undone %.3f MWh, %d violations, %.2f s%s%n",
                met ? "met   " : "MISSED",
                seed,
                problem.jobs().size(),
                problem.sites().size(),
                problem.periods(),
                problem.policy().carbonCapKg(),
                certificate.objective(),
                100 * above,
                known.objective(),
                100 * (known.objective() - known.bound()) / done,
                100 * certificate.gap(),
                agreement.deferrals().stream().mapToDouble(Deferral::energyMwh).sum(),
                violations,
                ourSeconds,
                boundHolds ? "" : ", BOUND ABOVE THE OPTIMUM");
        return met;
    }
}
