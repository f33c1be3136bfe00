package dev.flexgate.market;

import dev.flexgate.audit.RecordId;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What stands in the window: publishes the slots of each new plan in the plan's own transaction, and keeps the
 * snapshot that readers share.
 */
public final class Showcase implements PlanWatcher {

    private static final String NEVER_OVERSOLD = "market_capacity_never_oversold";

    /** No transaction has this number. */
    private static final String BEFORE_ALL = "0";

    private static final Duration LONGEST_SLOT = Duration.ofDays(1);

    private final Database database;
    private final MarketRecords records;
    private final ProviderProfile provider;
    private final OfferTemplate offer;
    private final Supplier<List<Site>> sites;
    private final InstantSource clock;
    private final MarketLimits limits;

    private final Lock reading = new ReentrantLock();
    private final Shelves shelves = new Shelves();
    private String readUpTo = BEFORE_ALL;

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
                Set<Instant> turned = new HashSet<>(turnedDown);
                turned.addAll(Capacity.turnedUp(tx, site, plan.grid().span()));
                forSale.put(
                        site,
                        halfHours.stream()
                                .filter(period ->
                                        !turned.contains(period.period().start()))
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
        List<Slot> changed = new ArrayList<>();
        for (Site site : sites.get()) {
            List<SitePeriod> halfHours = bySite.getOrDefault(site.id(), List.of());
            for (Slot slot : SlotRules.derive(site, halfHours, offer, now, plan.version())) {
                gone.remove(slot.id());
                Slot before = standing.get(slot.id());
                if (before == null || !before.offersTheSameAs(slot)) {
                    changed.add(slot);
                }
            }
        }
        Map<SlotId, Integer> versions =
                Slots.lastVersions(tx, changed.stream().map(Slot::id).toList());
        Slots.publish(
                tx,
                changed.stream()
                        .map(slot -> slot.withVersion(versions.getOrDefault(slot.id(), 0) + 1))
                        .map(slot -> new Slots.Published(slot, records.slot(tx, slot, "PUBLISHED", causes)))
                        .toList(),
                now);
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

    /**
     * Reads what changed since the last time in what is published and in what is left of it. Whoever reads the
     * catalogue meanwhile has the one before.
     */
    public void refresh() {
        reading.lock();
        try {
            Instant now = clock.instant();
            String horizon = Slots.horizon(database);
            shelves.forgetBefore(now.minus(LONGEST_SLOT));
            Capacity.readChanges(database, readUpTo, now.minus(LONGEST_SLOT), shelves);
            Slots.readChanges(database, readUpTo, limits.slotsMax(), shelves);
            readUpTo = horizon;
            Map<SiteId, Site> byId = sites.get().stream().collect(Collectors.toMap(Site::id, site -> site));
            catalogue = new Catalogue(provider, offer, byId, shelves.made(), Aftercare.score(database), now);
        } finally {
            reading.unlock();
        }
    }
}
