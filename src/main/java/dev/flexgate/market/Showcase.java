package dev.flexgate.market;

import dev.flexgate.audit.RecordId;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.MarketRecords.Causes;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.PlanConflictException;
import dev.flexgate.planning.PlanWatcher;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.ConstraintViolatedException;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What stands in the window: publishes the slots of each new plan in the plan's own transaction, and keeps the
 * snapshot that readers share.
 */
public final class Showcase implements PlanWatcher {

    private static final String NEVER_OVERSOLD = "market_capacity_never_oversold";

    private final Database database;
    private final MarketRecords records;
    private final ProviderProfile provider;
    private final OfferTemplate offer;
    private final Supplier<List<Site>> sites;
    private final InstantSource clock;
    private final MarketLimits limits;

    private volatile Catalogue catalogue;

    public Showcase(
            Database database,
            MarketRecords records,
            CatalogFolder terms,
            Supplier<List<Site>> sites,
            InstantSource clock,
            MarketLimits limits) {
        this.database = database;
        this.records = records;
        this.provider = terms.provider();
        this.offer = terms.offer("compute-slot");
        this.sites = sites;
        this.clock = clock;
        this.limits = limits;
        this.catalogue = new Catalogue(provider, offer, Map.of(), List.of(), Optional.empty(), clock.instant());
    }

    Catalogue catalogue() {
        return catalogue;
    }

    OfferTemplate offer() {
        return offer;
    }

    /** Offers what the plan leaves free, and fails when that is less than what was sold meanwhile. */
    @Override
    public void agreed(Tx tx, Plan plan, RecordId record, List<SitePeriod> periods) {
        Map<SiteId, List<SitePeriod>> bySite =
                periods.stream().collect(Collectors.groupingBy(SitePeriod::site, TreeMap::new, Collectors.toList()));
        Map<SiteId, List<SitePeriod>> forSale = new TreeMap<>();
        try {
            for (var each : bySite.entrySet()) {
                SiteId site = each.getKey();
                List<SitePeriod> halfHours = each.getValue();
                Set<Instant> turnedDown =
                        Capacity.turnedDown(tx, site, plan.grid().span());
                Capacity.offer(tx, site, Direction.UP, powers(halfHours, period -> more(period, turnedDown)));
                Capacity.offer(tx, site, Direction.DOWN, powers(halfHours, SitePeriod::movable));
                forSale.put(
                        site,
                        halfHours.stream()
                                .filter(period ->
                                        !turnedDown.contains(period.period().start()))
                                .toList());
            }
        } catch (ConstraintViolatedException violated) {
            if (violated.constraint().equals(NEVER_OVERSOLD)) {
                throw new PlanConflictException("capacity was sold while plan " + plan.version() + " was made");
            }
            throw violated;
        }
        publish(tx, plan, record, forSale);
        tx.notifyOnCommit(Market.NEWS);
    }

    /** More load than planned: none where somebody pays for less. */
    private static Power more(SitePeriod period, Set<Instant> turnedDown) {
        return turnedDown.contains(period.period().start()) ? Power.ZERO : period.offerable();
    }

    private static Map<Instant, Power> powers(List<SitePeriod> halfHours, Function<SitePeriod, Power> power) {
        return halfHours.stream().collect(Collectors.toMap(each -> each.period().start(), power));
    }

    private void publish(Tx tx, Plan plan, RecordId record, Map<SiteId, List<SitePeriod>> bySite) {
        Instant now = clock.instant();
        var causes = new Causes(now, List.of(record));
        Map<SlotId, Slot> standing = Slots.lockPublished(tx);
        Map<SlotId, Slot> gone = new TreeMap<>(standing);
        for (Site site : sites.get()) {
            List<SitePeriod> halfHours = bySite.getOrDefault(site.id(), List.of());
            for (Slot slot : SlotRules.derive(site, halfHours, offer, now, plan.version())) {
                gone.remove(slot.id());
                Slot before = standing.get(slot.id());
                if (before == null || !before.offersTheSameAs(slot)) {
                    Slot next = slot.withVersion(Slots.lastVersion(tx, slot.id()) + 1);
                    Slots.publish(tx, next, records.slot(tx, next, "PUBLISHED", causes), now);
                }
            }
        }
        gone.values().forEach(slot -> end(tx, slot, now));
    }

    private void end(Tx tx, Slot slot, Instant now) {
        boolean lapsed = slot.window().start().isBefore(now.plus(offer.leastNotice()));
        String outcome = lapsed ? "EXPIRED" : "WITHDRAWN";
        RecordId record = records.slot(tx, slot.withVersion(slot.version() + 1), outcome, new Causes(now, List.of()));
        if (lapsed) {
            Slots.expire(tx, slot.id(), record, now);
        } else {
            Slots.withdraw(tx, slot.id(), record, now);
        }
    }

    /** Takes down slots that can no longer be bought. Says how many. */
    int passTime() {
        Instant now = clock.instant();
        return database.inTransaction(tx -> {
            List<Slot> lapsed = Slots.lapsed(tx, now.plus(offer.leastNotice()), limits.duePerTick());
            lapsed.forEach(slot -> end(tx, slot, now));
            if (!lapsed.isEmpty()) {
                tx.notifyOnCommit(Market.NEWS);
            }
            return lapsed.size();
        });
    }

    /** Reads anew what is published and what is left of it. */
    public void refresh() {
        Instant now = clock.instant();
        Map<SiteId, Map<Instant, Power>> left = Capacity.leftFrom(database, now);
        List<Listing> listings = new ArrayList<>();
        for (Slot slot : Slots.published(database, limits.slotsMax())) {
            listings.add(new Listing(slot, leastLeft(slot, left.getOrDefault(slot.site(), Map.of()))));
        }
        Map<SiteId, Site> byId = sites.get().stream().collect(Collectors.toMap(Site::id, site -> site));
        catalogue = new Catalogue(provider, offer, byId, listings, Aftercare.score(database), now);
    }

    private static Power leastLeft(Slot slot, Map<Instant, Power> left) {
        return slot.halfHours().stream()
                .map(period -> left.getOrDefault(period.start(), Power.ZERO))
                .reduce(slot.offerable(), Power::min);
    }
}
