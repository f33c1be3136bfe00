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
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final BigDecimal JOULES_PER_MEGAWATT_HOUR = BigDecimal.valueOf(3_600_000_000L);
    private static final MathContext EXACT_ENOUGH = new MathContext(60);
    /** Half of a double's: sums of many are no better. */
    private static final int ENGINE_DIGITS = 8;
    /** Micro-units a MWh to units a kWh. */
    private static final int MICRO_PER_MWH_TO_PER_KWH = 9;

    private static final Comparator<Allocation> BY_JOB_AND_TIME = Comparator.comparing(Allocation::job)
            .thenComparing(run -> run.interval().start())
            .thenComparing(Allocation::site);

    private OutcomeRules() {}

    /** @throws IllegalStateException when the plan breaks a rule, or costs something else than its makers say */
    static Outcome outcome(PlanCase aCase, Agreement agreement) {
        Outcome outcome = lured(aCase, agreement);
        requireSame(aCase, agreement, outcome);
        return outcome;
    }

    /** The same of an agreement in which sites were made dearer or cheaper than they are: its objective is of another world. */
    static Outcome lured(PlanCase aCase, Agreement agreement) {
        List<Allocation> allocations = new ArrayList<>(aCase.inputs().fixed());
        agreement.assignments().forEach(assignment -> allocations.addAll(allocations(aCase, assignment)));
        allocations.sort(BY_JOB_AND_TIME);
        List<Deferred> deferred = new ArrayList<>(aCase.inputs().beyond());
        deferred.addAll(deferred(aCase, agreement, allocations));
        deferred.sort(Comparator.comparing(Deferred::job));
        Certificate certificate = certificate(aCase, agreement, allocations, deferred);
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

    /** The engine counts in binary fractions: what it says must be what the exact sum is, but for those. */
    private static void requireSame(PlanCase aCase, Agreement agreement, Outcome outcome) {
        BigDecimal said =
                BigDecimal.valueOf(agreement.certificate().objective()).add(worthOfHeld(aCase));
        BigDecimal is = outcome.certificate().objective().amount();
        BigDecimal most = BigDecimal.ONE
                .movePointLeft(Money.SCALE)
                .add(is.abs().max(said.abs()).movePointLeft(ENGINE_DIGITS));
        if (said.subtract(is).abs().compareTo(most) > 0) {
            throw new IllegalStateException("the plan was agreed at " + said + ", and its runs ask " + is);
        }
    }

    private static Certificate certificate(
            PlanCase aCase, Agreement agreement, List<Allocation> allocations, List<Deferred> deferred) {
        var proven = agreement.certificate();
        int rounds = agreement.transcript().rounds().size();
        BigDecimal held = worthOfHeld(aCase);
        Cost cost = aCase.cost(allocations);
        return new Certificate(
                cost.money(),
                cost.carbon(),
                money(objective(aCase, allocations, deferred), RoundingMode.CEILING),
                money(BigDecimal.valueOf(proven.lowerBound()).add(held), RoundingMode.FLOOR),
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
    private static BigDecimal worthOfHeld(PlanCase aCase) {
        return aCase.worth(aCase.inputs().held());
    }

    /** What is not carried, and the value of the work that was negotiated and is left undone. */
    private static BigDecimal objective(PlanCase aCase, List<Allocation> allocations, List<Deferred> deferred) {
        List<Allocation> counted = new ArrayList<>(allocations);
        aCase.inputs().carried().forEach(counted::remove);
        Set<JobId> negotiated = aCase.jobInputs().stream().map(JobInput::job).collect(Collectors.toSet());
        BigDecimal lost = BigDecimal.ZERO;
        for (Deferred each : deferred) {
            if (negotiated.contains(each.job())) {
                BigDecimal perMwh = BigDecimal.valueOf(
                        ProblemRules.lostWorkPerMwh(aCase.job(each.job()).priority()));
                lost = lost.add(perMwh.multiply(BigDecimal.valueOf(each.undone().joules()))
                        .divide(JOULES_PER_MEGAWATT_HOUR, EXACT_ENOUGH));
            }
        }
        return aCase.worth(counted).add(lost);
    }

    /** What is whole but for the sixtieth digit is whole. */
    private static Money money(BigDecimal amount, RoundingMode mode) {
        return new Money(amount.round(MathContext.DECIMAL128).setScale(Money.SCALE, mode), PlanCase.CURRENCY);
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
