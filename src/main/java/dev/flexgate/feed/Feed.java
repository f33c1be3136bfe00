package dev.flexgate.feed;

import dev.flexgate.quantity.HalfHours;
import java.time.Duration;
import java.time.Instant;

/**
 * A provider and the stretch of time that is asked of it.
 *
 * @param provider whom to ask
 * @param history how far back the first time after a start, to have a past to forecast from
 * @param behind how far back every other time, to hear revisions
 * @param ahead how far ahead
 */
public record Feed(Provider provider, Duration history, Duration behind, Duration ahead) {

    HalfHours firstWindow(Instant now) {
        return window(now, history);
    }

    HalfHours window(Instant now) {
        return window(now, behind);
    }

    private HalfHours window(Instant now, Duration back) {
        Instant floor = HalfHours.floor(now);
        long halfHours = back.plus(ahead).dividedBy(HalfHours.STEP);
        return new HalfHours(floor.minus(back), Math.toIntExact(halfHours));
    }
}
