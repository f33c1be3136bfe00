package dev.flexgate.planning;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.List;

/**
 * What a person has asked of the plans to come. It is among the inputs of every plan until it lapses or is taken back:
 * a plan that only its successor undoes half an hour later would be no answer to whoever asked.
 */
public sealed interface Adjustment {

    /** When it lapses by itself. */
    Instant until();

    /**
     * A tonne of CO2e is worth so much to every tenant, whatever its own policy says.
     *
     * @param perTonne zero or more, in the currency of plans
     */
    record CarbonWorth(Money perTonne, Instant until) implements Adjustment {}

    /**
     * Nothing new at a site: no job, and no capacity for sale. What is sold there and runs that have begun stay.
     *
     * @param when whole half-hours
     */
    record SiteClosed(SiteId site, Interval when) implements Adjustment {

        @Override
        public Instant until() {
            return when.end();
        }
    }

    /** A job runs at this of its sites, whenever suits. */
    record JobAt(JobId job, SiteId site, Instant until) implements Adjustment {}

    /**
     * A job runs so and not otherwise.
     *
     * @param runs all that is left of its work, by time; at least one
     */
    record JobPinned(JobId job, List<Allocation> runs) implements Adjustment {

        public JobPinned {
            runs = List.copyOf(runs);
        }

        @Override
        public Instant until() {
            return runs.getLast().interval().end();
        }
    }
}
