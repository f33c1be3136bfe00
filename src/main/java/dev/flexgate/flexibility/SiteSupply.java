package dev.flexgate.flexibility;

import dev.flexgate.market.TurnDowns;
import dev.flexgate.planning.Ceilings;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.planning.WhatIf;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Site;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One site of an area over a window: what is planned there and what of it is still for sale.
 *
 * @param site which
 * @param window over which half-hours
 * @param periods its half-hours beside the standing plan
 * @param rows the same half-hours in the capacity rows
 */
record SiteSupply(Site site, Interval window, List<SitePeriod> periods, SortedMap<Instant, TurnDowns.Row> rows) {

    static SiteSupply of(Site site, Interval window, WhatIf whatIf, SortedMap<Instant, TurnDowns.Row> rows) {
        return new SiteSupply(site, window, whatIf.periods(site.id(), window), rows);
    }

    BigDecimal effectiveness() {
        return site.power().effectiveness();
    }

    /** IT power that may be asked to leave in every half-hour of the window. */
    Power left() {
        return periods.stream()
                .map(period -> Optional.ofNullable(rows.get(period.period().start()))
                        .map(TurnDowns.Row::left)
                        .orElse(Power.ZERO))
                .reduce(Power::min)
                .orElse(Power.ZERO);
    }

    /** The same as facility power, rounded down to a watt. */
    Power leftAtMeter() {
        return facility(left(), RoundingMode.FLOOR);
    }

    /** IT power behind facility power, rounded up so that the meter sees all of it. */
    Power itPower(Power facility) {
        return new Power(BigDecimal.valueOf(facility.watts())
                .divide(effectiveness(), 0, RoundingMode.CEILING)
                .longValueExact());
    }

    Power facility(Power itPower, RoundingMode mode) {
        return new Power(BigDecimal.valueOf(itPower.watts())
                .multiply(effectiveness())
                .setScale(0, mode)
                .longValueExact());
    }

    /** Jobs may draw what is planned, less what open offers may take, less {@code itPower}. */
    Ceilings ceilings(Power itPower) {
        SortedMap<Instant, Power> most = new TreeMap<>();
        for (SitePeriod period : periods) {
            Instant start = period.period().start();
            Power reserved = Optional.ofNullable(rows.get(start))
                    .map(TurnDowns.Row::reserved)
                    .orElse(Power.ZERO);
            Power left = period.planned().minus(reserved).minus(itPower);
            most.put(start, left.isPositive() ? left : Power.ZERO);
        }
        return Ceilings.of(site.id(), most);
    }

    /** Jobs draw what is planned. */
    Ceilings ceiling() {
        SortedMap<Instant, Power> most = new TreeMap<>();
        periods.forEach(period -> most.put(period.period().start(), period.planned()));
        return Ceilings.of(site.id(), most);
    }

    List<PlannedLoad> baseline() {
        return periods.stream().map(this::planned).toList();
    }

    private PlannedLoad planned(SitePeriod period) {
        Power it = site.power().inflexibleBase().plus(period.planned()).plus(period.committed());
        Power turnedDown = Optional.ofNullable(rows.get(period.period().start()))
                .map(TurnDowns.Row::sold)
                .orElse(Power.ZERO);
        return new PlannedLoad(
                site.id(), period.period(), period.planned(), facility(it, RoundingMode.HALF_EVEN), turnedDown);
    }
}
