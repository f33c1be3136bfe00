package dev.flexgate.budget;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.Map;

/** Socket: what the meters of a site read. */
@FunctionalInterface
public interface SiteMeters {

    SiteMeters NONE = (_, _) -> Map.of();

    /**
     * What all meters of a site read together, by start of the half-hour: base load, jobs, buyers and losses. A half-hour
     * that not all of them have read is not there, nor is one that was simulated.
     */
    Map<Instant, Energy> read(SiteId site, Interval span);
}
