package dev.flexgate.planning;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The standing plan as prices and room are read off it: immutable, in memory, replaced as a whole.
 *
 * @param plan the plan
 * @param sites what lies beside it, by site
 */
record PlanBoard(Plan plan, SortedMap<SiteId, SiteBoard> sites) {

    /**
     * One site beside the plan.
     *
     * @param effectiveness its PUE
     * @param periods its half-hours, committed as of the plan
     */
    record SiteBoard(BigDecimal effectiveness, List<SitePeriod> periods) {

        SiteBoard {
            periods = List.copyOf(periods);
        }
    }

    PlanBoard {
        sites = Collections.unmodifiableSortedMap(new TreeMap<>(sites));
    }

    HalfHours grid() {
        return plan.grid();
    }

    /** The half-hours of a site that overlap {@code interval}, in order; none for an unknown site. */
    List<SitePeriod> periods(SiteId site, Interval interval) {
        return Optional.ofNullable(sites.get(site)).map(SiteBoard::periods).orElse(List.of()).stream()
                .filter(each -> each.period().overlaps(interval))
                .toList();
    }

    /** The PUE of a site that the plan knows. */
    BigDecimal effectiveness(SiteId site) {
        return Objects.requireNonNull(sites.get(site)).effectiveness();
    }

    /** Every half-hour of every site. */
    List<SitePeriod> periods() {
        return sites.values().stream().flatMap(site -> site.periods().stream()).toList();
    }

    /** The same board with what is spoken for now in place of what was when the plan was made. */
    PlanBoard with(Commitments commitments) {
        SortedMap<SiteId, SiteBoard> fresh = new TreeMap<>();
        for (Map.Entry<SiteId, SiteBoard> each : sites.entrySet()) {
            List<Power> committed = commitments.committed(each.getKey(), grid());
            List<SitePeriod> periods = new ArrayList<>();
            for (int index = 0; index < grid().count(); index++) {
                periods.add(each.getValue().periods().get(index).withCommitted(committed.get(index)));
            }
            fresh.put(each.getKey(), new SiteBoard(each.getValue().effectiveness(), periods));
        }
        return new PlanBoard(plan, fresh);
    }
}
