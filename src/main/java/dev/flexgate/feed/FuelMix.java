package dev.flexgate.feed;

import dev.flexgate.feed.HalfHourly.Span;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Generation by fuel as one answer tells it, in megawatts: from it come the shares, the total, wind and solar. Several
 * plants of one fuel add up. What pumps, charges or uses its own power (a negative sum) has a share of 0. A half-hour
 * in which a fuel is missing that the answer has elsewhere is left out: a hole is not 0.
 */
final class FuelMix {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int SHARE_SCALE = 3;

    private final Map<Signal, SortedMap<Interval, BigDecimal>> byFuel = new EnumMap<>(Signal.class);
    private final Map<Instant, Quality> worse = new HashMap<>();
    private final Zone zone;
    private final Quality quality;

    FuelMix(Zone zone, Quality quality) {
        this.zone = zone;
        this.quality = quality;
    }

    /** {@code fuel} is one of {@link Signal#mix()}. */
    void add(Signal fuel, Interval period, BigDecimal megawatts) {
        byFuel.computeIfAbsent(fuel, _ -> new TreeMap<>(FuelMix::inTime)).merge(period, megawatts, BigDecimal::add);
    }

    /** What is told of {@code period} is no better than {@code other}. */
    void worsen(Interval period, Quality other) {
        for (Instant at = HalfHours.floor(period.start()); at.isBefore(period.end()); at = at.plus(HalfHours.STEP)) {
            worse.merge(at, other, Quality::worse);
        }
    }

    boolean isEmpty() {
        return byFuel.isEmpty();
    }

    /** Readings of those of {@code wanted} that a mix can tell: shares, generation, wind and solar. */
    List<Reading> readings(Set<Signal> wanted) {
        Map<Signal, Map<Interval, BigDecimal>> power = new EnumMap<>(Signal.class);
        byFuel.forEach((fuel, periods) -> power.put(fuel, halfHours(fuel, periods)));
        var readings = new ArrayList<Reading>();
        for (Signal signal : wanted) {
            switch (signal) {
                case WIND -> readings.addAll(power(power, Signal.MIX_WIND, signal));
                case SOLAR -> readings.addAll(power(power, Signal.MIX_SOLAR, signal));
                case GENERATION ->
                    totals(power).forEach((period, total) -> readings.add(reading(signal, period, total)));
                default -> readings.addAll(shares(power, signal));
            }
        }
        return readings;
    }

    private Map<Interval, BigDecimal> halfHours(Signal fuel, SortedMap<Interval, BigDecimal> periods) {
        List<Span> spans = periods.entrySet().stream()
                .map(each -> new Span(each.getKey(), each.getValue(), quality))
                .toList();
        Map<Interval, BigDecimal> means = new TreeMap<>(FuelMix::inTime);
        HalfHourly.of(zone, fuel, spans).forEach(each -> means.put(each.valid(), each.value()));
        return means;
    }

    private List<Reading> power(Map<Signal, Map<Interval, BigDecimal>> power, Signal fuel, Signal signal) {
        return power.getOrDefault(fuel, Map.of()).entrySet().stream()
                .map(each -> reading(signal, each.getKey(), each.getValue()))
                .toList();
    }

    private List<Reading> shares(Map<Signal, Map<Interval, BigDecimal>> power, Signal fuel) {
        var shares = new ArrayList<Reading>();
        Map<Interval, BigDecimal> totals = totals(power);
        Optional.ofNullable(power.get(fuel))
                .ifPresent(periods -> periods.forEach((period, megawatts) -> {
                    BigDecimal total = totals.getOrDefault(period, BigDecimal.ZERO);
                    if (total.signum() > 0) {
                        BigDecimal share = produced(megawatts)
                                .multiply(HUNDRED)
                                .divide(total, SHARE_SCALE, RoundingMode.HALF_EVEN);
                        shares.add(reading(fuel, period, share));
                    }
                }));
        return shares;
    }

    /** What all fuels produced, in half-hours of which every fuel is known. */
    private static Map<Interval, BigDecimal> totals(Map<Signal, Map<Interval, BigDecimal>> power) {
        Map<Interval, Integer> known = new HashMap<>();
        Map<Interval, BigDecimal> sums = new TreeMap<>(FuelMix::inTime);
        power.values()
                .forEach(periods -> periods.forEach((period, megawatts) -> {
                    known.merge(period, 1, Integer::sum);
                    sums.merge(period, produced(megawatts), BigDecimal::add);
                }));
        sums.keySet().removeIf(period -> known.getOrDefault(period, 0) < power.size());
        return sums;
    }

    private static BigDecimal produced(BigDecimal megawatts) {
        return megawatts.max(BigDecimal.ZERO);
    }

    private Reading reading(Signal signal, Interval period, BigDecimal value) {
        return new Reading(zone, signal, period, value, quality.worse(worse.getOrDefault(period.start(), quality)));
    }

    private static int inTime(Interval one, Interval other) {
        int byStart = one.start().compareTo(other.start());
        return byStart != 0 ? byStart : one.end().compareTo(other.end());
    }
}
