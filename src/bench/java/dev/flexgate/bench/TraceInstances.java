package dev.flexgate.bench;

import dev.flexgate.Shared;
import dev.flexgate.negotiation.JobNeed;
import dev.flexgate.negotiation.PolicyTerms;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.negotiation.Series;
import dev.flexgate.negotiation.Shape;
import dev.flexgate.negotiation.SiteTerms;
import dev.flexgate.negotiation.Weights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Planning problems made of recorded series: jobs of three cluster traces, day-ahead prices and carbon intensity of six zones,
 * and the load of three clusters for the room that is left.
 *
 * <p>What the traces do not say is drawn from a seed: where a job is at home, where else it may run, and how long it can
 * wait. Arrivals of a year are folded onto 48 hours. A requested core counts as 100 W, a job longer than 16 hours as one of
 * 16, and one of more than 64 cores as one of 64, so that all work can be placed.
 */
final class TraceInstances {

    static final int PERIODS = 96;
    static final double PERIOD_HOURS = 0.5;

    private static final double MEGAWATTS_A_CORE = 100e-6;
    private static final double LONGEST_HOURS = 16;
    private static final double MOST_CORES = 64;
    private static final int[] SLACK_PERIODS = {8, 12, 24, 36, 48};
    private static final OffsetDateTime FIRST_DAY = OffsetDateTime.parse("2024-01-02T00:00Z");
    private static final int DAYS = 330;
    /** How much of a site other work takes at the most. */
    private static final double OTHER_WORK = 0.5;

    private static final List<String> JOB_TRACES =
            List.of("gaia_azure-100k", "gaia_mustang-trace-2015-100k", "gaia_pai-100k");

    private static final List<String> LOAD_TRACES =
            List.of("GoogleClusteData_CPU_Data_Hourly_1", "Alibaba_CPU_Data_Hourly_1", "Alibaba_CPU_Data_Hourly_2");

    /** A zone with a price series in its currency; the rates are round figures of early 2024. */
    private record Zone(String name, double dollars, double pue) {}

    private static final List<Zone> ZONES = List.of(
            new Zone("DE-LU", 1.08, 1.2),
            new Zone("US-CAL-CISO", 1, 1.15),
            new Zone("US-TEX-ERCO", 1, 1.25),
            new Zone("US-NY-NYIS", 1, 1.3),
            new Zone("CA-ON", 0.74, 1.1),
            new Zone("AU-NSW", 0.66, 1.35));

    private TraceInstances() {}

    /**
     * A problem without a carbon cap.
     *
     * @param load IT work wanted over IT work possible
     * @param seed draws; it also chooses the traces (each alone, or all three) and the day of prices and carbon
     */
    static Problem problem(int jobs, double load, Shape shape, long seed) {
        var random = new SplittableRandom(seed);
        List<String[]> rows = new ArrayList<>();
        for (String trace : traces(seed)) {
            rows.addAll(rows("traces/" + trace + ".csv.gz"));
        }
        List<JobNeed> needs = new ArrayList<>(jobs);
        double workMwh = 0;
        for (int job = 0; job < jobs; job++) {
            JobNeed need = job("j%06d".formatted(job), rows.get(random.nextInt(rows.size())), shape, random);
            needs.add(need);
            workMwh += need.energyMwh();
        }
        OffsetDateTime day = FIRST_DAY.plusDays(Math.floorMod(seed, DAYS));
        return new Problem(PERIODS, PERIOD_HOURS, sites(workMwh / load, day), needs, PolicyTerms.NONE);
    }

    private static List<String> traces(long seed) {
        return switch (Math.floorMod(seed, 4)) {
            case 0 -> JOB_TRACES.subList(0, 1);
            case 1 -> JOB_TRACES.subList(1, 2);
            case 3 -> JOB_TRACES.subList(2, 3);
            default -> JOB_TRACES;
        };
    }

