package dev.flexgate.feed;

import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.quantity.SettlementPeriod;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A recorded series played as if it were now, for trying FlexGate on real shapes without a network. Its time
 * axis is moved by whole weeks of local time in Great Britain, by a multiple of 52 where the file is long
 * enough, so that weekday, time of day and season stay right. It never passes for live: its source is
 * {@code replayed} and its quality {@link Quality#ESTIMATED}.
 *
 * <p>It tells no more than could have been known: carbon intensity up to the last half-hour that has ended, prices
 * as far as their auction has been held.
 *
 * <p>On the local day of a clock change each half-hour of today takes the value of the same local time in the
 * file; the repeated hour of autumn takes the same values twice.
 */
public final class ReplayFile {

    /** How this source is named wherever its numbers go. */
    public static final String NAME = "replayed";

    /** History that the forecast would like before now, and how far ahead a price can be known. */
    private static final Duration BEHIND = Duration.ofDays(28);

    private static final Duration AHEAD = Duration.ofDays(2);
    private static final long WEEKS_PER_YEAR = 52;

    private final Map<Signal, NavigableMap<Instant, BigDecimal>> recorded;
    private final long weeks;

    private ReplayFile(Map<Signal, NavigableMap<Instant, BigDecimal>> recorded, long weeks) {
        this.recorded = recorded;
        this.weeks = weeks;
    }

    /**
     * Reads a file of one of the two known formats (docs/reference/feeds.md), plain or gzip.
     *
     * @throws FeedException if it cannot be read, is of neither format, or is shorter than 30 days
     */
    public static ReplayFile read(Path file, Instant now) {
        Map<Signal, NavigableMap<Instant, BigDecimal>> recorded = new EnumMap<>(RecordedSeries.read(file));
        return new ReplayFile(
                recorded, weeksBetween(recorded.values().iterator().next(), now, file));
    }

    public Set<Signal> signals() {
        return Set.copyOf(recorded.keySet());
    }

    /** The series of {@code signal} as the provider of {@code zone}; the file itself names no zone. */
    public Provider provider(Zone zone, Signal signal, InstantSource clock) {
        if (!recorded.containsKey(signal)) {
            throw new IllegalArgumentException("the replay file holds no " + signal);
        }
        return new Replayed(zone, signal, clock);
    }

    /** By how many weeks the file is moved towards now. */
    public long weeks() {
        return weeks;
    }

    private static long weeksBetween(NavigableMap<Instant, BigDecimal> series, Instant now, Path file) {
        long fewest = weeksUp(Duration.between(series.lastKey(), now.plus(AHEAD)));
        long most = Duration.between(series.firstKey(), now.minus(BEHIND)).toDays() / 7;
        if (fewest > most) {
            throw new FeedException(file + " holds less than the 30 days that a replay needs");
        }
        long wholeYears = Math.ceilDiv(fewest, WEEKS_PER_YEAR) * WEEKS_PER_YEAR;
        return wholeYears <= most ? wholeYears : fewest;
    }

    private static long weeksUp(Duration duration) {
        return Math.ceilDiv(duration.toSeconds(), Duration.ofDays(7).toSeconds());
    }

    private Optional<Reading> reading(Zone zone, Signal signal, Interval halfHour) {
        LocalDateTime local = LocalDateTime.ofInstant(halfHour.start(), SettlementPeriod.ZONE);
        Instant then = local.minusWeeks(weeks).atZone(SettlementPeriod.ZONE).toInstant();
        return Optional.ofNullable(Objects.requireNonNull(recorded.get(signal)).get(then))
                .map(value -> new Reading(zone, signal, halfHour, value, Quality.ESTIMATED));
    }

    private final class Replayed implements Provider {

        private final Zone zone;
        private final Signal signal;
        private final InstantSource clock;

        Replayed(Zone zone, Signal signal, InstantSource clock) {
            this.zone = zone;
            this.signal = signal;
            this.clock = clock;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Zone zone() {
            return zone;
        }

        @Override
        public Signal signal() {
            return signal;
        }

        @Override
        public Fetched fetch(HalfHours wanted) {
            Instant now = clock.instant();
            Instant known = knownUntil(now);
            List<Interval> tellable =
                    wanted.stream().filter(each -> !each.end().isAfter(known)).toList();
            List<Reading> readings = tellable.stream()
                    .flatMap(each -> reading(zone, signal, each).stream())
                    .toList();
            if (readings.isEmpty()) {
                return new Missing(Reason.EMPTY, "the replay file has no " + signal + " for " + wanted.span());
            }
            Coverage coverage = readings.size() == tellable.size() ? Coverage.FULL : Coverage.SHORT;
            return new Received(readings, now.truncatedTo(ChronoUnit.MICROS), coverage, nextAt(now));
        }

        private Instant knownUntil(Instant now) {
            return signal == Signal.ENERGY_PRICE ? AuctionDay.knownUntil(now) : HalfHours.floor(now);
        }

        private Instant nextAt(Instant now) {
            return signal == Signal.ENERGY_PRICE
                    ? AuctionDay.nextPublication(now)
                    : HalfHours.floor(now).plus(HalfHours.STEP);
        }
    }
}
