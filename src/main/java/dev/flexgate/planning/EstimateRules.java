package dev.flexgate.planning;

import dev.flexgate.planning.Candidate.Verdict;
import dev.flexgate.planning.CandidateRules.Want;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What would become of a job that nobody has taken yet. */
final class EstimateRules {

    /** The runs of an estimate belong to no job. */
    private static final JobId NOBODY = new JobId(new UUID(0, 0));

    private EstimateRules() {}

    static Estimate estimate(PlanBoard board, PlanCase aCase, JobRequest request, Instant now) {
        var rules = new CandidateRules(board, want(aCase, request, now));
        List<Candidate> all = new ArrayList<>(rules.windows());
        all.addAll(rules.splits());
        List<Candidate> free =
                all.stream().filter(each -> each.verdict().isFeasible()).toList();
        List<Candidate> best = CandidateRules.apart(free, Estimate.WINDOWS);
        Optional<Candidate> refused = all.stream()
                .filter(each -> each.verdict() instanceof Verdict.Full)
                .min(CandidateRules.CHEAPEST)
                .filter(each ->
                        best.isEmpty() || each.total().compareTo(best.getFirst().total()) < 0);
        return new Estimate(
                board.plan().version(), board.plan().asOf(), board.plan().quality(), best, rules.runNow(), refused);
    }

    private static Want want(PlanCase aCase, JobRequest request, Instant now) {
        Instant earliest = HalfHours.ceiling(now);
        Instant start =
                request.window().start().isAfter(earliest) ? request.window().start() : earliest;
        Instant end = request.window().end().isAfter(start) ? request.window().end() : start.plusSeconds(1);
        var handling = new HandlingRules(aCase);
        HandlingRules.Whose whose = handling.whose(request);
        return new Want(
                NOBODY,
                request.shape(),
                request.demand().itPower(),
                request.demand().work(),
                new Interval(start, end),
                request.sites().home(),
                request.sites().allowed(),
                GroundsRules.carbonPerTonne(aCase, request.tenant()),
                runs -> handling.extra(whose, runs));
    }
}
