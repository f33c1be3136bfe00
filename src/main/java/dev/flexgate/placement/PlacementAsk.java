package dev.flexgate.placement;

import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.Demand;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job that looks for its place.
 *
 * @param demand how much it needs, at the IT equipment
 * @param shape how it may be moved in time; work at less than full power is not looked for
 * @param window from its release to its deadline
 * @param home where it would run if nobody moved it, and where its data lie
 * @param residency countries, zones or sites where it may run; empty for anywhere
 * @param latencyMaxMs from home, there and back; empty for any
 * @param latencyMs what was measured, by site or zone; for others it is estimated from the distance
 * @param transferGigabytes to be moved when it does not run at home
 * @param gramsMax highest mean carbon intensity; empty for any
 * @param zonesToo whether zones without a site of ours are ranked too
 */
public record PlacementAsk(
        Demand demand,
        JobShape shape,
        Interval window,
        SiteId home,
        List<String> residency,
        Optional<BigDecimal> latencyMaxMs,
        Map<String, BigDecimal> latencyMs,
        BigDecimal transferGigabytes,
        Optional<BigDecimal> gramsMax,
        boolean zonesToo,
        Exchange exchange) {

    /** Most places that a list of a request may name. */
    public static final int NAMES_MAX = 200;

    public PlacementAsk {
        residency = List.copyOf(residency);
        latencyMs = Map.copyOf(latencyMs);
        if (residency.size() > NAMES_MAX || latencyMs.size() > NAMES_MAX) {
            throw new IllegalArgumentException("at most " + NAMES_MAX + " places");
        }
        if (transferGigabytes.signum() < 0
                || latencyMs.values().stream().anyMatch(each -> each.signum() < 0)
                || latencyMaxMs.filter(each -> each.signum() < 0).isPresent()) {
            throw new IllegalArgumentException("latency and data to transfer cannot be negative");
        }
    }
}
