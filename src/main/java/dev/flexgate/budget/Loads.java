package dev.flexgate.budget;

import dev.flexgate.planning.Allocation;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a plan makes the jobs of each tenant draw. Pure. */
final class Loads {

    private record Place(TenantId tenant, SiteId site, Instant start) {}

    private record Half(SiteId site, Instant start) {}

    private Loads() {}

    /**
     * By tenant, time and site.
     *
     * @param effectiveness power usage effectiveness by site
     */
    static List<Load> of(
            Plan plan, List<SitePeriod> periods, Map<JobId, TenantId> tenants, Map<SiteId, BigDecimal> effectiveness) {
        Map<Place, Energy> drawn = new HashMap<>();
        for (Allocation run : plan.allocations()) {
            TenantId tenant = tenants.get(run.job());
            if (tenant == null) {
                continue;
            }
            for (Interval period : HalfHours.of(run.interval()).stream().toList()) {
                drawn.merge(
                        new Place(tenant, run.site(), period.start()),
                        run.itPower().over(period),
                        Energy::plus);
            }
        }
        Map<Half, SitePeriod> byHalf = new HashMap<>();
        periods.forEach(each -> byHalf.put(new Half(each.site(), each.period().start()), each));
        List<Load> loads = new ArrayList<>();
        drawn.forEach((place, energy) -> {
            SitePeriod at = byHalf.get(new Half(place.site(), place.start()));
            if (at != null) {
                BigDecimal losses = Objects.requireNonNullElse(effectiveness.get(place.site()), BigDecimal.ONE);
                Energy moving =
                        at.planned().plus(at.committed()).over(at.period()).times(losses);
                loads.add(load(place, energy.times(losses), moving, at));
            }
        });
        loads.sort(Comparator.comparing(Load::tenant).thenComparing(Load::start).thenComparing(Load::site));
        return loads;
    }

    private static Load load(Place place, Energy drawn, Energy moving, SitePeriod at) {
        return new Load(
                place.tenant(),
                place.site(),
                place.start(),
                drawn,
                moving,
                new Load.Span(
                        at.carbon().p10().of(drawn).kilograms(),
                        at.carbon().p50().of(drawn).kilograms(),
                        at.carbon().p90().of(drawn).kilograms()),
                new Load.Span(
                        at.price().p10().of(drawn).amount(),
                        at.price().p50().of(drawn).amount(),
                        at.price().p90().of(drawn).amount()),
                at.quality());
    }
}
