package dev.flexgate.planning;

import dev.flexgate.planning.Adjustment.JobAt;
import dev.flexgate.planning.Adjustment.JobPinned;
import dev.flexgate.planning.Change.CarbonWorth;
import dev.flexgate.planning.Change.CloseSite;
import dev.flexgate.planning.Change.MoveToSite;
import dev.flexgate.planning.Change.MoveToStart;
import dev.flexgate.planning.Change.ReleaseAll;
import dev.flexgate.planning.Change.ReleaseJob;
import dev.flexgate.planning.Change.RollBack;
import dev.flexgate.planning.Obstacle.Code;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** From what a person asks to what is asked of the plan, with all that stands against it at first sight. */
final class ChangeRules {

    /** What an earlier plan was: its runs, and what was asked of it. */
    record Earlier(List<Allocation> runs, Adjustments adjustments) {}

    private final PlanCase aCase;
    private final LongFunction<Earlier> earlier;
    private final List<Obstacle> hard;
    private final List<Obstacle> soft;
    private boolean partly;

    /**
     * Reads changes against {@code aCase}.
     *
     * @param earlier the plan of a version
     * @param hard hears what makes the whole impossible
     * @param soft hears what a roll-back may leave out
     */
    ChangeRules(PlanCase aCase, LongFunction<Earlier> earlier, List<Obstacle> hard, List<Obstacle> soft) {
        this.aCase = aCase;
        this.earlier = earlier;
        this.hard = hard;
        this.soft = soft;
    }

    /** What is asked when all {@code changes} are made to {@code before}. */
    CaseReader.Asking.Asked asked(Adjustments before, List<Change> changes) {
        Adjustments after = before;
        for (Change change : changes) {
            after = made(after, change);
        }
        Adjustments asked = after;
        return new CaseReader.Asking.Asked(
                asked, obstacle -> (partly || isOld(before, asked, obstacle) ? soft : hard).add(obstacle));
    }

    /** What was asked earlier and can be had no more is let go; only what is asked now can be refused. */
    private static boolean isOld(Adjustments before, Adjustments after, Obstacle obstacle) {
        String job = obstacle.about().getOrDefault("jobId", "");
        return after.all().stream().filter(before.all()::contains).anyMatch(each -> switch (each) {
            case JobAt at -> at.job().toString().equals(job);
            case JobPinned pinned -> pinned.job().toString().equals(job);
            case Adjustment.CarbonWorth _, Adjustment.SiteClosed _ -> false;
        });
    }

    private Adjustments made(Adjustments before, Change change) {
        return switch (change) {
            case CarbonWorth(var perTonne) -> {
                if (perTonne.isNegative() || !perTonne.currency().equals(PlanCase.CURRENCY)) {
                    throw new IllegalArgumentException("a tonne is worth zero or more " + PlanCase.CURRENCY);
                }
                yield before.and(
                        new Adjustment.CarbonWorth(perTonne, aCase.grid().end()));
            }
            case CloseSite(SiteId site, Interval when) -> closed(before, site, when);
            case MoveToSite(JobId job, SiteId site) ->
                open(job).map(_ -> before.and(at(job, site))).orElse(before);
            case MoveToStart(JobId job, SiteId site, Instant start) ->
                open(job)
                        .flatMap(input -> moved(input, site, start))
                        .map(before::and)
                        .orElse(before);
            case ReleaseJob(JobId job) -> before.without(job);
            case ReleaseAll _ -> Adjustments.NONE;
            case RollBack(long version, boolean asFarAsPossible) -> {
                partly = asFarAsPossible;
                yield back(earlier.apply(version));
            }
        };
    }

    private Adjustment at(JobId job, SiteId site) {
        return new JobAt(job, site, aCase.job(job).window().end());
    }

    private Adjustments closed(Adjustments before, SiteId site, Interval when) {
        if (!HalfHours.isAligned(when.start()) || !HalfHours.isAligned(when.end())) {
            throw new IllegalArgumentException("a site is closed for whole half-hours");
        }
        if (!aCase.sites().containsKey(site)) {
            hard.add(Obstacle.of(Code.SITE_UNKNOWN, "no site is called " + site).site(site));
            return before;
        }
        if (!when.end().isAfter(aCase.grid().start())) {
            hard.add(Obstacle.of(Code.PAST, "the plan begins at " + aCase.grid().start())
                    .at(when.end()));
            return before;
        }
        aCase.inputs().carried().stream()
                .filter(run -> run.site().equals(site) && run.interval().overlaps(when))
                .forEach(run -> hard.add(begun(run)));
        return before.and(new Adjustment.SiteClosed(site, when));
    }