    private static JobNeed job(String id, String[] row, Shape shape, SplittableRandom random) {
        double hours = Math.min(LONGEST_HOURS, Double.parseDouble(row[1]));
        double powerMw = Math.min(MOST_CORES, Double.parseDouble(row[2])) * MEGAWATTS_A_CORE;
        int length = Math.max(1, (int) Math.ceil(hours / PERIOD_HOURS));
        double foldedHours = Double.parseDouble(row[0]) % (PERIODS * PERIOD_HOURS);
        int release = Math.min((int) (foldedHours / PERIOD_HOURS), PERIODS - length);
        int slack = SLACK_PERIODS[random.nextInt(SLACK_PERIODS.length)];
        int home = random.nextInt(ZONES.size());
        return new JobNeed(
                id,
                shape,
                powerMw,
                powerMw * hours,
                release,
                Math.min(PERIODS, release + length + slack),
                allowed(home, random),
                home,
                Weights.MONEY);
    }

    /** A quarter may run at home alone, a quarter at one other site too, the rest anywhere. */
    private static List<Integer> allowed(int home, SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> List.of(home);
            case 1 -> List.of(home, (home + 1 + random.nextInt(ZONES.size() - 1)) % ZONES.size());
            default -> IntStream.range(0, ZONES.size()).boxed().toList();
        };
    }

    private static List<SiteTerms> sites(double possibleMwh, OffsetDateTime day) {
        double[][] free = new double[ZONES.size()][];
        double sum = 0;
        for (int site = 0; site < free.length; site++) {
            String trace = LOAD_TRACES.get(site % LOAD_TRACES.size());
            free[site] = freeShare("traces/" + trace + ".csv.gz", 48 * (1 + site / LOAD_TRACES.size()));
            for (double share : free[site]) {
                sum += share * PERIOD_HOURS;
            }
        }
        double limitMw = possibleMwh / sum;
        List<SiteTerms> sites = new ArrayList<>();
        for (int site = 0; site < free.length; site++) {
            Zone zone = ZONES.get(site);
            double[] capacityMw = free[site];
            for (int period = 0; period < PERIODS; period++) {
                capacityMw[period] = Math.rint(capacityMw[period] * limitMw * 1e6) / 1e6;
            }
            sites.add(new SiteTerms(
                    zone.name(),
                    zone.pue(),
                    hourly("prices-hourly/" + zone.name() + "_2020-2024.csv.gz", 1, zone.dollars(), day),
                    hourly("em-hourly/" + zone.name() + "_2021-2024.csv.gz", 2, 1, day),
                    Series.of(capacityMw)));
        }
        return sites;
    }

    private static double[] freeShare(String file, int fromHour) {
        List<String[]> rows = rows(file);
        double[] free = new double[PERIODS];
        for (int period = 0; period < PERIODS; period++) {
            free[period] = 1 - OTHER_WORK * Double.parseDouble(rows.get(fromHour + period / 2)[1]);
        }
        return free;
    }

    /** Hourly values as half-hours, in order of the file from the first; a missing hour goes on with the one before. */
    private static Series hourly(String file, int column, double factor, OffsetDateTime day) {
        Map<String, Double> values = new HashMap<>();
        List<String[]> rows = rows(file);
        int first = IntStream.range(0, rows.size())
                .filter(row -> rows.get(row)[0].compareTo(day.toString()) >= 0)
                .findFirst()
                .orElseThrow();
        for (int row = first; row < first + 48; row++) {
            values.put(rows.get(row)[0], factor * Double.parseDouble(rows.get(row)[column]));
        }
        double[] series = new double[PERIODS];
        double last = factor * Double.parseDouble(rows.get(first)[column]);
        for (int period = 0; period < PERIODS; period++) {
            last = values.getOrDefault(day.plusHours(period / 2).toString(), last);
            series[period] = last;
        }
        return Series.of(series);
    }

    private static List<String[]> rows(String file) {
        try (var reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Shared.path("data/" + file))), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
