package dev.flexgate.planning;

import dev.flexgate.negotiation.Agreement;
import dev.flexgate.negotiation.Assignment;
import dev.flexgate.negotiation.Deferral;
import dev.flexgate.negotiation.Run;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The door out of the kernel: what was agreed becomes exact, is billed anew in exact arithmetic, and is refused
 * as a bug when it breaks a rule. The kernel places whole watts in whole half-hours, so nothing is rounded here
 * but what is said about the plan: an objective up, a bound down.
 */
final class OutcomeRules {

    private static final int GAP_SCALE = 6;
    private static final BigDecimal KILOGRAMS_PER_TONNE = BigDecimal.valueOf(1_000);
    private static final double MICRO = 1e6;
    /** Micro-units a MWh to units a kWh. */
    private static final int MICRO_PER_MWH_TO_PER_KWH = 9;

    private static final Comparator<Allocation> BY_JOB_AND_TIME = Comparator.comparing(Allocation::job)
            .thenComparing(run -> run.interval().start())
            .thenComparing(Allocation::site);

    private OutcomeRules() {}

    static Outcome outcome(PlanCase aCase, Agreement agreement) {
        List<Allocation> allocations = new ArrayList<>(aCase.inputs().fixed());
        agreement.assignments().forEach(assignment -> allocations.addAll(allocations(aCase, assignment)));
        allocations.sort(BY_JOB_AND_TIME);
        List<Deferred> deferred = new ArrayList<>(aCase.inputs().beyond());
        deferred.addAll(deferred(aCase, agreement, allocations));
        deferred.sort(Comparator.comparing(Deferred::job));
        Certificate certificate = certificate(aCase, agreement, aCase.cost(allocations));
        var outcome = new Outcome(allocations, deferred, certificate, scarcity(aCase, agreement));
        List<String> broken = ExactCheck.broken(aCase, outcome);
        if (!broken.isEmpty()) {
            throw new IllegalStateException("the agreed plan breaks its own rules: " + broken);
        }
        return outcome;
    }

    /** The runs of one agreed assignment, as allocations. */
    static List<Allocation> allocations(PlanCase aCase, JobId job, List<Run> runs) {
        return runs.stream()
                .map(run -> new Allocation(
                        job,
                        aCase.inputs().sites().get(run.site()).site(),
                        ProblemRules.interval(aCase.grid(), run.from(), run.until()),
                        new Power(run.watts())))
                .toList();
    }

    private static List<Allocation> allocations(PlanCase aCase, Assignment assignment) {
        return allocations(aCase, JobId.of(assignment.jobId()), assignment.runs());
    }

    private static List<Deferred> deferred(PlanCase aCase, Agreement agreement, List<Allocation> allocations) {
        Map<JobId, Energy> placed = new HashMap<>();
        allocations.forEach(run -> placed.merge(run.job(), run.energy(), Energy::plus));
        Map<String, Deferral> reasons =
                agreement.deferrals().stream().collect(Collectors.toMap(Deferral::jobId, each -> each));
        List<Deferred> deferred = new ArrayList<>();
        for (JobInput job : aCase.jobInputs()) {
            Energy undone = job.remaining().minus(placed.getOrDefault(job.job(), Energy.ZERO));
            Deferral why = reasons.get(job.job().toString());
            if (why != null) {
                String reason = why.reason().name();
                deferred.add(new Deferred(job.job(), undone, reason, Reasons.sentence(why, undone)));
            }
        }
        return deferred;
    }

    private static Certificate certificate(PlanCase aCase, Agreement agreement, Cost cost) {
        var proven = agreement.certificate();
        int rounds = agreement.transcript().rounds().size();
        Money held = worthOfHeld(aCase);
        return new Certificate(
                cost.money(),
                cost.carbon(),
                money(proven.objective(), RoundingMode.CEILING).plus(held),
                money(proven.lowerBound(), RoundingMode.FLOOR).plus(held),
                gap(proven.gap()),
                Money.rounded(
                        BigDecimal.valueOf(agreement.prices().carbonPricePerKg())
                                .multiply(KILOGRAMS_PER_TONNE),
                        PlanCase.CURRENCY),
                rounds,
                proven.gap() <= aCase.inputs().limits().targetGap()
                        ? "TARGET_GAP"
                        : rounds >= aCase.inputs().limits().maxRounds() ? "MAX_ROUNDS" : "NO_PROGRESS");
    }

    /** What is held costs the same in every plan of the case; said with it, plans that hold and that do not compare. */
    private static Money worthOfHeld(PlanCase aCase) {
        return Money.rounded(aCase.worth(aCase.inputs().held()), PlanCase.CURRENCY);
    }

    private static Money money(double amount, RoundingMode mode) {
        return new Money(BigDecimal.valueOf(amount).setScale(Money.SCALE, mode), PlanCase.CURRENCY);
    }

    private static BigDecimal gap(double gap) {
        return gap < Certificate.GAP_MAX.doubleValue()
                ? BigDecimal.valueOf(gap).setScale(GAP_SCALE, RoundingMode.CEILING)
                : Certificate.GAP_MAX;
    }

    private static List<ScarcityPrice> scarcity(PlanCase aCase, Agreement agreement) {
        List<ScarcityPrice> prices = new ArrayList<>();
        for (int site = 0; site < aCase.inputs().sites().size(); site++) {
            SiteInput input = aCase.inputs().sites().get(site);
            for (int period = 0; period < aCase.grid().count(); period++) {
                double perMwh = agreement.prices().scarcityPerMwh().get(site).at(period);
                addIfAbove(prices, input.site(), aCase.grid().at(period), perMwh);
            }
        }
        return prices;
    }

    private static void addIfAbove(List<ScarcityPrice> prices, SiteId site, Interval period, double perMwh) {
        BigDecimal perKwh = BigDecimal.valueOf(Math.round(perMwh * MICRO), MICRO_PER_MWH_TO_PER_KWH);
        if (perKwh.signum() > 0) {
            prices.add(new ScarcityPrice(site, period, new EnergyPrice(perKwh, PlanCase.CURRENCY)));
        }
    }
}
