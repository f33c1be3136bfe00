package dev.flexgate.forecast;

import dev.flexgate.quantity.HalfHours;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;

/**
 * How long one zone takes to learn and to forecast, on one thread: 400 days of half-hours, and a forecast of four days
 * from the weeks before. The first learning is that of a gateway that just began; the last one that of a warm one.
 */
final class TrainCost {

    private static final int DAYS = 400;
    private static final int RECENT_DAYS = 42;
    private static final int LEARNINGS = 3;
    private static final int FORECASTS = 200;

    private TrainCost() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        History history = history();
        Learning learning = learnt(history, out);
        for (int time = 1; time < LEARNINGS; time++) {
            learning = learnt(history, out);
        }
        out.printf("a model has %,d bytes%n", learning.bytes().length);
        forecasts(learning, history, out);
    }

    private static Learning learnt(History history, PrintStream out) {
        long start = System.nanoTime();
        Learning learning = Learning.from(history, () -> {}).orElseThrow();
        out.printf("learnt from %d days in %.2f s%n", DAYS, (System.nanoTime() - start) / 1e9);
        return learning;
    }

    private static void forecasts(Learning learning, History history, PrintStream out) {
        double[] millis = new double[FORECASTS];
        int recent = RECENT_DAYS * 48;
        for (int time = 0; time < FORECASTS; time++) {
            int end = history.values().length - time;
            var known = new History(
                    new HalfHours(history.halfHours().startOf(end - recent), recent),
                    Arrays.copyOfRange(history.values(), end - recent, end));
            long start = System.nanoTime();
            var _ = learning.forecast(known, recent, Surroundings.NONE).orElseThrow();
            millis[time] = (System.nanoTime() - start) / 1e6;
        }
        out.printf("first forecast %.1f ms", millis[0]);
        Arrays.sort(millis);
        out.printf(", median %.2f ms, slowest %.1f ms%n", millis[FORECASTS / 2], millis[FORECASTS - 1]);
    }

    private static History history() {
        var random = new Random(1);
        double[] values = new double[DAYS * 48];
        double drift = 0;
        for (int at = 0; at < values.length; at++) {
            drift = 0.99 * drift + random.nextGaussian() * 5;
            values[at] = Math.max(20, 200 + 50 * Math.sin(2 * Math.PI * at / 48) + drift);
        }
        return new History(new HalfHours(Instant.parse("2025-10-01T00:00:00Z"), values.length), values);
    }
}
