package dev.flexgate.feed;

import dev.flexgate.quantity.HalfHours;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;

/**
 * A provider and the stretch of time that is asked of it.
 *
 * @param provider whom to ask
 * @param history how far back the first time after a start, to have a past to forecast from
 * @param behind how far back every other time, to hear revisions
 * @param ahead how far ahead
 * @param rank 0 for the preferred source of its signals; another one is asked only while one before it fails
 */
public record Feed(Provider provider, Duration history, Duration behind, Duration ahead, int rank) {

    public Feed(Provider provider, Duration history, Duration behind, Duration ahead) {
        this(provider, history, behind, ahead, 0);
    }

    Feed ranked(int other) {
        return new Feed(provider, history, behind, ahead, other);
    }

    /** Whether {@code other} is to be preferred for something that this one is asked for too. */
    boolean standsBehind(Feed other) {
        return other.rank < rank
                && other.provider.zone().equals(provider.zone())
                && !Collections.disjoint(other.provider.signals(), provider.signals());
    }

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
