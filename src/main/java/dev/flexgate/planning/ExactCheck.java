package dev.flexgate.planning;

import dev.flexgate.planning.Obstacle.Code;
import dev.flexgate.planning.PlanInputs.Begun;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.CarbonCap;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The last look before a plan is published, in whole watts, joules and milligrams and without tolerance. */
final class ExactCheck {

    private final PlanCase aCase;
    private final List<Allocation> allocations;
    private final CarbonMass carbon;
    private final Map<JobId, List<Allocation>> runsOf;
    private final Map<JobId, Energy> undoneOf = new HashMap<>();
    private final List<Obstacle> broken = new ArrayList<>();

    private ExactCheck(PlanCase aCase, List<Allocation> allocations, List<Deferred> deferred, CarbonMass carbon) {
        this.aCase = aCase;
        this.allocations = allocations;
        this.carbon = carbon;
        this.runsOf = allocations.stream().collect(Collectors.groupingBy(Allocation::job));
        deferred.forEach(each -> undoneOf.merge(each.job(), each.undone(), Energy::plus));
    }

    /** What the outcome breaks, in words; nothing for a plan that may stand. */
    static List<String> broken(PlanCase aCase, Outcome outcome) {
        List<String> broken = new ArrayList<>(
                obstacles(aCase, outcome).stream().map(Obstacle::detail).toList());
        // Of runs outside the grid, or at sites that are not there, no bill can be made.
        if (broken.isEmpty()) {
            broken.addAll(BillCheck.differences(aCase, outcome));
        }
        return broken;
    }

    /** The same by name. */
    static List<Obstacle> obstacles(PlanCase aCase, Outcome outcome) {
        return obstacles(
                aCase,
                outcome.allocations(),
                outcome.deferred(),
                outcome.certificate().carbon());
    }

    /** The same for runs that would cause {@code carbon}. */
    static List<Obstacle> obstacles(
            PlanCase aCase, List<Allocation> allocations, List<Deferred> deferred, CarbonMass carbon) {
        var check = new ExactCheck(aCase, allocations, deferred, carbon);
        aCase.inputs().sites().forEach(check::capacity);
        aCase.jobInputs().forEach(check::job);
        check.cap();
        LimitCheck.broken(aCase, allocations).forEach(limit -> check.broken.add(Obstacle.of(Code.POLICY_LIMIT, limit)));
        return check.broken;
    }

    /** What stands against {@code runs} as all that is left of one job, its site's room aside. */
    static List<Obstacle> obstacles(PlanCase aCase, JobInput job, List<Allocation> runs) {
        var check = new ExactCheck(aCase, runs, List.of(), CarbonMass.ZERO);
        check.job(job);
        return check.broken;
    }

    private void capacity(SiteInput input) {
        Power flexible = aCase.site(input.site()).site().power().flexible();
        List<Power> planned = PlannedPower.at(input.site(), aCase.grid(), allocations);
        for (int period = 0; period < aCase.grid().count(); period++) {
            Power spoken = planned.get(period).plus(input.committed().get(period));
            refuseUnless(
                    !planned.get(period).isPositive() || spoken.compareTo(flexible) <= 0,
                    here(
                            Code.SITE_CAPACITY,
                            input.site(),
                            period,
                            spoken + " of " + flexible + ", of it sold "
                                    + input.committed().get(period)));
            ceiling(input.site(), period, planned.get(period));
            refuseUnless(
                    !aCase.isClosed(input.site(), period)
                            || planned.get(period).compareTo(aCase.fixed(input.site(), period)) <= 0,
                    here(Code.SITE_CLOSED, input.site(), period, planned.get(period) + " though closed"));
        }
    }

    private Obstacle here(Code code, SiteId site, int period, String what) {
        Instant start = aCase.grid().startOf(period);
        return Obstacle.of(code, site + " at " + start + ": " + what).site(site).at(start);
    }

    private void ceiling(SiteId site, int period, Power planned) {
        aCase.ceiling(site, period)
                .ifPresent(most -> refuseUnless(
                        planned.compareTo(most) <= 0,
                        here(Code.TURN_DOWN_PROMISED, site, period, planned + " above the promised " + most)));
    }

