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
 * Half-hours in which the jobs of a site may draw at most so much IT power, whatever the site could carry.
 *
 * @param most by site, then by start of the half-hour
 */
public record Ceilings(SortedMap<SiteId, SortedMap<Instant, Power>> most) {

    public static final Ceilings NONE = new Ceilings(Collections.emptySortedMap());

    public Ceilings {
        SortedMap<SiteId, SortedMap<Instant, Power>> copy = new TreeMap<>();
        most.forEach((site, periods) -> {
            if (!periods.isEmpty()) {
                copy.put(site, Collections.unmodifiableSortedMap(new TreeMap<>(periods)));
            }
        });
        copy.values().stream().flatMap(periods -> periods.values().stream()).forEach(Ceilings::refuseNegative);
        most = Collections.unmodifiableSortedMap(copy);
    }

    /** The ceiling of one half-hour, if it has one. */
    public Optional<Power> at(SiteId site, Instant period) {
        return Optional.ofNullable(most.get(site)).map(periods -> periods.get(period));
    }

    /** Both together: where both say something, the lower holds. */
    public Ceilings and(Ceilings other) {
        SortedMap<SiteId, SortedMap<Instant, Power>> both = new TreeMap<>();
        most.forEach((site, periods) -> both.put(site, new TreeMap<>(periods)));
        other.most.forEach((site, periods) -> {
            SortedMap<Instant, Power> here = both.computeIfAbsent(site, _ -> new TreeMap<>());
            periods.forEach((period, power) -> here.merge(period, power, Power::min));
        });
        return new Ceilings(both);
    }

    /** As {@link #and} with one ceiling more. */
    public Ceilings and(SiteId site, Instant period, Power power) {
        SortedMap<Instant, Power> one = new TreeMap<>();
        one.put(period, power);
        return and(of(site, one));
    }

    /** The same for each half-hour of {@code periods}. */
    public static Ceilings of(SiteId site, SortedMap<Instant, Power> periods) {
        SortedMap<SiteId, SortedMap<Instant, Power>> one = new TreeMap<>();
        one.put(site, periods);
        return new Ceilings(one);
    }

    /** Those that lie in {@code grid}. */
    public Ceilings within(HalfHours grid) {
        SortedMap<SiteId, SortedMap<Instant, Power>> inside = new TreeMap<>();
        most.forEach((site, periods) -> inside.put(site, periods.subMap(grid.start(), grid.end())));
        return new Ceilings(inside);
    }

    public boolean isEmpty() {
        return most.isEmpty();
    }

    private static void refuseNegative(Power power) {
        if (power.watts() < 0) {
            throw new IllegalArgumentException("a ceiling is not negative: " + power);
        }
    }
}
