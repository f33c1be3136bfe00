package dev.flexgate.planning;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;

/** What a person asks of the plan, before it is weighed. */
public sealed interface Change {

    /** In words, for people and for the audit record. */
    String sentence();

    /** Another worth of carbon for everybody, until the plan ends. */
    record CarbonWorth(Money perTonne) implements Change {

        @Override
        public String sentence() {
            return "a tonne of CO2e worth " + perTonne;
        }
    }

    /** A site takes no job and sells nothing. */
    record CloseSite(SiteId site, Interval when) implements Change {

        @Override
        public String sentence() {
            return site + " closed from " + when.start() + " to " + when.end();
        }
    }

    /** A job goes to a site, whenever suits. */
    record MoveToSite(JobId job, SiteId site) implements Change {

        @Override
        public String sentence() {
            return "job " + job + " at " + site;
        }
    }

    /** A job runs unbroken at a site from a half-hour on. */
    record MoveToStart(JobId job, SiteId site, Instant start) implements Change {

        @Override
        public String sentence() {
            return "job " + job + " at " + site + " from " + start;
        }
    }

    /** What was asked of a job before is taken back. */
    record ReleaseJob(JobId job) implements Change {

        @Override
        public String sentence() {
            return "job " + job + " free again";
        }
    }

    /** All that was asked before is taken back. */
    record ReleaseAll() implements Change {

        @Override
        public String sentence() {
            return "everything free again";
        }
    }

    /**
     * All jobs run as in an earlier plan, as far as that lies ahead, under what was asked of plans then.
     *
     * @param partly jobs of which that is impossible are planned anew; else one of them is enough to refuse
     */
    record RollBack(long version, boolean partly) implements Change {

        @Override
        public String sentence() {
            return "back to plan " + version + (partly ? ", as far as that is possible" : "");
        }
    }
}
