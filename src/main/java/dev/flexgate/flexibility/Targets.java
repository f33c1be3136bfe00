package dev.flexgate.flexibility;

import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an offer promises, as bounds: the baseline it was made against, turned by what others bought since and by its
 * own.
 */
final class Targets {

    /** As if nothing had been bought since an offer was made. */
    static final Sold NOTHING_SOLD = (_, _) -> Power.ZERO;

    private Targets() {}

    /** IT power sold to grid operators by now. */
    @FunctionalInterface
    interface Sold {
        Power at(SiteId site, Instant period);
    }

    /** What each site of an offer may have to give: the largest share in any option. */
    static List<SiteShare> most(Offer offer) {
        Map<SiteId, SiteShare> most = new TreeMap<>();
        offer.options().stream()
                .flatMap(option -> option.shares().stream())
                .forEach(share -> most.merge(share.site(), share, Targets::larger));
        return List.copyOf(most.values());
    }

    private static SiteShare larger(SiteShare one, SiteShare other) {
        return Comparator.comparing(SiteShare::itPower).compare(one, other) >= 0 ? one : other;
    }

    /** What jobs keep to at every site of the area when {@code shares} are delivered. */
    static Bounds of(Offer offer, List<SiteShare> shares, Sold sold) {
        SortedMap<SiteId, SortedMap<Instant, Power>> targets = new TreeMap<>();
        for (PlannedLoad load : offer.baseline()) {
            Power own = share(shares, load.site()).map(SiteShare::itPower).orElse(Power.ZERO);
            Power turned = turned(
                    offer.direction(), load.itJobs(), soldSince(load, sold).plus(own));
            targets.computeIfAbsent(load.site(), _ -> new TreeMap<>())
                    .put(load.period().start(), turned);
        }
        Bounds bounds = Bounds.NONE;
        for (var site : targets.entrySet()) {
            bounds = bounds.and(Bounds.of(offer.direction(), site.getKey(), site.getValue()));
        }
        return bounds;
    }

    /** Load that is turned by so much, and never below nothing. */
    static Power turned(Direction direction, Power load, Power by) {
        return switch (direction) {
            case DOWN -> load.compareTo(by) > 0 ? load.minus(by) : Power.ZERO;
            case UP -> load.plus(by);
        };
    }

    /** IT power that others bought at that half-hour since the offer was made: it is no longer in the baseline. */
    static Power soldSince(PlannedLoad load, Sold sold) {
        Power more = sold.at(load.site(), load.period().start()).minus(load.turned());
        return more.isPositive() ? more : Power.ZERO;
    }

    static Optional<SiteShare> share(List<SiteShare> shares, SiteId site) {
        return shares.stream().filter(share -> share.site().equals(site)).findFirst();
    }
}
