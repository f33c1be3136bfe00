package dev.flexgate.beckn.activation;

import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Site;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much less a site could draw.
 *
 * @param site which
 * @param left facility power that can still be sold, by the start of its half-hour
 * @param typicalLoad mean planned facility load over those half-hours
 */
public record Headroom(Site site, SortedMap<Instant, Power> left, Power typicalLoad) {

    public Headroom {
        left = new TreeMap<>(left);
    }
}
