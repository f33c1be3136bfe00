package dev.flexgate.planning;

import dev.flexgate.audit.RecordId;
import dev.flexgate.planning.Candidate.Kind;
import dev.flexgate.planning.Candidate.Verdict;
import dev.flexgate.planning.CandidateRules.Want;
import dev.flexgate.planning.Grounds.Constraint;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.CarbonCap;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Lays open why a plan put a job where it is: from the plan's own inputs, with everybody else left in place. */
final class GroundsRules {

    static final int CANDIDATES_MAX = 10;

    private static final int FREE_MAX = 5;

    private final Plan plan;
    private final PlanCase aCase;
    private final Job job;
    private final List<Allocation> runs;
    private final CandidateRules rules;

    private GroundsRules(Plan plan, PlanCase aCase, Job job) {
        this.plan = plan;
        this.aCase = aCase;
        this.job = job;
        this.runs = plan.allocations(job.id());
        this.rules = new CandidateRules(BoardRules.board(without(plan, job.id()), aCase), want(aCase, job, runs));
    }

    /** @param transcript of the plan, as stored with it */
    static Optional<Grounds> grounds(
            Plan plan, PlanCase aCase, JobId id, RecordId record, byte[] transcript, HindsightRules hindsight) {
        return ExplainRules.explain(plan, aCase, id).map(explanation -> {
            var rules = new GroundsRules(plan, aCase, aCase.job(id));
            Weighing weighing = rules.weighing();
            List<Constraint> constraints = new ArrayList<>(rules.constraints());
            constraints.addAll(PlanLimits.of(aCase, id, rules.runs, transcript));
            return new Grounds(
                    explanation,
                    rules.shown(weighing),
                    constraints,
                    rules.basis(),
                    new FlipRules(
                                    carbonPerTonne(aCase, aCase.job(id).tenant()),
                                    way -> rules.forbidden(way).isEmpty())
                            .flips(weighing.chosen(), weighing.others()),
                    weighing.chosen().flatMap(chosen -> hindsight.hindsight(aCase, chosen, weighing.others())),
                    record);
        });
    }

    /** Every way to do the job, judged against what was chosen. */
    private record Weighing(Optional<Candidate> chosen, Optional<Candidate> now, List<Candidate> others) {}

    /** The plan with the job gone and everything else in place. */
    private static Plan without(Plan plan, JobId job) {
        return new Plan(
                plan.id(),
                plan.version(),
                plan.cause(),
                plan.asOf(),
                plan.grid(),
                plan.allocations().stream()
                        .filter(each -> !each.job().equals(job))
                        .toList(),
                plan.deferred(),
                plan.certificate(),
                plan.scarcity(),
                plan.forecasts(),
                plan.difference(),
                plan.inputsSha256(),
                plan.outcomeSha256());
    }

    private static Want want(PlanCase aCase, Job job, List<Allocation> runs) {
        Optional<JobInput> input = Stream.concat(aCase.jobInputs().stream(), aCase.inputs().awaiting().stream())
                .filter(each -> each.job().equals(job.id()))
                .findFirst();
        Stream<Energy> held = aCase.inputs().beyond().stream()
                .filter(each -> each.job().equals(job.id()))
                .map(Deferred::undone);
        Energy work = input.map(JobInput::remaining)
                .orElseGet(() -> Stream.concat(runs.stream().map(Allocation::energy), held)
                        .reduce(Energy.ZERO, Energy::plus));
        Instant start = job.window().start().isAfter(aCase.grid().start())
                ? job.window().start()
                : aCase.grid().start();
        Instant end = job.window().end();
        var handling = new HandlingRules(aCase);
        HandlingRules.Whose whose = handling.whose(job);
        return new Want(
                job.id(),
                input.map(JobInput::shape).orElse(job.shape()),
                job.demand().itPower(),
                work,
                new Interval(start, end.isAfter(start) ? end : start.plusSeconds(1)),
                job.sites().home(),
                new TreeSet<>(input.map(JobInput::sites)
                        .orElseGet(() -> List.copyOf(job.sites().allowed()))),
                carbonPerTonne(aCase, job.tenant()),
                way -> handling.extra(whose, way));
    }

    static Money carbonPerTonne(PlanCase aCase, TenantId tenant) {
        return aCase.carbonPerTonne(tenant);
    }

    private Weighing weighing() {
        Optional<Candidate> chosen = runs.isEmpty()
                ? Optional.empty()
                : Optional.of(rules.weighed(Kind.CHOSEN, runs).judged(new Verdict.Chosen()));
        List<Candidate> others = new ArrayList<>(rules.windows());
        others.addAll(rules.splits());
        others.removeIf(each -> each.runs().equals(runs));
        Optional<Candidate> now =
                rules.runNow().filter(each -> !each.runs().equals(runs)).map(each -> judged(each, chosen));
        others.removeIf(
                each -> now.filter(same -> same.runs().equals(each.runs())).isPresent());
        return new Weighing(
                chosen,
                now,
                Stream.concat(now.stream(), others.stream().map(each -> judged(each, chosen)))
                        .toList());
    }

