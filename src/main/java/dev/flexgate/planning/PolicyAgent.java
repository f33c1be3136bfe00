package dev.flexgate.planning;

import dev.flexgate.negotiation.Assignment;
import dev.flexgate.negotiation.JobNeed;
import dev.flexgate.negotiation.PolicyRules;
import dev.flexgate.negotiation.Veto;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Speaks for the operator: the carbon cap and whatever no plan may break. */
final class PolicyAgent extends Agent<Dialogue.PolicyBrief> {

    PolicyAgent(String address) {
        super(address);
    }

    @Override
    Record answer(Dialogue said) {
        return switch (said) {
            case Dialogue.PolicyBrief brief -> {
                keep(brief.negotiation(), brief);
                yield new Dialogue.Ready(brief.negotiation());
            }
            case Dialogue.Prices(var negotiation, var announcement) ->
                PolicyRules.announce(brief(negotiation).terms(), announcement);
            case Dialogue.Proposal(var negotiation, var assignments) ->
                new Dialogue.Vetoes(vetoes(brief(negotiation), assignments));
            default -> throw notForMe(said);
        };
    }

    static List<Veto> vetoes(Dialogue.PolicyBrief brief, List<Assignment> assignments) {
        Map<String, JobNeed> jobs = brief.jobs().stream().collect(Collectors.toMap(JobNeed::id, Function.identity()));
        return assignments.stream()
                .flatMap(each -> PolicyRules.veto(brief.terms(), need(jobs, each), each.runs()).stream())
                .toList();
    }

    private static JobNeed need(Map<String, JobNeed> jobs, Assignment assignment) {
        JobNeed need = jobs.get(assignment.jobId());
        if (need == null) {
            throw new IllegalArgumentException("nobody knows job " + assignment.jobId());
        }
        return need;
    }
}
