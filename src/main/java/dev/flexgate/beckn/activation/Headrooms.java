package dev.flexgate.beckn.activation;

import dev.flexgate.market.Turns;
import dev.flexgate.planning.Planning;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Database;
import dev.flexgate.workload.Site;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads how much less every site could draw: from the capacity that the market still has to sell, and the plan. */
public final class Headrooms implements Supplier<List<Headroom>> {

    private final Database database;
    private final Planning planning;
    private final Supplier<List<Site>> sites;

    public Headrooms(Database database, Planning planning, Supplier<List<Site>> sites) {
        this.database = database;
        this.planning = planning;
        this.sites = sites;
    }

    /** Every site; nothing while no plan stands. */
    @Override
    public List<Headroom> get() {
        return planning.standing()
                .map(plan -> sites.get().stream()
                        .map(site -> of(site, plan.grid().span()))
                        .toList())
                .orElse(List.of());
    }

    private Headroom of(Site site, Interval horizon) {
        SortedMap<Instant, Power> left = new TreeMap<>();
        Turns.read(database, site.id(), horizon, Direction.DOWN)
                .forEach((start, row) -> left.put(start, facility(site, row.left())));
        return new Headroom(site, left, typical(site, horizon));
    }

    private Power typical(Site site, Interval horizon) {
        List<SitePeriod> periods = planning.remaining(site.id(), horizon);
        Power base = facility(site, site.power().inflexibleBase());
        if (periods.isEmpty()) {
            return base;
        }
        long watts = periods.stream()
                .mapToLong(period -> period.planned().plus(period.committed()).watts())
                .sum();
        return base.plus(facility(site, new Power(watts / periods.size())));
    }

    /** What the grid sees of a load of computing, rounded down: no more is promised than is there. */
    private static Power facility(Site site, Power it) {
        return new Power(BigDecimal.valueOf(Math.max(0, it.watts()))
                .multiply(site.power().effectiveness())
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact());
    }
}
