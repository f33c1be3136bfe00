package dev.flexgate.beckn.discovery;

import java.time.Duration;

/** What one discovery may still cost: a hostile one is refused instead of stalling us. */
public final class Budget {

    /** How often the clock is looked at: every so many steps, some microseconds of work. */
    private static final int CLOCK_EVERY = 4096;

    /** Making the JSON of an item costs some microseconds, a step some tens of nanoseconds. */
    static final int STEPS_OF_AN_ITEM = 20;

    private final long deadlineNanos;
    private long stepsLeft;
    private long clockAt;

    Budget(long stepsMax, Duration timeMax) {
        this.stepsLeft = stepsMax;
        this.clockAt = stepsMax - CLOCK_EVERY;
        this.deadlineNanos = System.nanoTime() + timeMax.toNanos();
    }

    /** Refuses when so many more are too many. */
    public void spend(long steps) {
        stepsLeft -= steps;
        if (stepsLeft < 0) {
            throw FilterFault.tooCostly();
        }
        if (stepsLeft < clockAt) {
            clockAt = stepsLeft - CLOCK_EVERY;
            if (System.nanoTime() - deadlineNanos > 0) {
                throw FilterFault.tooCostly();
            }
        }
    }
}
