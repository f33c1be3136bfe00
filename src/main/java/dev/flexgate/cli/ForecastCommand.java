package dev.flexgate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.forecast.backtest.Backtest;
import dev.flexgate.forecast.backtest.BadDataException;
import dev.flexgate.forecast.backtest.SeriesFile;
import dev.flexgate.forecast.backtest.WeatherFile;
import dev.flexgate.forecast.model.Dataset;
import dev.flexgate.forecast.model.EvenSeries;
import dev.flexgate.forecast.model.Skill;
import dev.flexgate.forecast.model.WeatherForecasts;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flexgate forecast}: how good forecasts were, and would have been: a backtest asks no gateway. */
@Command(name = "forecast", description = "Judge forecasts.")
final class ForecastCommand extends RestCommand {

    private static final Table SKILLS = Table.of(
            "METHOD",
            "/method",
            "DAY",
            "/day",
            "MAPE %",
            "/mapePercent",
            "MAE",
            "/mae",
            "PINBALL",
            "/pinball",
            "COVERAGE %",
            "/coveragePercent",
            "VALUES",
            "/values",
            "ORIGINS",
            "/origins");

    private static final Table KEPT_SKILLS = Table.of(
            "ZONE",
            "/zone",
            "SIGNAL",
            "/signal",
            "METHOD",
            "/method",
            "LEAD",
            "/lead",
            "MAPE %",
            "/mapePercent",
            "MAE",
            "/mae",
            "UNIT",
            "/unit",
            "PINBALL",
            "/pinball",
            "COVERAGE %",
            "/coveragePercent",
            "VALUES",
            "/values");

    @Command(name = "skill", description = "How good the gateway's own forecasts turned out, as they were issued.")
    int skill(
            @Option(names = "--zone", paramLabel = "ZONE", description = "Only this, such as GB.") @Nullable
                    String zone,
            @Option(names = "--signal", paramLabel = "SIGNAL", description = "Only this, such as ENERGY_PRICE.")
                    @Nullable
                    String signal) {
        String path = query(
                "/api/v1/forecast/skill", "zone", zone == null ? "" : zone, "signal", signal == null ? "" : signal);
        return list(path, "skills", KEPT_SKILLS);
    }

    @Command(
            name = "backtest",
            description = "Forecast a recorded series from what lay before each origin, and compare with what came.")
    int backtest(
            @Option(names = "--data", required = true, paramLabel = "FILE", description = "The series, CSV or CSV.gz.")
                    Path file,
            @Option(names = "--weather", paramLabel = "FILE", description = "Archived weather forecasts.") @Nullable
                    Path weather,
            @Option(names = "--column", paramLabel = "NAME", description = "Which column; the first by default.")
                    @Nullable
                    String column,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "TIME",
                            description = "First origin: a day or time.")
                    String from,
            @Option(names = "--to", required = true, paramLabel = "TIME", description = "Last origin.") String to,
            @Option(names = "--every", defaultValue = "PT24H", description = "Between origins (${DEFAULT-VALUE}).")
                    Duration every,
            @Option(names = "--horizon", defaultValue = "PT96H", description = "Reach (${DEFAULT-VALUE}).")
                    Duration horizon,
            @Option(
                            names = "--weather-delay",
                            defaultValue = "PT0S",
                            description = "How long after its issue weather is known (${DEFAULT-VALUE}).")
                    Duration delay,
            @Option(names = "--method", paramLabel = "NAME", description = "Only these.") @Nullable List<String> only) {
        try {
            EvenSeries series = SeriesFile.read(file);
            WeatherForecasts known = weather == null ? WeatherForecasts.NONE : WeatherFile.read(weather, delay);
            var test = new Backtest(
                    new Dataset(series, column(series, column), known),
                    time("--from", from),
                    time("--to", to),
                    every,
                    horizon);
            ObjectNode answer = Json.object();
            var rows = answer.putArray("skills");
            test.all(only == null ? List.of() : only, name -> err().println(name))
                    .forEach(result -> {
                        for (int day = 0; day < result.byDay().size(); day++) {
                            row(rows.addObject(), result, day);
                        }
                    });
            return print(answer, "skills", SKILLS);
        } catch (BadDataException bad) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    "there is no backtest",
                    String.valueOf(bad.getMessage()),
                    "see docs/reference/forecast.md");
        }
    }

    @Command(
            name = "savings",
            description =
                    "What shifting work by forecasts would have saved on a recorded series, and what trusting the "
                            + "truth, or yesterday, would have.")
    int savings(@Mixin SavingsOptions options) {
        try {
            return print(options.answer(name -> err().println(name)), "savings", SavingsOptions.RESULTS);
        } catch (BadDataException bad) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    "there are no savings",
                    String.valueOf(bad.getMessage()),
                    "see docs/reference/forecast.md");
        }
    }

    private static void row(ObjectNode row, Backtest.Result result, int day) {
        Skill skill = result.byDay().get(day);
        row.put("method", result.method()).put("day", day + 1);
        put(row, "mapePercent", skill.mapePercent(), 2);
        put(row, "mae", skill.mae(), 2);
        put(row, "pinball", skill.pinball(), 3);
        put(row, "coveragePercent", skill.coveragePercent(), 1);
        row.put("values", skill.count()).put("origins", result.origins());
    }

    /** Nothing was compared: nothing is said. */
    private static void put(ObjectNode row, String name, double value, int scale) {
        if (Double.isFinite(value)) {
            row.put(name, BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP));
        } else {
            row.putNull(name);
        }
    }

    static int column(EvenSeries series, @Nullable String name) {
        int found = name == null ? 0 : series.names().indexOf(name);
        if (found < 0) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "there is no column of numbers " + name,
                    "the file has " + String.join(", ", series.names()),
                    "name one of them with --column");
        }
        return found;
    }

    static Instant time(String option, String text) {
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException bad) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    option + " is not a time: " + text,
                    String.valueOf(bad.getMessage()),
                    "write 2021-07-01 or 2021-07-01T00:00Z");
        }
    }
}
