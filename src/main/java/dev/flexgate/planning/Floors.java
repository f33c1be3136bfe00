package dev.flexgate.planning;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Half-hours in which the jobs of a site draw at least so much IT power. Unlike {@link Ceilings} a plan cannot always
 * keep to one: work that is cancelled draws nothing.
 *
 * @param least by site, then by start of the half-hour
 */
public record Floors(SortedMap<SiteId, SortedMap<Instant, Power>> least) {

    public static final Floors NONE = new Floors(Collections.emptySortedMap());

    public Floors {
        SortedMap<SiteId, SortedMap<Instant, Power>> copy = new TreeMap<>();
        least.forEach((site, periods) -> {
            if (!periods.isEmpty()) {
                copy.put(site, Collections.unmodifiableSortedMap(new TreeMap<>(periods)));
            }
        });
        least = Collections.unmodifiableSortedMap(copy);
    }

    /** The floor of one half-hour, if it has one. */
    public Optional<Power> at(SiteId site, Instant period) {
        return Optional.ofNullable(least.get(site)).map(periods -> periods.get(period));
    }

    /** Both together: where both say something, the higher holds. */
    public Floors and(Floors other) {
        SortedMap<SiteId, SortedMap<Instant, Power>> both = new TreeMap<>();
        least.forEach((site, periods) -> both.put(site, new TreeMap<>(periods)));
        other.least.forEach((site, periods) -> {
            SortedMap<Instant, Power> here = both.computeIfAbsent(site, _ -> new TreeMap<>());
            periods.forEach((period, power) -> here.merge(period, power, Floors::higher));
        });
        return new Floors(both);
    }

    /** As {@link #and} with one floor more. */
    public Floors and(SiteId site, Instant period, Power power) {
        SortedMap<Instant, Power> one = new TreeMap<>();
        one.put(period, power);
        return and(of(site, one));
    }

    /** The same for each half-hour of {@code periods}. */
    public static Floors of(SiteId site, SortedMap<Instant, Power> periods) {
        SortedMap<SiteId, SortedMap<Instant, Power>> one = new TreeMap<>();
        one.put(site, periods);
        return new Floors(one);
    }

    /** Those that lie in {@code grid}. */
    public Floors within(HalfHours grid) {
        SortedMap<SiteId, SortedMap<Instant, Power>> inside = new TreeMap<>();
        least.forEach((site, periods) -> inside.put(site, periods.subMap(grid.start(), grid.end())));
        return new Floors(inside);
    }

    public boolean isEmpty() {
        return least.isEmpty();
    }

    /** The same half-hours as ceilings: jobs draw no more than that either. */
    Ceilings asCeilings() {
        return new Ceilings(least);
    }

    private static Power higher(Power one, Power other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
