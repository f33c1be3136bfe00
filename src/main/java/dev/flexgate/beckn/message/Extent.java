package dev.flexgate.beckn.message;

import dev.flexgate.quantity.Interval;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;

/** How much of a slot's window a consumer wants. */
public sealed interface Extent {

    record WholeSlot() implements Extent {}

    /** Part of it. */
    record Within(Interval window) implements Extent {}

    /** Part of it, named by the times of day only: the first such times within the slot are meant. */
    record AtTimes(OffsetTime start, OffsetTime end) implements Extent {

        /** The window that is meant when the slot begins at {@code anchor}. */
        public Interval after(Instant anchor) {
            Instant from = next(start, anchor);
            return new Interval(from, next(end, from.plusSeconds(1)));
        }

        /** The first moment not before {@code anchor} at which it is {@code time}. */
        public static Instant next(OffsetTime time, Instant anchor) {
            ZoneOffset offset = time.getOffset();
            OffsetDateTime there = anchor.atOffset(offset);
            OffsetDateTime sameDay = there.with(time.toLocalTime());
            return (sameDay.isBefore(there) ? sameDay.plusDays(1) : sameDay).toInstant();
        }
    }
}
