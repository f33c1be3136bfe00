package dev.flexgate.forecast.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Shared;
import dev.flexgate.forecast.backtest.Savings.Freedom;
import dev.flexgate.forecast.backtest.Savings.Result;
import dev.flexgate.forecast.backtest.Savings.Shape;
import dev.flexgate.forecast.model.EvenSeries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Savings that others measured on real series come out of our own engine. */
class RealSavingsTest {

    private static final Map<String, EvenSeries> CACHE = new HashMap<>();
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** Half of the last digit that is stated. */
    private static final double LAST_DIGIT = 0.05;

    private static final Instant YEAR = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant NEXT_YEAR = Instant.parse("2021-01-01T00:00:00Z");

    /** The year 2020 by the half-hour; where a file has quarters of an hour, their mean. */
    private static EvenSeries of2020(String file) {
        return CACHE.computeIfAbsent(file, name -> {
            double[] sums = new double[388 * 48];
            int[] counts = new int[sums.length];
            Instant start = Instant.parse("2019-12-20T00:00:00Z");
            try (var in = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(Shared.path("data/lets-wait-awhile/" + name))),
                    StandardCharsets.UTF_8))) {
                in.readLine();
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    String[] cells = line.split(",", -1);
                    Instant at = LocalDateTime.parse(cells[0], STAMP).toInstant(ZoneOffset.UTC);
                    int halfHour = (int) ((at.getEpochSecond() - start.getEpochSecond()) / 1_800);
                    sums[halfHour] += Double.parseDouble(cells[1]);
                    counts[halfHour]++;
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            Arrays.setAll(sums, at -> sums[at] / counts[at]);
            return EvenSeries.of(start, Duration.ofMinutes(30), "ci", sums);
        });
    }

    /** Between the two nearest in proportion. */
    private static double percentile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        double above = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (place - below) * (above - sorted[below]);
    }

    /** Jobs that begin from 8 January on and may not end after the year. */
    private static Result shifted(EvenSeries series, int hours, int slackHours, Foresight by) {
        int first = series.indexOf(Instant.parse("2020-01-08T00:00:00Z"));
        int last = series.indexOf(NEXT_YEAR) - 2 * (hours + slackHours);
        List<Work> work = IntStream.rangeClosed(first, last)
                .mapToObj(at -> new Work(at, 2 * hours, at + 2 * (hours + slackHours)))
                .toList();
        return new Savings(List.of(series.columns()[0]), work, Shape.BLOCK, Freedom.TIME, 0).run(List.of(by));
    }

    /** As it was a day before, or, where that is not over when the choice is made, two days before. */
    private static Foresight dayBefore(EvenSeries series) {
        double[] values = series.columns()[0];
        return new Foresight() {
            @Override
            public String name() {
                return "last day";
            }

            @Override
            public double[] from(int origin, int leads) {
                throw new UnsupportedOperationException("only whole blocks");
            }

            @Override
            public double[] blocks(int origin, int starts, int length) {
                double[] sums = new double[starts];
                Arrays.setAll(sums, start -> {
                    int from = origin + start - 48;
                    int known = from + length <= origin ? from : from - 48;
                    return Arrays.stream(values, known, known + length).sum();
                });
                return sums;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "gb_ci.csv.gz,  4, 24, 23.4, 11.8, 28",
        "ger_ci.csv.gz, 4, 24, 21.0, 11.0, 27",
        "fr_ci.csv.gz,  4, 24, 13.9, 4.6,  35",
        "gb_ci.csv.gz,  4, 8,  12.2, 7.7,  -1",
        "ger_ci.csv.gz, 4, 8,  10.5, 6.2,  -1",
        "fr_ci.csv.gz,  4, 8,  7.0,  2.9,  -1",
        "gb_ci.csv.gz,  12, 24, 15.7, 5.3, -1",
        "ger_ci.csv.gz, 12, 24, 14.4, 4.4, -1",
        "fr_ci.csv.gz,  12, 24, 9.7,  1.4, -1",
    })
    void the_table_of_2020(String file, int hours, int slack, double perfect, double naive, int worse) {
        EvenSeries series = of2020(file);
        assertEquals(
                perfect,
                shifted(series, hours, slack, Foresight.oracle(series, 0)).savingPercent(),
                LAST_DIGIT);
        Result trusting = shifted(series, hours, slack, dayBefore(series));
        assertEquals(naive, trusting.savingPercent(), LAST_DIGIT);
        if (worse >= 0) {
            assertEquals(worse, trusting.worsePercent(), 0.5);
        }
    }

    @ParameterizedTest
    @CsvSource({"gb_ci.csv.gz, 38.0", "ger_ci.csv.gz, 34.2", "fr_ci.csv.gz, 24.5"})
    void against_the_worst_time_which_is_no_saving(String file, double inflated) {
        EvenSeries series = of2020(file);
        double[] values = series.columns()[0];
        Foresight worst = Foresight.named(
                "worst",
                (origin, leads) -> Arrays.stream(values, origin, origin + leads)
                        .map(value -> -value)
                        .toArray());
        double best = shifted(series, 4, 24, Foresight.oracle(series, 0)).mean();
        assertEquals(inflated, 100 * (1 - best / shifted(series, 4, 24, worst).mean()), LAST_DIGIT);
    }

    @ParameterizedTest
    @CsvSource({
        "gb_ci.csv.gz,  213, 116, 325, 1.88, 2.80, 4.93, 28, 3,   53, 4",
        "ger_ci.csv.gz, 313, 145, 509, 1.57, 2.25, 3.10, 12, -12, 41, 24",
        "fr_ci.csv.gz,  56,  24,  88,  1.37, 2.05, 3.05, 9,  -17, 36, 28"
    })
    void what_a_year_is_like(
            String file,
            double mean,
            double low,
            double high,
            double ratio,
            double highRatio,
            double mostRatio,
            double nightly,
            double nightlyLow,
            double nightlyHigh,
            double worse) {
        EvenSeries series = of2020(file);
        double[] values = series.columns()[0];
        int first = series.indexOf(YEAR);
        double[] year = Arrays.stream(values, first, first + 366 * 48).sorted().toArray();
        assertEquals(mean, Arrays.stream(year).average().orElseThrow(), 0.5);
        assertEquals(low, percentile(year, 0.05), 0.5);
        assertEquals(high, percentile(year, 0.95), 0.5);
        double[] ratios = IntStream.range(0, 366)
                .mapToObj(day -> Arrays.stream(values, first + day * 48, first + day * 48 + 48)
                        .summaryStatistics())
                .mapToDouble(day -> day.getMax() / day.getMin())
                .sorted()
                .toArray();
        assertEquals(ratio, percentile(ratios, 0.5), 0.005);
        assertEquals(highRatio, percentile(ratios, 0.95), 0.005);
        assertEquals(mostRatio, ratios[365], 0.005);
        double[] nights = IntStream.range(0, 365)
                .mapToDouble(day -> 100 * (1 - values[first + day * 48 + 52] / values[first + day * 48 + 36]))
                .sorted()
                .toArray();
        assertEquals(nightly, Arrays.stream(nights).average().orElseThrow(), 0.5);
        assertEquals(nightlyLow, percentile(nights, 0.05), 0.5);
        assertEquals(nightlyHigh, percentile(nights, 0.95), 0.5);
        assertEquals(
                worse, 100.0 * Arrays.stream(nights).filter(each -> each < 0).count() / 365, 0.5);
    }

    /** Of the jobs of Let's Wait Awhile, as a forecast that anybody could have had would have shifted them. */
    @Test
    void work_in_pieces_that_is_planned_anew_every_six_hours() throws IOException {
        EvenSeries series = of2020("gb_ci.csv.gz");
        int first = series.indexOf(YEAR);
        List<Work> work;
        try (var in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Shared.path("data/lets-wait-awhile/ml_jobs_3387.csv.gz"))),
                StandardCharsets.UTF_8))) {
            work = in.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(cells -> job(
                            first + Integer.parseInt(cells[1]), Integer.parseInt(cells[3]), Integer.parseInt(cells[4])))
                    .toList();
        }
        var savings = new Savings(List.of(series.columns()[0]), work, Shape.PIECES, Freedom.TIME, 12);
        assertEquals(
                6.88, savings.run(List.of(Foresight.averageDecay(series, 0))).savingPercent(), 0.02);
    }

    private static Work job(int arrival, int length, int slack) {
        return new Work(arrival, length, arrival + length + slack);
    }

    @Test
    void the_stored_figures_of_great_britain_in_2024() {
        EvenSeries series = SeriesFile.read(Shared.path("data/em-hourly/GB_2021-2024.csv.gz"));
        int column = series.names().indexOf("ci_lifecycle_gco2eq_kwh");
        var region = new SavingsStudy.Region("GB", series, column);
        List<Work> work = SavingsStudy.arriving(
                series,
                Instant.parse("2024-01-01T00:00:00Z"),
                Instant.parse("2024-12-31T23:00:00Z"),
                Duration.ofHours(1),
                Duration.ofHours(6),
                Duration.ofHours(24));
        List<Result> results = new SavingsStudy(List.of(region), List.of(), 400, work, Shape.BLOCK, Freedom.TIME, 0)
                .all(List.of("oracle", "avg7d+decay", "seasonal24"), _ -> {});
        assertEquals(27.73, results.get(0).savingPercent(), 0.05);
        assertEquals(19.01, results.get(1).savingPercent(), 0.05);
        assertEquals(13.06, results.get(2).savingPercent(), 0.05);
        assertTrue(results.get(2).lowPercent() < -50, "one job in twenty does half as bad again by yesterday's values");
    }
}
