package dev.flexgate.flexibility;

import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.SiteId;

/**
 * A part of an order that its site cannot keep: it gave up, or never took the instruction.
 *
 * @param site where
 * @param window half-hours of the order that are not kept
 * @param why in words, for people
 */
public record SiteFailure(SiteId site, Interval window, String why) {

    boolean covers(OrderLine line) {
        return site.equals(line.site()) && window.contains(line.period());
    }
}
