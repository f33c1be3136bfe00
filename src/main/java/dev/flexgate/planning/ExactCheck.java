package dev.flexgate.planning;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The last look before a plan is published, in whole watts, joules and milligrams and without tolerance. */
final class ExactCheck {

    private final PlanCase aCase;
    private final Outcome outcome;
    private final Map<JobId, List<Allocation>> runsOf;
    private final Map<JobId, Energy> undoneOf = new HashMap<>();
    private final List<String> broken = new ArrayList<>();

    private ExactCheck(PlanCase aCase, Outcome outcome) {
        this.aCase = aCase;
        this.outcome = outcome;
        this.runsOf = outcome.allocations().stream().collect(Collectors.groupingBy(Allocation::job));
        outcome.deferred().forEach(each -> undoneOf.merge(each.job(), each.undone(), Energy::plus));
    }

    /** What the outcome breaks, in words; nothing for a plan that may stand. */
    static List<String> broken(PlanCase aCase, Outcome outcome) {
        var check = new ExactCheck(aCase, outcome);
        aCase.inputs().sites().forEach(check::capacity);
        aCase.jobInputs().forEach(check::job);
        check.cap();
        return check.broken;
    }

    private void capacity(SiteInput input) {
        Power flexible = aCase.site(input.site()).site().power().flexible();
        List<Power> planned = PlannedPower.at(input.site(), aCase.grid(), outcome.allocations());
        for (int period = 0; period < aCase.grid().count(); period++) {
            Power spoken = planned.get(period).plus(input.committed().get(period));
            refuseUnless(
                    !planned.get(period).isPositive() || spoken.compareTo(flexible) <= 0,
                    input.site() + " at " + aCase.grid().startOf(period) + ": " + spoken + " of " + flexible);
            ceiling(input.site(), period, planned.get(period));
        }
    }

    private void ceiling(SiteId site, int period, Power planned) {
        aCase.ceiling(site, period)
                .ifPresent(most -> refuseUnless(
                        planned.compareTo(most) <= 0,
                        site + " at " + aCase.grid().startOf(period) + ": " + planned + " above the promised " + most));
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
                    job.id() + " runs outside its window: " + run.interval());
            refuseUnless(input.sites().contains(run.site()), job.id() + " may not run at " + run.site());
        }
        work(input, runs);
        power(job, runs);
        shape(input, runs);
    }

    private void work(JobInput input, List<Allocation> runs) {
        Energy placed = runs.stream().map(Allocation::energy).reduce(Energy.ZERO, Energy::plus);
        Energy undone = undoneOf.getOrDefault(input.job(), Energy.ZERO);
        refuseUnless(
                placed.plus(undone).equals(input.remaining()) && undone.joules() >= 0,
                input.job() + ": " + placed + " placed and " + undone + " deferred of " + input.remaining());
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
                        job.id() + " draws " + drawn + " at " + halfHour.start());
            }
        }
    }

    private void shape(JobInput input, List<Allocation> runs) {
        switch (input.shape()) {
            case JobShape.Malleable _ -> {}
            case JobShape.Contiguous _ -> constant(input, runs, 0);
            case JobShape.Preemptible(int most) -> constant(input, runs, most);
        }
    }

    private void constant(JobInput input, List<Allocation> runs, int pausesMax) {
        long pauses = 0;
        for (int next = 1; next < runs.size(); next++) {
            Allocation before = runs.get(next - 1);
            Allocation after = runs.get(next);
            refuseUnless(
                    before.site().equals(after.site()) && before.itPower().equals(after.itPower()),
                    input.job() + " changes site or power");
            pauses += before.interval().end().equals(after.interval().start()) ? 0 : 1;
        }
        refuseUnless(pauses <= pausesMax, input.job() + " pauses " + pauses + " times of " + pausesMax);
    }

    private void cap() {
        if (aCase.cap() instanceof CarbonCap.AtMost(CarbonMass most)) {
            CarbonMass carried = aCase.cost(aCase.inputs().fixed()).carbon();
            CarbonMass caused = outcome.certificate().carbon();
            // What is carried cannot be helped: then nothing may come on top of it.
            refuseUnless(
                    caused.compareTo(most) <= 0 || caused.equals(carried),
                    "the plan causes " + caused + " under a cap of " + most);
        }
    }

    private void refuseUnless(boolean holds, String otherwise) {
        if (!holds) {
            broken.add(otherwise);
        }
    }
}
