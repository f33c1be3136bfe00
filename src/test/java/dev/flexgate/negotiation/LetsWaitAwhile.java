package dev.flexgate.negotiation;

import dev.flexgate.Shared;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The machine-learning scenario of Wiesner et al., Let's Wait Awhile (Middleware 2021), as planning problems: 3,387 training
 * jobs of 2,036.6 W in 2020, which owners mind for their carbon alone.
 *
 * <p>Half-hours are those stamped so from 2020-01-01T00:00Z, without averaging the quarter-hours between them; a window ends
 * before its last half-hour. As a program it prints the whole table.
 */
public final class LetsWaitAwhile {

    /** One job at its power, in whole watts; the figures are ratios, which do not depend on it. */
    static final double JOB_MW = 2037e-6;

    private static final double PERIOD_HOURS = 0.5;
    private static final LocalDateTime FIRST = LocalDateTime.parse("2020-01-01T00:00");
    private static final Weights CARBON = new Weights(0, 1, 0, Weights.LOST_WORK_PER_MWH, Map.of());
    private static final int SITE = 0;

    /** How long a job may wait. */
    enum Slack {
        NEXT_WORKDAY(4),
        SEMI_WEEKLY(5);

        private final int column;

        Slack(int column) {
            this.column = column;
        }
    }

    private LetsWaitAwhile() {}

    /**
     * The scenario.
     *
     * @param region {@code gb}, {@code ger} or {@code fr}
     * @param concurrent how many jobs may run at once
     */
    static Problem problem(String region, Slack slack, Shape shape, int concurrent) {
        Series carbon = carbon(region);
        List<JobNeed> jobs =
                rows("ml_jobs_3387").stream().map(row -> job(row, slack, shape)).toList();
        var site = new SiteTerms(
                region,
                1,
                Series.constant(0, carbon.size()),
                carbon,
                Series.constant(concurrent * JOB_MW, carbon.size()));
        return new Problem(carbon.size(), PERIOD_HOURS, List.of(site), jobs, PolicyTerms.NONE);
    }

    private static JobNeed job(String[] row, Slack slack, Shape shape) {
        int release = Integer.parseInt(row[1]);
        int length = Integer.parseInt(row[3]);
        int deadline = release + length + Integer.parseInt(row[slack.column]);
        double workMwh = JOB_MW * length * PERIOD_HOURS;
        return new JobNeed(row[0], shape, JOB_MW, workMwh, release, deadline, List.of(SITE), SITE, CARBON);
    }

    private static Series carbon(String region) {
        Map<LocalDateTime, Double> stamped = new HashMap<>();
        rows(region + "_ci")
                .forEach(row -> stamped.put(
                        LocalDateTime.parse(row[0].substring(0, 19).replace(' ', 'T')), Double.valueOf(row[1])));
        List<Double> values = new ArrayList<>();
        for (LocalDateTime at = FIRST; stamped.containsKey(at); at = at.plusMinutes(30)) {
            values.add(stamped.get(at));
        }
        return Series.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static List<String[]> rows(String name) {
        var file = Shared.path("data/lets-wait-awhile/" + name + ".csv.gz");
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What of the carbon of running at once the plan saves, in per cent. */
    static double savingPercent(Agreement agreement) {
        double before = agreement.runNow().carbonKg();
        return 100 * (1 - agreement.certificate().bill().carbonKg() / before);
    }

    private static void print(String region, Slack slack, Shape shape, int concurrent) {
        Problem problem = problem(region, slack, shape, concurrent);
        long started = System.nanoTime();
        Agreement agreement = Negotiation.agree(problem, NegotiationLimits.STANDARD.withShards(2));
        System.out.printf(
                Locale.ROOT,
                "%-3s %-12s %-40s %4d at once: %.4f %%, gap %.4f %%, %d undone, %d violations, %.1f s%n",
                region,
                slack,
                shape,
                concurrent,
                savingPercent(agreement),
                100 * agreement.certificate().gap(),
                agreement.deferrals().size(),
                FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals())
                        .size(),
                (System.nanoTime() - started) / 1e9);
    }

    /** Prints the uncapped figures of three regions and the capped ones of Great Britain. */
    public static void main(String[] arguments) {
        for (String region : List.of("gb", "ger", "fr")) {
            for (Slack slack : Slack.values()) {
                print(region, slack, Shape.contiguous(), 3_387);
                print(region, slack, Shape.preemptible(), 3_387);
            }
        }
        for (Slack slack : Slack.values()) {
            for (int concurrent : new int[] {45, 33, 27}) {
                print("gb", slack, Shape.preemptible(), concurrent);
            }
        }
    }
}
