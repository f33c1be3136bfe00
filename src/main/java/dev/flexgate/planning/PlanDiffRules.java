package dev.flexgate.planning;

import dev.flexgate.planning.PlanDiff.Kind;
import dev.flexgate.planning.PlanDiff.Peak;
import dev.flexgate.planning.PlanDiff.Undone;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Lays two plans side by side. */
final class PlanDiffRules {

    /**
     * One of the two.
     *
     * @param label for people
     * @param aCase what it was decided from
     */
    record Side(String label, PlanCase aCase, List<Allocation> allocations, List<Deferred> deferred) {

        static Side of(Standing standing) {
            Plan plan = standing.plan();
            return new Side("" + plan.version(), standing.aCase(), plan.allocations(), plan.deferred());
        }
    }

    private final Side from;
    private final Side to;
    private final Interval over;
    private final Map<JobId, List<Allocation>> was;
    private final Map<JobId, List<Allocation>> is;

    private PlanDiffRules(Side from, Side to, Interval over) {
        this.from = from;
        this.to = to;
        this.over = over;
        this.was = byJob(from.allocations(), over);
        this.is = byJob(to.allocations(), over);
    }

    /** Throws {@link IllegalArgumentException} for plans that have no half-hour in common. */
    static PlanDiff between(Side from, Side to) {
        Interval one = from.aCase().grid().span();
        Interval other = to.aCase().grid().span();
        if (!one.overlaps(other)) {
            throw new IllegalArgumentException("plans " + from.label() + " and " + to.label()
                    + " have no half-hour in common: the one covers " + one + ", the other " + other);
        }
        Instant start = one.start().isAfter(other.start()) ? one.start() : other.start();
        Instant end = one.end().isBefore(other.end()) ? one.end() : other.end();
        return new PlanDiffRules(from, to, new Interval(start, end)).diff();
    }

    private PlanDiff diff() {
        return new PlanDiff(from.label(), to.label(), over, changes(), cost(was), cost(is), peaks(), undone());
    }

    private List<PlanDiff.Change> changes() {
        Set<JobId> all = new TreeSet<>(was.keySet());
        all.addAll(is.keySet());
        List<PlanDiff.Change> changes = new ArrayList<>();
        for (JobId job : all) {
            List<Allocation> before = was.getOrDefault(job, List.of());
            List<Allocation> after = is.getOrDefault(job, List.of());
            if (!before.equals(after)) {
                Kind kind = before.isEmpty() ? Kind.PLACED : after.isEmpty() ? Kind.DROPPED : Kind.MOVED;
                Cost effect = cost(after).minus(cost(before));
                changes.add(new PlanDiff.Change(job, kind, before, after, effect));
            }
        }
        return changes;
    }

    private Cost cost(Map<JobId, List<Allocation>> runs) {
        return runs.values().stream().map(this::cost).reduce(Cost.NONE, Cost::plus);
    }

    /** By the forecasts of the second plan; a site that it does not know any more, by those of the first. */
    private Cost cost(List<Allocation> runs) {
        return runs.stream()
                .map(run -> (to.aCase().sites().containsKey(run.site()) ? to.aCase() : from.aCase())
                        .cost(run.site(), run.interval(), run.itPower()))
                .reduce(Cost.NONE, Cost::plus);
    }

    private List<Peak> peaks() {
        HalfHours grid = HalfHours.of(over);
        List<Peak> peaks = new ArrayList<>();
        Set<SiteId> sites = new TreeSet<>(from.aCase().sites().keySet());
        sites.addAll(to.aCase().sites().keySet());
        for (SiteId site : sites) {
            SiteCase known = to.aCase().sites().containsKey(site)
                    ? to.aCase().site(site)
                    : from.aCase().site(site);
            peaks.add(new Peak(
                    site,
                    highest(PlannedPower.at(site, grid, from.allocations())),
                    highest(PlannedPower.at(site, grid, to.allocations())),
                    known.site().power().flexible()));
        }
        return peaks;
    }

    private static Power highest(List<Power> powers) {
        return powers.stream().max(Comparator.naturalOrder()).orElse(Power.ZERO);
    }

    private List<Undone> undone() {
        Map<JobId, Energy> before = undone(from.deferred());
        Map<JobId, Energy> after = undone(to.deferred());
        Set<JobId> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        return all.stream()
                .map(job ->
                        new Undone(job, before.getOrDefault(job, Energy.ZERO), after.getOrDefault(job, Energy.ZERO)))
                .filter(each -> !each.before().equals(each.after()))
                .toList();
    }

    private static Map<JobId, Energy> undone(List<Deferred> deferred) {
        Map<JobId, Energy> undone = new TreeMap<>();
        deferred.forEach(each -> undone.merge(each.job(), each.undone(), Energy::plus));
        return undone;
    }

    private static Map<JobId, List<Allocation>> byJob(List<Allocation> runs, Interval over) {
        Map<JobId, List<Allocation>> byJob = new TreeMap<>();
        for (Allocation run : runs) {
            if (run.interval().overlaps(over)) {
                byJob.computeIfAbsent(run.job(), _ -> new ArrayList<>()).add(inside(run, over));
            }
        }
        byJob.values()
                .forEach(each -> each.sort(
                        Comparator.comparing((Allocation run) -> run.interval().start())
                                .thenComparing(Allocation::site)));
        return byJob;
    }

    private static Allocation inside(Allocation run, Interval over) {
        Interval when = run.interval();
        Instant start = when.start().isBefore(over.start()) ? over.start() : when.start();
        Instant end = when.end().isAfter(over.end()) ? over.end() : when.end();
        return new Allocation(run.job(), run.site(), new Interval(start, end), run.itPower());
    }
}
