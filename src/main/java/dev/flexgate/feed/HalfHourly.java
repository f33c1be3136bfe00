package dev.flexgate.feed;

import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one rule by which periods of any length become half-hours: the mean over time of what covers a half-hour. So an
 * hour counts for both of its halves, two quarters are averaged, and so are six values of five minutes: right for mean
 * power, for intensities of a constant load, and for what a constant load pays. A half-hour of which less than 20
 * minutes are covered is left out, never guessed; its quality is the worst of what it is made of.
 */
final class HalfHourly {

    /** Two thirds: one of two quarters is too little, four of six five-minute values are enough. */
    static final Duration COVERED_MIN = Duration.ofMinutes(20);

    /** More than a month of five minutes. */
    static final int SPANS_MAX = 20_000;

    /** What a source says of one of its own periods. */
    record Span(Interval period, BigDecimal value, Quality quality) {}

    private HalfHourly() {}

    /**
     * @param spans in any order; the same period twice is fine if it says the same
     * @throws BadAnswerException when periods overlap and say different things, or there are too many
     */
    static List<Reading> of(Zone zone, Signal signal, Collection<Span> spans) {
        if (spans.size() > SPANS_MAX) {
            throw new BadAnswerException(Reason.TOO_LARGE, spans.size() + " values");
        }
        SortedMap<Instant, Sum> sums = new TreeMap<>();
        for (Span span : apart(spans)) {
            Instant end = span.period().end();
            for (Instant at = HalfHours.floor(span.period().start()); at.isBefore(end); at = at.plus(HalfHours.STEP)) {
                sums.computeIfAbsent(at, _ -> new Sum()).add(at, span);
            }
        }
        var readings = new ArrayList<Reading>(sums.size());
        sums.forEach((start, sum) -> {
            if (sum.seconds >= COVERED_MIN.toSeconds()) {
                readings.add(new Reading(
                        zone, signal, Interval.from(start, HalfHours.STEP), sum.mean(signal.scale()), sum.quality));
            }
        });
        return List.copyOf(readings);
    }

    private static List<Span> apart(Collection<Span> spans) {
        List<Span> sorted = spans.stream()
                .sorted(Comparator.comparing((Span span) -> span.period().start())
                        .thenComparing(span -> span.period().end()))
                .toList();
        var apart = new ArrayList<Span>(sorted.size());
        for (Span span : sorted) {
            Span before = apart.isEmpty() ? span : apart.getLast();
            if (apart.isEmpty()
                    || !span.period().start().isBefore(before.period().end())) {
                apart.add(span);
            } else if (!span.period().equals(before.period()) || span.value().compareTo(before.value()) != 0) {
                throw new BadAnswerException(Reason.WRONG_SHAPE, "two values for " + span.period());
            }
        }
        return apart;
    }

    /** What is known of one half-hour. */
    private static final class Sum {

        private BigDecimal weighted = BigDecimal.ZERO;
        private BigDecimal only = BigDecimal.ZERO;
        private long seconds;
        private int parts;
        private Quality quality = Quality.MEASURED;

        void add(Instant start, Span span) {
            Instant from = span.period().start().isBefore(start)
                    ? start
                    : span.period().start();
            Instant end = start.plus(HalfHours.STEP);
            Instant to = span.period().end().isAfter(end) ? end : span.period().end();
            long covered = Duration.between(from, to).toSeconds();
            weighted = weighted.add(span.value().multiply(BigDecimal.valueOf(covered)));
            only = span.value();
            seconds += covered;
            parts++;
            quality = quality.worse(span.quality());
        }

        /** One value alone is kept as it is; a mean is as fine as its parts, or as the signal. */
        BigDecimal mean(int scale) {
            if (parts == 1) {
                return kept(only);
            }
            int fine = Math.clamp(weighted.scale(), scale, Reading.SCALE_MAX);
            return weighted.divide(BigDecimal.valueOf(seconds), fine, RoundingMode.HALF_EVEN);
        }
    }

    /** A value that is finer than we keep, such as a float written out, is rounded once, here. */
    static BigDecimal kept(BigDecimal value) {
        return value.stripTrailingZeros().scale() > Reading.SCALE_MAX
                ? value.setScale(Reading.SCALE_MAX, RoundingMode.HALF_EVEN)
                : value;
    }
}
