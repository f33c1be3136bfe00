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
 * @param archive how it may be asked for more of the past
 */
public record Feed(Provider provider, Duration history, Duration behind, Duration ahead, int rank, Archive archive) {

    /**
     * How a provider may be asked for more of the past than {@link #history}: so much at a time, again and again.
     *
     * @param open whether it answers for what lies further back
     * @param pause between two questions: a part of its budget, the rest of which is for what is new
     */
    public record Archive(boolean open, Duration pause) {

        static final Archive NONE = new Archive(false, Duration.ZERO);

        private static final Duration PAUSE_MIN = Duration.ofSeconds(10);

        /** A question may take two requests, and half of the budget is left to what is new. */
        private static final int TURNS = 4;

        static Archive of(Duration turn) {
            Duration pause = turn.multipliedBy(TURNS);
            return new Archive(true, pause.compareTo(PAUSE_MIN) < 0 ? PAUSE_MIN : pause);
        }
    }

    public Feed(Provider provider, Duration history, Duration behind, Duration ahead) {
        this(provider, history, behind, ahead, 0, Archive.NONE);
    }

    Feed ranked(int other) {
        return new Feed(provider, history, behind, ahead, other, archive);
    }

    Feed archived(Archive other) {
        return new Feed(provider, history, behind, ahead, rank, other);
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
