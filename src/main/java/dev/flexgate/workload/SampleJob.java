package dev.flexgate.workload;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import java.time.Duration;
import java.time.Instant;

/** A made-up job of the sample file, with a window counted from whenever it is loaded. */
record SampleJob(
        TenantId tenant,
        String reference,
        String name,
        JobShape shape,
        Demand demand,
        Duration releaseAfter,
        Duration deadlineAfter,
        SiteChoice sites,
        Handling handling,
        Priority priority) {

    SampleJob {
        handling.requireFor(shape);
    }

    /** The request it makes when loaded at {@code now}; the reference tells one loading from the next. */
    JobRequest at(Instant now) {
        Instant from = HalfHours.ceiling(now);
        Interval window = new Interval(from.plus(releaseAfter), from.plus(deadlineAfter));
        return new JobRequest(
                tenant, prefix() + from, name, shape, demand, window, sites, handling, priority, Origin.SAMPLE);
    }

    String prefix() {
        return reference + "@";
    }
}
