package dev.flexgate.placement;

import dev.flexgate.feed.Zone;
import dev.flexgate.quantity.HalfHours;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A question for the best windows of a zone.
 *
 * @param zone of the carbon intensity
 * @param priceZone of the price; empty for that of our sites in {@code zone}, or {@code zone} itself where we have none
 * @param duration whole half-hours
 * @param earliest start; what has begun of a half-hour is not used
 * @param latest end
 * @param split whether the half-hours need not follow one another
 * @param aim what makes a window better
 * @param count how many windows at most; each further one uses no half-hour of those before
 */
public record WindowAsk(
        Zone zone,
        Optional<Zone> priceZone,
        Duration duration,
        Instant earliest,
        Instant latest,
        boolean split,
        Aim aim,
        int count) {

    /** Most windows of an answer. */
    public static final int COUNT_MAX = 20;

    /** Most half-hours of a window: a week. */
    public static final int HALF_HOURS_MAX = 336;

    public WindowAsk {
        if (!duration.isPositive()
                || !HalfHours.STEP
                        .multipliedBy(duration.dividedBy(HalfHours.STEP))
                        .equals(duration)) {
            throw new IllegalArgumentException("duration must be whole half-hours, such as PT4H30M: " + duration);
        }
        if (duration.dividedBy(HalfHours.STEP) > HALF_HOURS_MAX) {
            throw new IllegalArgumentException(
                    "duration must be at most " + HALF_HOURS_MAX + " half-hours: " + duration);
        }
        if (!earliest.isBefore(latest)) {
            throw new IllegalArgumentException("latest must be after earliest: " + earliest + " to " + latest);
        }
        if (count < 1 || count > COUNT_MAX) {
            throw new IllegalArgumentException("count must be 1 to " + COUNT_MAX + ": " + count);
        }
    }

    int halfHours() {
        return Math.toIntExact(duration.dividedBy(HalfHours.STEP));
    }
}