    private static Obstacle begun(Allocation run) {
        return Obstacle.of(
                        Code.RUN_BEGUN,
                        run.job() + " has begun at " + run.site() + " and may not be broken before "
                                + run.interval().end())
                .job(run.job())
                .site(run.site())
                .at(run.interval().end());
    }

    /** The job if it can be moved at all; else says why not. */
    private Optional<JobInput> open(JobId job) {
        Optional<JobInput> input = aCase.jobInputs().stream()
                .filter(each -> each.job().equals(job))
                .findFirst();
        if (input.isEmpty()) {
            hard.add(whyNotOpen(job));
        }
        return input;
    }

    private Obstacle whyNotOpen(JobId job) {
        Optional<Allocation> run = aCase.inputs().carried().stream()
                .filter(each -> each.job().equals(job))
                .findFirst();
        Optional<Deferred> beyond = aCase.inputs().beyond().stream()
                .filter(each -> each.job().equals(job))
                .findFirst();
        return run.map(ChangeRules::begun)
                .or(() -> beyond.map(
                        each -> Obstacle.of(Code.BEYOND_HORIZON, each.detail()).job(job)))
                .orElseGet(() -> Obstacle.of(Code.JOB_OVER, job + " is not open: unknown, done, missed or cancelled")
                        .job(job));
    }

    /** At full power without a break; what is left of malleable work for the last half-hour runs at less. */
    private Optional<Adjustment> moved(JobInput input, SiteId site, Instant start) {
        if (!HalfHours.isAligned(start)) {
            throw new IllegalArgumentException("a job starts with a half-hour");
        }
        if (start.isBefore(aCase.grid().start())) {
            hard.add(Obstacle.of(Code.PAST, "the plan begins at " + aCase.grid().start())
                    .job(input.job())
                    .at(start));
            return Optional.empty();
        }
        Job job = aCase.job(input.job());
        long perHalfHour = Math.multiplyExact(job.demand().itPower().watts(), HalfHours.STEP.toSeconds());
        long whole = input.remaining().joules() / perHalfHour;
        long rest = input.remaining().joules() % perHalfHour;
        Instant until = start.plus(HalfHours.STEP.multipliedBy(whole));
        List<Allocation> runs = new ArrayList<>();
        if (whole > 0) {
            runs.add(new Allocation(
                    input.job(), site, new Interval(start, until), job.demand().itPower()));
        }
        if (rest > 0) {
            var power = new Power(Math.ceilDiv(rest, HalfHours.STEP.toSeconds()));
            runs.add(new Allocation(input.job(), site, Interval.from(until, HalfHours.STEP), power));
        }
        return Optional.of(new JobPinned(input.job(), runs));
    }

    /** Every job of the earlier plan that has runs ahead stays where it was; what it has done is done. */
    private Adjustments back(Earlier then) {
        Adjustments back =
                then.adjustments().at(aCase.grid().start(), aCase.jobs().keySet());
        for (var each : ahead(then.runs()).entrySet()) {
            JobId job = each.getKey();
            if (aCase.jobInputs().stream().anyMatch(input -> input.job().equals(job))) {
                back = back.and(new JobPinned(job, each.getValue()));
            } else {
                refuseUnlessCarried(job, each.getValue());
            }
        }
        return back;
    }

    /** A run that goes on anyway is no obstacle, nor is a job that is over: there is nothing left to restore. */
    private void refuseUnlessCarried(JobId job, List<Allocation> runs) {
        aCase.inputs().carried().stream()
                .filter(run -> run.job().equals(job) && !runs.equals(List.of(run)))
                .forEach(run -> (partly ? soft : hard).add(begun(run)));
    }

    private Map<JobId, List<Allocation>> ahead(List<Allocation> runs) {
        Instant from = aCase.grid().start();
        Map<JobId, List<Allocation>> ahead = new TreeMap<>();
        runs.stream()
                .filter(run -> run.interval().end().isAfter(from))
                .sorted(Comparator.comparing(run -> run.interval().start()))
                .map(run -> run.interval().start().isBefore(from)
                        ? new Allocation(
                                run.job(),
                                run.site(),
                                new Interval(from, run.interval().end()),
                                run.itPower())
                        : run)
                .forEach(run ->
                        ahead.computeIfAbsent(run.job(), _ -> new ArrayList<>()).add(run));
        return ahead;
    }
}
