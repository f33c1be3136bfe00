package dev.flexgate.forecast;

import dev.flexgate.quantity.HalfHours;
import java.time.Instant;
import java.util.Random;

/** An invented series with a known truth: a day, a week, and a slow drift that a regression can learn and a mean cannot. */
final class Weekly {

    private Weekly() {}

    /** The same seed, the same series. */
    static History series(Instant start, int days, long seed) {
        var halfHours = new HalfHours(start, days * 48);
        var random = new Random(seed);
        double[] values = new double[halfHours.count()];
        double drift = 0;
        for (int at = 0; at < values.length; at++) {
            drift = 0.995 * drift + random.nextGaussian() * 2;
            long day = Math.floorDiv(halfHours.startOf(at).getEpochSecond(), 86_400L);
            double weekend = Math.floorMod(day, 7) < 2 ? -45 : 0;
            values[at] = 200 + 40 * StrictMath.sin(2 * Math.PI * at / 48) + weekend + drift;
        }
        return new History(halfHours, values);
    }
}
