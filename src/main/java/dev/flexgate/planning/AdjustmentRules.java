package dev.flexgate.planning;

import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.workload.SiteId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What becomes of the inputs of a plan when persons have asked something of it. */
final class AdjustmentRules {

    private AdjustmentRules() {}

    /**
     * The case under what is asked. What cannot be had is left to the negotiation.
     *
     * @param refused hears what cannot, and why
     */
    static PlanCase adjusted(PlanCase aCase, Adjustments asked, Consumer<Obstacle> refused) {
        if (asked.isEmpty()) {
            return aCase;
        }
        List<JobInput> confined = aCase.jobInputs().stream()
                .map(job -> confined(aCase, job, asked.siteOf(job.job()), refused))
                .toList();
        PlanCase under = aCase.with(aCase.inputs().adjusted(asked, confined));
        return HoldRules.pin(under, asked.pinned(), refused);
    }

    private static JobInput confined(PlanCase aCase, JobInput job, Optional<SiteId> site, Consumer<Obstacle> refused) {
        if (site.isEmpty()) {
            return job;
        }
        SiteId there = site.get();
        boolean can = job.sites().contains(there) && aCase.sites().containsKey(there);
        if (!can) {
            refused.accept(Obstacle.of(
                            Obstacle.Code.RESIDENCY, job.job() + " may run at " + job.sites() + " and not at " + there)
                    .job(job.job())
                    .site(there));
        }
        return can ? new JobInput(job.job(), job.remaining(), job.shape(), List.of(there), job.begun()) : job;
    }
}
