package dev.flexgate.forecast.backtest;

import dev.flexgate.forecast.model.Banded;
import dev.flexgate.forecast.model.Baselines;
import dev.flexgate.forecast.model.Calibrated;
import dev.flexgate.forecast.model.Dataset;
import dev.flexgate.forecast.model.Learned;
import dev.flexgate.forecast.model.Method;
import dev.flexgate.forecast.model.Skill;
import dev.flexgate.forecast.model.Tally;
import dev.flexgate.forecast.model.WeatherForecasts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Forecasts a recorded series again and again, each time from what lay before the origin alone, and compares.
 *
 * @param data the series
 * @param from the first origin, which is the first step forecast
 * @param to the last origin at the latest
 * @param every between origins: whole steps, at most a day
 * @param horizon how far each forecast reaches: whole steps, at most {@link #HORIZON_MAX}
 */
public record Backtest(Dataset data, Instant from, Instant to, Duration every, Duration horizon) {

    /** The lags of the trained methods end there. */
    public static final Duration HORIZON_MAX = Duration.ofDays(6);

    /** Ten years of days. */
    private static final int ORIGINS_MAX = 3_660;

    /** How one method did, by day of lead. */
    public record Result(String method, int origins, List<Skill> byDay) {}

    public Backtest {
        Duration step = data.series().step();
        check(isWhole(every, step) && every.compareTo(Duration.ofDays(1)) <= 0, "every", "whole steps up to a day");
        check(isWhole(horizon, step) && horizon.compareTo(HORIZON_MAX) <= 0, "horizon", "whole steps up to PT144H");
        check(from.getEpochSecond() % step.toSeconds() == 0, "from", "the start of a step of the series");
        check(!to.isBefore(from), "to", "not before from");
        check(
                Duration.between(from, to).dividedBy(every) < ORIGINS_MAX,
                "to",
                "fewer than " + ORIGINS_MAX + " origins");
        check(data.series().indexOf(from) > 0, "from", "after the start of the data");
        check(data.series().indexOf(from) < data.series().count(), "from", "before the end of the data");
    }

    /**
     * The usual ones, simplest first, then ours without weather and, where it is given, with it.
     *
     * @param only names of the methods wanted; all when empty
     * @param progress told the name of each method before it begins
     */
    public List<Result> all(List<String> only, Consumer<String> progress) {
        List<Method> methods = new ArrayList<>(Baselines.all());
        methods.add(ours(new Dataset(data.series(), data.target(), WeatherForecasts.NONE)));
        if (!data.weather().issues().isEmpty()) {
            methods.add(ours(data));
        }
        return methods.stream()
                .filter(method -> only.isEmpty() || only.contains(method.name()))
                .map(method -> {
                    progress.accept(method.name());
                    return run(method);
                })
                .toList();
    }

    /** Our own method on this data. */
    public Method ours(Dataset with) {
        return new Learned(with, leads(), data.series().indexOf(from));
    }

    public Result run(Method method) {
        var calibrated = new Calibrated(method, data, leads(), data.series().indexOf(from));
        int perDay = data.series().perDay();
        Tally[] tallies = new Tally[(leads() + perDay - 1) / perDay];
        Arrays.setAll(tallies, _ -> new Tally());
        int issued = 0;
        for (int origin : origins().toArray()) {
            Banded forecast = calibrated.forecast(origin);
            issued += forecast.isNone() ? 0 : 1;
            for (int lead = 0; lead < forecast.p50().length; lead++) {
                int at = origin + lead;
                if (at < data.series().count()) {
                    tallies[lead / perDay].add(forecast, lead, data.series().columns()[data.target()][at]);
                }
            }
        }
        return new Result(
                method.name(), issued, Arrays.stream(tallies).map(Tally::skill).toList());
    }

    private IntStream origins() {
        int first = data.series().indexOf(from);
        int last = Math.min(data.series().indexOf(to), data.series().count() - 1);
        return IntStream.iterate(first, origin -> origin <= last, origin -> origin + steps(every));
    }

    private int leads() {
        return steps(horizon);
    }

    private int steps(Duration length) {
        return Math.toIntExact(length.dividedBy(data.series().step()));
    }

    private static boolean isWhole(Duration length, Duration step) {
        return length.isPositive() && length.equals(step.multipliedBy(length.dividedBy(step)));
    }

    private static void check(boolean isGood, String field, String wanted) {
        if (!isGood) {
            throw new BadDataException(field + ": has to be " + wanted);
        }
    }
}
