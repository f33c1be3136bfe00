package dev.flexgate.planning;

import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything a plan is decided from, by reference where the thing is kept for ever (versions, forecasts), by
 * value where it passes (what is sold, what is done). Stored with the plan; a replay starts here.
 *
 * @param asOf when it was read
 * @param grid the half-hours to plan
 * @param sites in order of id
 * @param jobs those with work left that can begin within the grid, in order of id
 * @param carried runs that have begun and must not be broken: not negotiated, only counted
 * @param beyond jobs that this grid is too short for, in order of id
 * @param policies in order of tenant
 * @param standingVersion of the plan offered as opening bids; 0 for none
 * @param standingSha256 hash of its runs; empty where there is none, and in plans from before it was kept
 * @param ceilings promised to grid operators, or asked for
 * @param floors promised to grid operators, or asked for
 * @param held runs that stay where they are so that the floors hold, or because a person has said so: not negotiated,
 *     only counted
 * @param adjustments what persons have asked of plans and what holds at this time
 * @param awaiting jobs that are not negotiated because the next plan waits for a person, in order of id: their runs are
 *     among those held, what is not placed of their work among what is beyond
 * @param limits how long to negotiate: counted, never timed, so that a replay stops where the original did
 */
record PlanInputs(
        Instant asOf,
        HalfHours grid,
        List<SiteInput> sites,
        List<JobInput> jobs,
        List<Allocation> carried,
        List<Deferred> beyond,
        List<PolicyInput> policies,
        long standingVersion,
        String standingSha256,
        Ceilings ceilings,
        Floors floors,
        List<Allocation> held,
        Adjustments adjustments,
        List<JobInput> awaiting,
        NegotiationLimits limits) {

    PlanInputs {
        sites = List.copyOf(sites);
        jobs = List.copyOf(jobs);
        carried = List.copyOf(carried);
        beyond = List.copyOf(beyond);
        policies = List.copyOf(policies);
        held = List.copyOf(held);
        awaiting = List.copyOf(awaiting);
    }

    /** The same for a plan that follows {@code version}, with {@code soldNow}, under {@code most}. */
    PlanInputs following(long version, String sha256, List<SiteInput> soldNow, Ceilings most) {
        return new PlanInputs(
                asOf,
                grid,
                soldNow,
                jobs,
                carried,
                beyond,
                policies,
                version,
                sha256,
                most,
                floors,
                held,
                adjustments,
                awaiting,
                limits);
    }

    /** The same with {@code stay} out of the negotiation, so that {@code least} holds as well. */
    PlanInputs holding(List<JobInput> free, List<Allocation> stay, Floors least) {
        return new PlanInputs(
                asOf,
                grid,
                sites,
                free,
                carried,
                beyond,
                policies,
                standingVersion,
                standingSha256,
                ceilings,
                floors.and(least),
                stay,
                adjustments,
                awaiting,
                limits);
    }

    /** The same under what persons have asked, with jobs that may run where they have said. */
    PlanInputs adjusted(Adjustments asked, List<JobInput> confined) {
        return new PlanInputs(
                asOf,
                grid,
                sites,
                confined,
                carried,
                beyond,
                policies,
                standingVersion,
                standingSha256,
                ceilings,
                floors,
                held,
                asked,
                awaiting,
                limits);
    }

    /** The same with no other jobs than these to negotiate, and those that stay as they are. */
    PlanInputs withJobs(List<JobInput> these) {
        return adjusted(adjustments, these);
    }

    /**
     * The same with nothing to negotiate: every job waits.
     *
     * @param stay the runs that stay where they are, those that were held before among them
     * @param wait work that is not placed
     */
    PlanInputs waiting(List<Allocation> stay, List<Deferred> wait) {
        List<Deferred> all = Stream.concat(beyond.stream(), wait.stream())
                .sorted(Comparator.comparing(Deferred::job))
                .toList();
        return with(List.of(), all, stay, jobs);
    }

    boolean isWaiting() {
        return !awaiting.isEmpty();
    }

    /** The same with every job that waits among those to negotiate. */
    PlanInputs asIfNothingWaited() {
        return resumed(_ -> true);
    }

    /** The same with those that the standing plan places: they may be asked to move, nothing else is placed anew. */
    PlanInputs movable() {
        Set<JobId> placed = held.stream().map(Allocation::job).collect(Collectors.toSet());
        Set<JobId> unplaced = beyond.stream().map(Deferred::job).collect(Collectors.toSet());
        return resumed(job -> placed.contains(job.job()) && !unplaced.contains(job.job()));
    }

    private PlanInputs resumed(Predicate<JobInput> which) {
        if (awaiting.isEmpty()) {
            return this;
        }
        List<JobInput> back = awaiting.stream().filter(which).toList();
        Set<JobId> ids = back.stream().map(JobInput::job).collect(Collectors.toSet());
        return with(
                Stream.concat(jobs.stream(), back.stream())
                        .sorted(Comparator.comparing(JobInput::job))
                        .toList(),
                beyond.stream().filter(each -> !ids.contains(each.job())).toList(),
                held.stream().filter(run -> !ids.contains(run.job())).toList(),
                awaiting.stream().filter(which.negate()).toList());
    }

    private PlanInputs with(
            List<JobInput> negotiated, List<Deferred> left, List<Allocation> stay, List<JobInput> waits) {
        return new PlanInputs(
                asOf,
                grid,
                sites,
                negotiated,
                carried,
                left,
                policies,
                standingVersion,
                standingSha256,
                ceilings,
                floors,
                stay,
                adjustments,
                waits,
                limits);
    }

    /** Everything that is not negotiated, only counted. */
    List<Allocation> fixed() {
        return Stream.concat(carried.stream(), held.stream()).toList();
    }

    /** What must stay even if somebody asks for load to move: not what only waits for a person. */
    List<Allocation> immovable() {
        return Stream.concat(carried.stream(), movable().held().stream()).toList();
    }

    /**
     * A site.
     *
     * @param version of its description
     * @param carbon its forecast intensity
     * @param price its forecast energy price
     * @param committed what the market has reserved or sold, a half-hour each
     */
    record SiteInput(SiteId site, int version, ForecastInput carbon, ForecastInput price, List<Power> committed) {

        SiteInput {
            committed = List.copyOf(committed);
        }

        SiteInput with(List<Power> sold) {
            return new SiteInput(site, version, carbon, price, sold);
        }
    }

    /** A forecast as issued. */
    record ForecastInput(UUID id, String sha256) {}

    /**
     * A job.
     *
     * @param remaining work not done yet
     * @param shape what is left of its freedom: pauses already taken are gone
     * @param sites where it may still run: one that has begun at a site stays there unless it is malleable, or may be moved
     * @param begun how far it is, if it may pause and has begun
     */
    record JobInput(JobId job, Energy remaining, JobShape shape, List<SiteId> sites, Optional<Begun> begun) {

        JobInput {
            sites = List.copyOf(sites);
        }

        /** A job that has not begun, or for which it makes no difference. */
        JobInput(JobId job, Energy remaining, JobShape shape, List<SiteId> sites) {
            this(job, remaining, shape, sites, Optional.empty());
        }
    }

    /**
     * A job that has begun.
     *
     * @param at where it ran last
     * @param running whether it runs as the grid begins: else it is suspended
     */
    record Begun(SiteId at, boolean running) {}

    /** A tenant's policy. */
    record PolicyInput(TenantId tenant, int version) {}
}
