package dev.flexgate.planning;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.JobId;
import java.time.Instant;
import java.util.List;

/**
 * Who runs where and when, as agreed at one moment. A plan is never changed; the one of the highest version
 * stands.
 *
 * @param id its name
 * @param version counts from 1 without gaps
 * @param cause why it was made
 * @param asOf when its inputs were read
 * @param grid the half-hours it covers
 * @param allocations by job, then time, then site
 * @param deferred work left undone, each with its reason
 * @param certificate cost, carbon, bound and gap
 * @param scarcity where capacity was short, and what it was worth
 * @param forecasts what it rests on
 * @param difference from the version before
 * @param inputsSha256 of everything it was decided from
 * @param outcomeSha256 of what was decided; a replay must yield the same
 */
public record Plan(
        PlanId id,
        long version,
        String cause,
        Instant asOf,
        HalfHours grid,
        List<Allocation> allocations,
        List<Deferred> deferred,
        Certificate certificate,
        List<ScarcityPrice> scarcity,
        List<ForecastUsed> forecasts,
        Difference difference,
        String inputsSha256,
        String outcomeSha256) {

    public Plan {
        allocations = List.copyOf(allocations);
        deferred = List.copyOf(deferred);
        scarcity = List.copyOf(scarcity);
        forecasts = List.copyOf(forecasts);
    }

    /** The worst quality among the forecasts: {@code SIMULATED} in means simulated out. */
    public Quality quality() {
        return forecasts.stream().map(ForecastUsed::quality).reduce(Quality.MEASURED, Quality::worse);
    }

    public List<Allocation> allocations(JobId job) {
        return allocations.stream().filter(each -> each.job().equals(job)).toList();
    }
}
