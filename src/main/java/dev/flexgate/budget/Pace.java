package dev.flexgate.budget;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How much is used in a day, from recent whole days.
 *
 * @param slow the least of them
 * @param mean of them all
 * @param fast the most of them
 * @param days how many there were
 */
record Pace(BigDecimal slow, BigDecimal mean, BigDecimal fast, int days) {

    static final Pace NONE = new Pace(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0);

    private static final BigDecimal SECONDS_PER_DAY =
            BigDecimal.valueOf(Duration.ofDays(1).toSeconds());

    static Pace of(List<BigDecimal> days) {
        if (days.isEmpty()) {
            return NONE;
        }
        BigDecimal sum = days.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Pace(
                days.stream().min(Comparator.naturalOrder()).orElseThrow(),
                sum.divide(BigDecimal.valueOf(days.size()), MathContext.DECIMAL64),
                days.stream().max(Comparator.naturalOrder()).orElseThrow(),
                days.size());
    }

    /** A half-hour still to come. */
    record Step(Instant end, BigDecimal amount) {}

    /**
     * When {@code left} is used up: half-hour by half-hour as planned, from {@code planEnd} on evenly at {@code perDay}.
     * Empty when that is not before {@code end}.
     */
    static Optional<Instant> usedUp(
            BigDecimal left, List<Step> planned, Instant planEnd, BigDecimal perDay, Instant end) {
        BigDecimal rest = left;
        for (Step step : planned) {
            rest = rest.subtract(step.amount());
            if (rest.signum() <= 0) {
                return Optional.of(step.end()).filter(each -> !each.isAfter(end));
            }
        }
        if (perDay.signum() <= 0) {
            return Optional.empty();
        }
        BigDecimal seconds = rest.multiply(SECONDS_PER_DAY).divide(perDay, 0, RoundingMode.CEILING);
        return seconds.compareTo(BigDecimal.valueOf(
                                Math.max(0, Duration.between(planEnd, end).toSeconds())))
                        > 0
                ? Optional.empty()
                : Optional.of(planEnd.plusSeconds(seconds.longValueExact()));
    }
}
