package dev.flexgate.budget;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much more or less was drawn than was planned, by the meters of the sites. A meter reads a site and not a tenant:
 * what it read above the base load, which never moves, is shared among jobs and buyers as they were planned.
 */
final class Metering {

    private final SiteMeters meters;
    private final Map<SiteId, Site> sites;
    private final Interval span;
    private final Map<SiteId, Map<Instant, Energy>> read = new HashMap<>();

    Metering(SiteMeters meters, Map<SiteId, Site> sites, Interval span) {
        this.meters = meters;
        this.sites = sites;
        this.span = span;
    }

    /** Drawn over planned; empty where the meters have not read, or nobody knows what was planned in all. */
    Optional<BigDecimal> ratio(Load load) {
        Site site = sites.get(load.site());
        if (site == null || load.moving().joules() <= 0) {
            return Optional.empty();
        }
        Map<Instant, Energy> values = read.computeIfAbsent(load.site(), id -> meters.read(id, span));
        return Optional.ofNullable(values.get(load.start())).map(metered -> {
            Energy base = site.power()
                    .inflexibleBase()
                    .over(Interval.from(load.start(), HalfHours.STEP))
                    .times(site.power().effectiveness());
            return BigDecimal.valueOf(Math.max(0, metered.minus(base).joules()))
                    .divide(BigDecimal.valueOf(load.moving().joules()), MathContext.DECIMAL64);
        });
    }
}
