package dev.flexgate.forecast.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.flexgate.Shared;
import dev.flexgate.forecast.backtest.Backtest.Result;
import dev.flexgate.forecast.model.Baselines;
import dev.flexgate.forecast.model.Dataset;
import dev.flexgate.forecast.model.EvenSeries;
import dev.flexgate.forecast.model.Method;
import dev.flexgate.forecast.model.Skill;
import dev.flexgate.forecast.model.WeatherForecasts;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The figures that others measured with the same definitions come out to the last digit they state. */
class StoredBaselinesTest {

    private static final Map<String, Method> METHODS =
            Baselines.all().stream().collect(Collectors.toMap(Method::name, method -> method));

    private static final Map<Path, EvenSeries> CACHE = new HashMap<>();

    @Test
    void carbon_of_the_regions_in_the_second_half_of_2021() throws IOException {
        int compared = 0;
        for (var stored : rows("data/forecast-errors/own_baselines_13regions_2021H2.csv")) {
            Path file = Shared.path("data/carboncast").resolve(cell(stored, "region") + "_hourly_2020-2021.csv.gz");
            Method method = METHODS.get(cell(stored, "method"));
            if (method != null && Files.exists(file) && isWanted(cell(stored, "region"), "CISO", "DE")) {
                compare(
                        stored,
                        run(
                                file,
                                "ci_" + cell(stored, "signal") + "_gco2_kwh",
                                "2021-07-01",
                                "2021-12-28",
                                96,
                                method));
                compared++;
            }
        }
        assertTrue(compared >= 30, "compared " + compared);
    }

    @Test
    void carbon_of_the_zones_in_2024() throws IOException {
        for (var stored : rows("data/forecast-errors/own_baselines_16zones_em_2024.csv")) {
            if (!isWanted(cell(stored, "zone"), "CA-ON")) {
                continue;
            }
            Path file = Shared.path("data/em-hourly").resolve(cell(stored, "zone") + "_2021-2024.csv.gz");
            compare(
                    stored,
                    run(
                            file,
                            "ci_lifecycle_gco2eq_kwh",
                            "2024-01-01",
                            "2024-12-29",
                            48,
                            METHODS.getOrDefault(cell(stored, "method"), Baselines.AVERAGE_DECAY)));
        }
    }

    @Test
    void great_britain_by_the_half_hour() {
        EvenSeries series =
                SeriesFile.read(Shared.path("data/gb-halfhourly/gb_electric_insights_2021-01_2022-06.csv.gz"));
        assertEquals(40.38, gb(series, "carbon_intensity_gco2_kwh"), 0.005);
        // The reference closed a gap of eleven hours in the prices in a way it does not state.
        assertEquals(39.48, gb(series, "day_ahead_price_gbp_mwh"), 0.2);
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    /** All of them take a minute: ask with -Dflexgate.backtest=all. */
    private static boolean isWanted(String zone, String... few) {
        return Set.of(few).contains(zone) || "all".equals(System.getProperty("flexgate.backtest"));
    }

    private static double gb(EvenSeries series, String column) {
        var data = new Dataset(series, series.names().indexOf(column), WeatherForecasts.NONE);
        var test = new Backtest(
                data,
                Instant.parse("2021-07-01T00:00:00Z"),
                Instant.parse("2022-06-05T18:00:00Z"),
                Duration.ofHours(6),
                Duration.ofHours(48));
        Result result = test.run(Baselines.AVERAGE_DECAY);
        Skill first = result.byDay().getFirst();
        Skill second = result.byDay().getLast();
        return (first.mae() * first.count() + second.mae() * second.count()) / (first.count() + second.count());
    }

    private static Result run(Path file, String column, String from, String to, int hours, Method method) {
        EvenSeries series = CACHE.computeIfAbsent(file, SeriesFile::read);
        var data = new Dataset(series, series.names().indexOf(column), WeatherForecasts.NONE);
        return new Backtest(
                        data,
                        Instant.parse(from + "T00:00:00Z"),
                        Instant.parse(to + "T00:00:00Z"),
                        Duration.ofDays(1),
                        Duration.ofHours(hours))
                .run(method);
    }

    private static void compare(Map<String, String> stored, Result result) {
        for (int day = 0; day < result.byDay().size(); day++) {
            Skill skill = result.byDay().get(day);
            String where = stored + " day " + (day + 1);
            same(cell(stored, "mape_d" + (day + 1)), skill.mapePercent(), where);
            same(cell(stored, "mae_d" + (day + 1)), skill.mae(), where);
        }
    }

    /** To the digits stated; half a last digit either way, since the reference rounds binary numbers. */
    private static void same(String stored, double found, String where) {
        var wanted = new BigDecimal(stored);
        double half = Math.pow(10, -Math.max(wanted.scale(), 1)) / 2;
        assertEquals(wanted.doubleValue(), found, half + 1e-9, where);
        assertEquals(
                wanted.scale(),
                BigDecimal.valueOf(found)
                        .setScale(wanted.scale(), RoundingMode.HALF_EVEN)
                        .scale());
    }

    private static List<Map<String, String>> rows(String path) throws IOException {
        try (var rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .<Map<String, String>>readValues(Shared.path(path).toFile())) {
            return rows.readAll();
        }
    }
}
