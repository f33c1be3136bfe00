package dev.flexgate.negotiation;

import java.util.Set;

/**
 * A limit that a policy sets to some jobs together over a stretch of time, announced with a shadow price of its own.
 *
 * @param id name of the limit, unique in its policy
 * @param jobs ids of the jobs that it binds; none at all is every job
 * @param from first period that counts
 * @param until first period that counts no more
 * @param most in the unit of the measure
 */
public record Cap(String id, Measure measure, Scope scope, Set<String> jobs, int from, int until, double most) {

    /** What is limited, of facility energy where energy is paid for or causes carbon. */
    public enum Measure {
        /** kg CO2e. */
        CARBON_KG,
        /** Currency paid for energy. */
        MONEY,
        /** IT power in any one period, MW. */
        PEAK_MW,
        /** IT energy that runs in another period or at another site than it would run now, MWh. */
        MOVED_MWH
    }

    /** Whose limit it is, for whoever asks why. */
    public enum Scope {
        PLAN,
        TENANT,
        JOB,
        DAY
    }

    public Cap {
        jobs = Set.copyOf(jobs);
        if (!(most >= 0 && most < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("limit " + id + " is zero or more, not " + most);
        }
        if (from < 0 || until < from) {
            throw new IllegalArgumentException("limit " + id + " ends before it begins: " + from + " to " + until);
        }
    }

    public boolean binds(String jobId) {
        return jobs.isEmpty() || jobs.contains(jobId);
    }
}
