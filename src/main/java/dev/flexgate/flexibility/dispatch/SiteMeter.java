package dev.flexgate.flexibility.dispatch;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.Map;

/** Where the readings of a site's meters are found as they come. */
@FunctionalInterface
public interface SiteMeter {

    /**
     * What all meters of a site read together in one half-hour.
     *
     * @param energy net import
     * @param quality the worst of the readings
     */
    record Read(Energy energy, Quality quality) {}

    /** By start of the half-hour; a half-hour without readings of all its meters is not there. */
    Map<Instant, Read> read(SiteId site, Interval window);
}
