package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;

/**
 * What the agents agreed on.
 *
 * @param assignments what runs, in the order of the jobs
 * @param deferrals what does not, and why
 * @param certificate cost, bound and gap
 * @param prices at which it was agreed: those of the round that gave the bound
 * @param runNow bill of running every job at home from its release, without limits
 * @param explanations one a job, in the order of the jobs
 * @param warnings what an operator should know about how it was reached
 */
public record Agreement(
        List<Assignment> assignments,
        List<Deferral> deferrals,
        Certificate certificate,
        Prices prices,
        Bill runNow,
        List<Explanation> explanations,
        Transcript transcript,
        List<String> warnings) {

    public Agreement {
        assignments = List.copyOf(assignments);
        deferrals = List.copyOf(deferrals);
        explanations = List.copyOf(explanations);
        warnings = List.copyOf(warnings);
    }

    /** This plan as opening bids for a later negotiation over the same periods. */
    public List<StandingBid> standingBids(Problem problem) {
        List<StandingBid> bids = new ArrayList<>();
        for (Assignment assignment : assignments) {
            for (Run run : assignment.runs()) {
                String site = problem.sites().get(run.site()).id();
                bids.add(new StandingBid(assignment.jobId(), site, run.from(), run.until(), run.watts()));
            }
        }
        return bids;
    }
}
