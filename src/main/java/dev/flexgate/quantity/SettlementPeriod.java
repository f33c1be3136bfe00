package dev.flexgate.quantity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A GB settlement period: half-hour {@code number} of a local day in Europe/London. A day has 48 of them, 46
 * on the spring clock change and 50 on the autumn one (Elexon, Settlement Calendar), so a period is never
 * found by wall-clock arithmetic.
 *
 * @param date the settlement date, local
 * @param number 1 to {@link #periodsInDay}
 */
public record SettlementPeriod(LocalDate date, int number) implements Comparable<SettlementPeriod> {

    public static final ZoneId ZONE = ZoneId.of("Europe/London");

    /** Gate closure is one hour before the period starts (Grid Code; BSC Section Q). */
    public static final Duration GATE_CLOSURE_LEAD = Duration.ofHours(1);

    public SettlementPeriod {
        int last = periodsInDay(date);
        if (number < 1 || number > last) {
            throw new IllegalArgumentException("settlement period " + number + " of " + date + " is not 1 to " + last);
        }
    }

    /** The period that contains {@code moment}. */
    public static SettlementPeriod containing(Instant moment) {
        LocalDate date = moment.atZone(ZONE).toLocalDate();
        long halfHoursIn = Duration.between(startOfDay(date), moment).toMinutes() / HalfHours.STEP.toMinutes();
        return new SettlementPeriod(date, Math.toIntExact(halfHoursIn) + 1);
    }

    /** 46, 48 or 50. */
    public static int periodsInDay(LocalDate date) {
        long minutes =
                Duration.between(startOfDay(date), startOfDay(date.plusDays(1))).toMinutes();
        return Math.toIntExact(minutes / HalfHours.STEP.toMinutes());
    }

    private static Instant startOfDay(LocalDate date) {
        return date.atStartOfDay(ZONE).toInstant();
    }

    public Interval interval() {
        return Interval.from(startOfDay(date).plus(HalfHours.STEP.multipliedBy(number - 1L)), HalfHours.STEP);
    }

    public Instant gateClosure() {
        return interval().start().minus(GATE_CLOSURE_LEAD);
    }

    @Override
    public int compareTo(SettlementPeriod other) {
        int byDate = date.compareTo(other.date);
        return byDate != 0 ? byDate : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return date + " SP" + number;
    }
}
