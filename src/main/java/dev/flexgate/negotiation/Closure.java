package dev.flexgate.negotiation;

import java.util.Set;

/**
 * Cells that are closed to some jobs.
 *
 * @param jobs ids of the jobs; none at all is every job
 * @param site index of the site
 * @param from first period that is closed
 * @param until first period that is open again
 */
public record Closure(Set<String> jobs, int site, int from, int until, Why why) {

    /** What closes them; where several do, the first is named. */
    public enum Why {
        /** The job's data may not be processed there. */
        RESIDENCY,
        /** Further from the job's users than it may be. */
        LATENCY,
        /** The policy allows no flexible work then. */
        BLACKOUT,
        /** Nobody knows what energy will cost or cause there and then. */
        MISSING_FORECAST
    }

    public Closure {
        jobs = Set.copyOf(jobs);
        if (site < 0 || from < 0 || until < from) {
            throw new IllegalArgumentException("no closure: site " + site + ", " + from + " to " + until);
        }
    }

    public boolean binds(String jobId) {
        return jobs.isEmpty() || jobs.contains(jobId);
    }

    boolean covers(int otherSite, int period) {
        return site == otherSite && from <= period && period < until;
    }
}
