package dev.flexgate.flexibility;

import dev.flexgate.planning.Ceilings;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an offer promises, as ceilings: the baseline it was made against, less what others bought since, less its own. */
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

    /** The most that jobs may draw at every site of the area when {@code shares} are delivered. */
    static Ceilings of(Offer offer, List<SiteShare> shares, Sold sold) {
        SortedMap<SiteId, SortedMap<Instant, Power>> ceilings = new TreeMap<>();
        for (PlannedLoad load : offer.baseline()) {
            Power own = share(shares, load.site()).map(SiteShare::itPower).orElse(Power.ZERO);
            Power left = load.itJobs().minus(soldSince(load, sold)).minus(own);
            ceilings.computeIfAbsent(load.site(), _ -> new TreeMap<>())
                    .put(load.period().start(), left.isPositive() ? left : Power.ZERO);
        }
        return new Ceilings(ceilings);
    }

    /** IT power that others bought at that half-hour since the offer was made: it is no longer in the baseline. */
    static Power soldSince(PlannedLoad load, Sold sold) {
        Power more = sold.at(load.site(), load.period().start()).minus(load.turnedDown());
        return more.isPositive() ? more : Power.ZERO;
    }

    static Optional<SiteShare> share(List<SiteShare> shares, SiteId site) {
        return shares.stream().filter(share -> share.site().equals(site)).findFirst();
    }
}
