package dev.flexgate.budget;

import java.time.Instant;
import java.util.Optional;

/** When a budget will be used up. */
public sealed interface Exhaustion {

    /** There is no limit. */
    record Unlimited() implements Exhaustion {}

    /** It is used up already. */
    record Exhausted() implements Exhaustion {}

    /** Nothing is planned, and no whole day was counted yet to tell a pace from. */
    record Unknown(String why) implements Exhaustion {}

    /**
     * By what is planned, and after the plan's end at the recent pace.
     *
     * @param earliest with the upper end of every band and the fastest recent day; empty when not within the period
     * @param expected as forecast, at the mean of the recent days
     * @param latest with the lower end of every band and the slowest recent day
     * @param paceDays how many whole days the pace is taken from; 0 for none, then nothing is added after the plan's end
     */
    record Forecast(Optional<Instant> earliest, Optional<Instant> expected, Optional<Instant> latest, int paceDays)
            implements Exhaustion {}
}
