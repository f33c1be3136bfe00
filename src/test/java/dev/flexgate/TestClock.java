package dev.flexgate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test sets. */
public final class TestClock implements InstantSource {

    private volatile Instant now;

    public TestClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void set(Instant moment) {
        now = moment;
    }

    /**
     * The same time, but it goes on by itself: for what waits before it tries again. On a clock that stands such a wait
     * never ends, so that one failed attempt, which a slow machine may cause, would be waited for in vain.
     */
    public InstantSource running() {
        long born = System.nanoTime();
        return () -> now.plusNanos(System.nanoTime() - born);
    }

    public void advance(Duration length) {
        now = now.plus(length);
    }
}