    private void job(JobInput input) {
        Job job = aCase.job(input.job());
        List<Allocation> runs = runsOf.getOrDefault(input.job(), List.of());
        HalfHours grid = aCase.grid();
        Interval window = new Interval(
                HalfHours.ceiling(job.window().start()),
                HalfHours.floor(job.window().end()));
        for (Allocation run : runs) {
            refuseUnless(
                    window.contains(run.interval()) && grid.span().contains(run.interval()),
                    of(Code.DEADLINE, job.id(), job.id() + " runs outside its window: " + run.interval()));
            refuseUnless(
                    input.sites().contains(run.site()),
                    of(Code.RESIDENCY, job.id(), job.id() + " may not run at " + run.site())
                            .site(run.site()));
        }
        work(input, runs);
        power(job, runs);
        shape(input, runs);
    }

    private static Obstacle of(Code code, JobId job, String detail) {
        return Obstacle.of(code, detail).job(job);
    }

    private void work(JobInput input, List<Allocation> runs) {
        Energy placed = runs.stream().map(Allocation::energy).reduce(Energy.ZERO, Energy::plus);
        Energy undone = undoneOf.getOrDefault(input.job(), Energy.ZERO);
        refuseUnless(
                placed.plus(undone).equals(input.remaining()) && undone.joules() >= 0,
                of(
                        Code.WORK_DIFFERS,
                        input.job(),
                        input.job() + ": " + placed + " placed and " + undone + " deferred of " + input.remaining()));
    }

    private void power(Job job, List<Allocation> runs) {
        for (Allocation run : runs) {
            for (Interval halfHour : HalfHours.of(run.interval()).stream().toList()) {
                Power drawn = runs.stream()
                        .filter(each -> each.interval().contains(halfHour))
                        .map(Allocation::itPower)
                        .reduce(Power.ZERO, Power::plus);
                refuseUnless(
                        drawn.compareTo(job.demand().itPower()) <= 0,
                        of(Code.JOB_POWER, job.id(), job.id() + " draws " + drawn + " at " + halfHour.start()));
            }
        }
    }

    private void shape(JobInput input, List<Allocation> runs) {
        switch (input.shape()) {
            case JobShape.Malleable _ -> {}
            case JobShape.Contiguous _ -> constant(input, runs, 0);
            case JobShape.Preemptible(int most) ->
                constant(input, runs, goesOnAtOnce(input, runs, most) ? most + 1 : most);
        }
    }

    /** One pause is taken off beforehand of a job that runs, for the case that it is suspended at once: here it is not. */
    private boolean goesOnAtOnce(JobInput input, List<Allocation> runs, int most) {
        Instant start = aCase.grid().start();
        return most != JobShape.Preemptible.UNLIMITED
                && input.begun().filter(Begun::running).isPresent()
                && runs.stream().anyMatch(run -> run.interval().start().equals(start));
    }

    private void constant(JobInput input, List<Allocation> runs, int pausesMax) {
        long pauses = 0;
        for (int next = 1; next < runs.size(); next++) {
            Allocation before = runs.get(next - 1);
            Allocation after = runs.get(next);
            refuseUnless(
                    before.site().equals(after.site()) && before.itPower().equals(after.itPower()),
                    of(Code.JOB_SHAPE, input.job(), input.job() + " changes site or power"));
            pauses += before.interval().end().equals(after.interval().start()) ? 0 : 1;
        }
        refuseUnless(
                pauses <= pausesMax,
                of(Code.JOB_SHAPE, input.job(), input.job() + " pauses " + pauses + " times of " + pausesMax));
    }

    private void cap() {
        if (aCase.cap() instanceof CarbonCap.AtMost(CarbonMass most)) {
            CarbonMass carried = aCase.cost(aCase.inputs().fixed()).carbon();
            // What is carried cannot be helped: then nothing may come on top of it.
            refuseUnless(
                    carbon.compareTo(most) <= 0 || carbon.equals(carried),
                    Obstacle.of(Code.CARBON_CAP, "the plan causes " + carbon + " under a cap of " + most));
        }
    }

    private void refuseUnless(boolean holds, Obstacle otherwise) {
        if (!holds) {
            broken.add(otherwise);
        }
    }
}
