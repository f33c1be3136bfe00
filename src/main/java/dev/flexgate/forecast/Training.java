package dev.flexgate.forecast;

import dev.flexgate.feed.Known;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Topic;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Reads what a model is learnt from: what is settled, as it was known at one moment, and no further back than asked. */
final class Training {

    /** Half-hours of one question to the store. */
    private static final int CHUNK = 2_400;

    private final Readings readings;

    Training(Readings readings) {
        this.readings = readings;
    }

    /** Up to {@code days} before {@code now}, from the first half-hour that is known to the last. */
    History history(Topic topic, Instant now, int days) {
        Instant end = HalfHours.floor(now);
        var all = new HalfHours(end.minus(Duration.ofDays(days)), days * SeasonalNaive.DAY);
        double[] values = new double[all.count()];
        Arrays.fill(values, Double.NaN);
        for (int from = 0; from < all.count(); from += CHUNK) {
            var part = new Interval(all.startOf(from), all.startOf(Math.min(all.count(), from + CHUNK)));
            for (Known known : readings.known(topic.zone(), topic.signal(), part, now)) {
                if (known.reading().quality() != Quality.SIMULATED && ForecastRules.isSettled(known.reading(), now)) {
                    values[all.indexOf(known.reading().valid().start())] =
                            known.reading().value().doubleValue();
                }
            }
        }
        return new History(all, values).trimmed();
    }
}
