package dev.flexgate.workload;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a job may run.
 *
 * @param home where it would run if nobody planned it; one of the allowed
 * @param allowed every site it may run at: residency and latency rules come out here
 */
public record SiteChoice(SiteId home, SortedSet<SiteId> allowed) {

    public SiteChoice {
        allowed = Collections.unmodifiableSortedSet(new TreeSet<>(allowed));
        if (!allowed.contains(home)) {
            throw new IllegalArgumentException("home site " + home + " is not among the allowed " + allowed);
        }
    }

    public static SiteChoice of(SiteId home, Collection<SiteId> allowed) {
        return new SiteChoice(home, new TreeSet<>(allowed));
    }
}