    /** The chosen one, run now, the cheapest free ones, and of what was refused the cheapest of each reason. */
    private List<Candidate> shown(Weighing weighing) {
        List<Candidate> kept = new ArrayList<>();
        weighing.now().ifPresent(kept::add);
        List<Candidate> judged = weighing.others().stream()
                .filter(each -> each.kind() != Kind.RUN_NOW)
                .toList();
        kept.addAll(CandidateRules.apart(
                judged.stream().filter(each -> each.verdict().isFeasible()).toList(), FREE_MAX));
        judged.stream()
                .filter(each -> !each.verdict().isFeasible() || each.verdict() instanceof Verdict.Unhandy)
                .map(each -> each.verdict().code())
                .distinct()
                .sorted()
                .forEach(code -> cheapest(judged, code)
                        .filter(each -> !kept.contains(each))
                        .ifPresent(kept::add));
        kept.sort(CandidateRules.CHEAPEST);
        weighing.chosen().ifPresent(kept::addFirst);
        return kept.stream()
                .limit(CANDIDATES_MAX)
                .map(this::underLimits)
                .map(each -> each.beside(Obligations.of(aCase, each.runs())))
                .toList();
    }

    /** What is free and dearer may be forbidden besides; that is told of the few that are shown. */
    private Candidate underLimits(Candidate shown) {
        boolean dearer = shown.verdict() instanceof Verdict.Dearer || shown.verdict() instanceof Verdict.Unhandy;
        return dearer
                ? forbidden(shown)
                        .map(rule -> shown.judged(new Verdict.PolicyLimit(rule)))
                        .orElse(shown)
                : shown;
    }

    private Optional<String> forbidden(Candidate way) {
        return LimitCheck.brokenBy(aCase, plan.allocations(), job.id(), way.runs());
    }

    private static Optional<Candidate> cheapest(List<Candidate> all, String code) {
        return all.stream().filter(each -> each.verdict().code().equals(code)).min(CandidateRules.CHEAPEST);
    }

    private Candidate judged(Candidate other, Optional<Candidate> chosen) {
        if (other.verdict() instanceof Verdict.Full full
                && aCase.isClosed(full.site(), aCase.grid().indexOf(full.at().start()))) {
            return other.judged(new Verdict.Closed(full.site(), full.at()));
        }
        if (chosen.isEmpty() || !(other.verdict() instanceof Verdict.Free)) {
            return other;
        }
        Candidate taken = chosen.get();
        Money more = other.total().minus(taken.total());
        if (!more.isNegative()) {
            return other.judged(dearer(other, taken, more));
        }
        Optional<String> forbidden = forbidden(other);
        if (forbidden.isPresent()) {
            return other.judged(new Verdict.PolicyLimit(forbidden.get()));
        }
        Money perTonne = plan.certificate().carbonPerTonne();
        var carbon = other.carbon().p50().minus(taken.carbon().p50());
        return perTonne.amount().signum() > 0 && carbon.milligrams() > 0
                ? other.judged(new Verdict.CarbonCap(carbon, perTonne))
                : other.judged(new Verdict.WithinGap(more.negated()));
    }

    /** What is cheaper by its energy and carbon, and dearer by what its owner minds besides, says so. */
    private static Verdict dearer(Candidate other, Candidate taken, Money more) {
        Extra extra = other.extra().minus(taken.extra());
        if (more.compareTo(extra.sum()) >= 0) {
            return new Verdict.Dearer(more);
        }
        return new Verdict.Unhandy(more, extra.largest(), extra.part(extra.largest()));
    }

    private List<Constraint> constraints() {
        List<Constraint> constraints = new ArrayList<>();
        PlanBoard whole = BoardRules.board(plan, aCase);
        runs.stream().map(Allocation::site).distinct().sorted().forEach(site -> constraints.add(room(whole, site)));
        runs.stream()
                .map(run -> run.interval().end())
                .max(Comparator.naturalOrder())
                .ifPresent(end ->
                        constraints.add(new Constraint.Deadline(job.window().end(), end)));
        if (aCase.cap() instanceof CarbonCap.AtMost(var most)) {
            constraints.add(new Constraint.Carbon(
                    most, plan.certificate().carbon(), plan.certificate().carbonPerTonne()));
        }
        var closed = new TreeSet<>(aCase.sites().keySet());
        closed.removeAll(job.sites().allowed());
        constraints.add(new Constraint.Residency(job.sites().allowed(), closed));
        return constraints;
    }

    private Constraint room(PlanBoard whole, SiteId site) {
        SitePeriod tightest = whole.periods(site, plan.grid().span()).stream()
                .filter(each -> runs.stream()
                        .anyMatch(
                                run -> run.site().equals(site) && run.interval().contains(each.period())))
                .max(Comparator.comparing(SitePeriod::scarcity)
                        .thenComparing(each -> each.planned().plus(each.committed()))
                        .thenComparing(each -> each.period().start(), Comparator.reverseOrder()))
                .orElseThrow();
        return new Constraint.Room(
                site,
                tightest.limitedBy(),
                tightest.period(),
                tightest.flexible(),
                tightest.planned().plus(tightest.committed()),
                tightest.scarcity());
    }

    private Grounds.Basis basis() {
        PlanInputs inputs = aCase.inputs();
        return new Grounds.Basis(
                inputs.asOf(),
                inputs.sites().stream()
                        .map(site -> new Grounds.SiteVersion(
                                site.site(), aCase.site(site.site()).site().name(), site.version()))
                        .toList(),
                inputs.policies().stream()
                        .map(policy -> new Grounds.PolicyVersion(policy.tenant(), policy.version()))
                        .toList(),
                plan.forecasts(),
                inputs.standingVersion(),
                inputs.standingSha256(),
                inputs.limits().seed(),
                inputs.limits().maxRounds(),
                inputs.jobs().size(),
                inputs.adjustments(),
                plan.inputsSha256(),
                plan.outcomeSha256());
    }
}
