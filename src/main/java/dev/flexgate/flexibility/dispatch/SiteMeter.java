package dev.flexgate.flexibility.dispatch;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.Map;

/** Where the readings of a site's meters are found as they come. */
@FunctionalInterface
public interface SiteMeter {

    /** Net import of the site by start of the half-hour; a half-hour without readings of all its meters is not there. */
    Map<Instant, Energy> read(SiteId site, Interval window);
}
