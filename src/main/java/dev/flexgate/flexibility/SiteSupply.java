package dev.flexgate.flexibility;

import dev.flexgate.market.Turns;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.planning.WhatIf;
import dev.flexgate.quantity.Direction;
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
 * @param direction which way load is to be turned
 * @param periods its half-hours beside the standing plan
 * @param rows the same half-hours in the capacity rows
 */
record SiteSupply(
        Site site, Interval window, Direction direction, List<SitePeriod> periods, SortedMap<Instant, Turns.Row> rows) {

    static SiteSupply of(Site site, NeedRequest request, WhatIf whatIf, SortedMap<Instant, Turns.Row> rows) {
        Interval window = request.window();
        return new SiteSupply(site, window, request.direction(), whatIf.periods(site.id(), window), rows);
    }

    BigDecimal effectiveness() {
        return site.power().effectiveness();
    }

    /** IT power that may be asked to leave, or to come, in every half-hour of the window. */
    Power left() {
        return periods.stream()
                .map(period -> Optional.ofNullable(rows.get(period.period().start()))
                        .map(Turns.Row::left)
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

    /** Jobs draw what is planned, turned by what open offers may turn and by {@code itPower}. */
    Bounds turned(Power itPower) {
        SortedMap<Instant, Power> bounds = new TreeMap<>();
        for (SitePeriod period : periods) {
            Instant start = period.period().start();
            Power reserved = Optional.ofNullable(rows.get(start))
                    .map(Turns.Row::reserved)
                    .orElse(Power.ZERO);
            bounds.put(start, Targets.turned(direction, period.planned(), reserved.plus(itPower)));
        }
        return Bounds.of(direction, site.id(), bounds);
    }

    /** Jobs draw what is planned. */
    Bounds unturned() {
        SortedMap<Instant, Power> bounds = new TreeMap<>();
        periods.forEach(period -> bounds.put(period.period().start(), period.planned()));
        return Bounds.of(direction, site.id(), bounds);
    }

    List<PlannedLoad> baseline() {
        return periods.stream().map(this::planned).toList();
    }

    private PlannedLoad planned(SitePeriod period) {
        Power it = site.power().inflexibleBase().plus(period.planned()).plus(period.committed());
        Power turned = Optional.ofNullable(rows.get(period.period().start()))
                .map(Turns.Row::sold)
                .orElse(Power.ZERO);
        return new PlannedLoad(
                site.id(), period.period(), period.planned(), facility(it, RoundingMode.HALF_EVEN), turned);
    }
}
