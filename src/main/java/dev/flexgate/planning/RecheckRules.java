package dev.flexgate.planning;

import dev.flexgate.planning.Obstacle.Code;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.Proposals.Kept;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.CarbonCap;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether what was proposed still holds, by everything as it is now. */
final class RecheckRules {

    private final Kept kept;
    private final PlanCase now;
    private final List<Obstacle> found = new ArrayList<>();

    private RecheckRules(Kept kept, PlanCase now) {
        this.kept = kept;
        this.now = now;
    }

    /**
     * What stands against it; nothing when it may stand.
     *
     * @param gathered everything as it is now, over the half-hours of the proposal
     */
    static List<Obstacle> obstacles(Kept kept, Gathered gathered, Instant moment) {
        var rules = new RecheckRules(kept, gathered.aCase());
        rules.begun(moment);
        rules.over(gathered);
        rules.sitesGone();
        if (rules.found.isEmpty()) {
            rules.broken();
        }
        return rules.found;
    }

    /** What has begun since can only stand as it did: what lies ahead is free to change. */
    private void begun(Instant moment) {
        Instant start = now.grid().start();
        Instant ahead = HalfHours.ceiling(moment);
        if (!ahead.isAfter(start)) {
            return;
        }
        Interval past = new Interval(start, ahead);
        List<Allocation> was = inside(now.standing(), past);
        List<Allocation> would = inside(kept.outcome().allocations(), past);
        if (!was.equals(would)) {
            found.add(Obstacle.of(
                            Code.HALF_HOUR_BEGUN,
                            "it changes what runs from " + start + ", which has begun: propose again")
                    .at(start));
        }
    }

    private static List<Allocation> inside(List<Allocation> runs, Interval when) {
        return runs.stream()
                .filter(run -> run.interval().overlaps(when))
                .map(run -> new Allocation(run.job(), run.site(), common(run.interval(), when), run.itPower()))
                .sorted(Comparator.comparing(Allocation::job)
                        .thenComparing(run -> run.interval().start())
                        .thenComparing(Allocation::site))
                .toList();
    }

    private static Interval common(Interval one, Interval other) {
        return new Interval(
                one.start().isAfter(other.start()) ? one.start() : other.start(),
                one.end().isBefore(other.end()) ? one.end() : other.end());
    }

    private void over(Gathered gathered) {
        Set<JobId> closed =
                gathered.closed().stream().map(each -> each.job().job().id()).collect(Collectors.toSet());
        kept.outcome().allocations().stream()
                .map(Allocation::job)
                .distinct()
                .filter(job -> !now.jobs().containsKey(job) || closed.contains(job))
                .forEach(job -> found.add(Obstacle.of(Code.JOB_OVER, job + " is done, missed or cancelled by now")
                        .job(job)));
    }

    private void sitesGone() {
        kept.outcome().allocations().stream()
                .map(Allocation::site)
                .distinct()
                .filter(site -> !now.sites().containsKey(site))
                .forEach(site -> found.add(Obstacle.of(Code.SITE_UNKNOWN, site + " is there no more")
                        .site(site)));
    }

    /** Jobs that came since are no fault of the proposal: the next plan places them. */
    private void broken() {
        Set<JobId> known = kept.inputs().jobs().stream().map(JobInput::job).collect(Collectors.toSet());
        PlanCase asKnown = now.with(now.inputs()
                .withJobs(now.jobInputs().stream()
                        .filter(job -> known.contains(job.job()))
                        .toList()));
        Outcome outcome = kept.outcome();
        CarbonMass carbon = now.cost(outcome.allocations()).carbon();
        found.addAll(ExactCheck.obstacles(asKnown, outcome.allocations(), outcome.deferred(), carbon));
        found.addAll(brokenFloors(now, outcome.allocations()));
    }

    /** Floors that the plan before keeps and these runs do not. */
    static List<Obstacle> brokenFloors(PlanCase aCase, List<Allocation> runs) {
        List<Obstacle> broken = new ArrayList<>();
        aCase.inputs().floors().least().forEach((site, periods) -> {
            List<Power> was = PlannedPower.at(site, aCase.grid(), aCase.standing());
            List<Power> would = PlannedPower.at(site, aCase.grid(), runs);
            periods.forEach((start, least) -> {
                int period = aCase.grid().indexOf(start);
                if (would.get(period).compareTo(least) < 0 && was.get(period).compareTo(least) >= 0) {
                    broken.add(floor(site, start, would.get(period), least));
                }
            });
        });
        return broken;
    }

    private static Obstacle floor(SiteId site, Instant start, Power would, Power least) {
        return Obstacle.of(
                        Code.TURN_UP_PROMISED,
                        site + " at " + start + ": " + would + " where a grid operator was promised at least " + least)
                .site(site)
                .at(start);
    }

    /** Where what a person holds fast causes more carbon than the cap allows; runs that have begun cannot be helped. */
    static List<Obstacle> overCap(PlanCase aCase) {
        if (!(aCase.cap() instanceof CarbonCap.AtMost(CarbonMass most))) {
            return List.of();
        }
        CarbonMass begun = aCase.cost(aCase.inputs().carried()).carbon();
        CarbonMass fixed = aCase.cost(aCase.inputs().fixed()).carbon();
        return fixed.compareTo(most) > 0 && begun.compareTo(most) <= 0
                ? List.of(Obstacle.of(
                        Code.CARBON_CAP, "what is to stay alone causes " + fixed + " under a cap of " + most))
                : List.of();
    }
}
