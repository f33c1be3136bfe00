package dev.flexgate.forecast;

import dev.flexgate.feed.Beside;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.model.WeatherForecasts;
import dev.flexgate.forecast.model.WeatherForecasts.Variable;
import dev.flexgate.quantity.HalfHours;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * How long one zone takes to learn and to forecast, on one thread: 400 days of half-hours, and a forecast of four days
 * from the weeks before, from the series alone and with weather and five neighbours. The first learning is that of a gateway
 * that just began; the last one that of a warm one.
 */
final class TrainCost {

    private static final Instant START = Instant.parse("2025-10-01T00:00:00Z");
    private static final int DAYS = 400;
    private static final int WEATHER_HOURS = 120;
    private static final int RECENT_DAYS = 42;
    private static final int LEARNINGS = 3;
    private static final int FORECASTS = 200;

    private TrainCost() {}

    /** {@code alone} or {@code around}. */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        History history = history(1, DAYS);
        Surroundings around = arguments[0].equals("around") ? around() : Surroundings.NONE;
        Learning learning = learnt(history, around, out);
        for (int time = 1; time < LEARNINGS; time++) {
            learning = learnt(history, around, out);
        }
        out.printf("a model has %,d bytes%n", learning.bytes().length);
        forecasts(learning, history, around, out);
    }

    private static Learning learnt(History history, Surroundings around, PrintStream out) {
        long start = System.nanoTime();
        long cpu = cpu();
        Instant now = history.halfHours().end();
        Learning learning =
                Learning.from(history, List.of(), around, now, () -> {}).orElseThrow();
        out.printf(
                "learnt from %d days in %.2f s, %.2f s of its thread%n",
                DAYS, (System.nanoTime() - start) / 1e9, (cpu() - cpu) / 1e9);
        return learning;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void forecasts(Learning learning, History history, Surroundings around, PrintStream out) {
        double[] millis = new double[FORECASTS];
        int recent = RECENT_DAYS * 48;
        for (int time = 0; time < FORECASTS; time++) {
            int end = history.values().length - time;
            var known = new History(
                    new HalfHours(history.halfHours().startOf(end - recent), recent),
                    Arrays.copyOfRange(history.values(), end - recent, end));
            long start = System.nanoTime();
            var _ = learning.forecast(known, recent, around).orElseThrow();
            millis[time] = (System.nanoTime() - start) / 1e6;
        }
        out.printf("first forecast %.1f ms", millis[0]);
        Arrays.sort(millis);
        out.printf(", median %.2f ms, slowest %.1f ms%n", millis[FORECASTS / 2], millis[FORECASTS - 1]);
    }

    /** Two prices that auctions fix, three series that are known as they come, a weather forecast a day. */
    private static Surroundings around() {
        var auction = Optional.of(new Beside.Published(LocalTime.of(12, 57), ZoneId.of("Europe/Berlin")));
        return new Surroundings(
                weather(),
                List.of(
                        neighbour("DE", Signal.ENERGY_PRICE, auction, 2),
                        neighbour("FR", Signal.ENERGY_PRICE, auction, 3),
                        neighbour("DE", Signal.CARBON_INTENSITY, Optional.empty(), 4),
                        neighbour("FR", Signal.CARBON_INTENSITY, Optional.empty(), 5),
                        neighbour("NL", Signal.CARBON_INTENSITY, Optional.empty(), 6)));
    }

    private static Neighbour neighbour(String zone, Signal signal, Optional<Beside.Published> published, int seed) {
        var kind = new Neighbour.Kind(new Beside(new Topic(new Zone(zone), signal), published), 0);
        return new Neighbour(kind, history(seed, published.isPresent() ? DAYS + 1 : DAYS), List.of());
    }

    private static WeatherForecasts weather() {
        var random = new Random(7);
        var issues = new TreeMap<Instant, WeatherForecasts.Issue>();
        for (int day = -1; day < DAYS; day++) {
            Instant start = START.plus(Duration.ofDays(day));
            var hourly = new EnumMap<Variable, double[]>(Variable.class);
            for (Variable variable : Variable.values()) {
                double[] values = new double[WEATHER_HOURS];
                Arrays.setAll(values, _ -> 5 + random.nextGaussian());
                hourly.put(variable, values);
            }
            issues.put(start, new WeatherForecasts.Issue(start, hourly));
        }
        return new WeatherForecasts(issues);
    }

    private static History history(int seed, int days) {
        var random = new Random(seed);
        double[] values = new double[days * 48];
        double drift = 0;
        for (int at = 0; at < values.length; at++) {
            drift = 0.99 * drift + random.nextGaussian() * 5;
            values[at] = Math.max(20, 200 + 50 * Math.sin(2 * Math.PI * at / 48) + drift);
        }
        return new History(new HalfHours(START, values.length), values);
    }
}
