package dev.flexgate.workload;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes when told to. */
public final class Moment implements InstantSource {

    private volatile Instant now;

    public Moment(String now) {
        this.now = Instant.parse(now);
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
