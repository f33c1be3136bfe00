package dev.flexgate.planning;

import dev.flexgate.negotiation.JobRules;

/** Speaks for one shard of the jobs: their windows and their worth. */
final class JobAgent extends Agent<JobRules> {

    JobAgent(String address) {
        super(address);
    }

    @Override
    Record answer(Dialogue said) {
        return switch (said) {
            case Dialogue.JobsBrief brief -> {
                keep(brief.negotiation(), rules(brief));
                yield new Dialogue.Ready(brief.negotiation());
            }
            case Dialogue.Prices(var negotiation, var announcement) ->
                brief(negotiation).respond(announcement);
            case Dialogue.LastCall(var negotiation, var announcement) ->
                new Dialogue.FinalBids(brief(negotiation).finalBids(announcement));
            default -> throw notForMe(said);
        };
    }

    static JobRules rules(Dialogue.JobsBrief brief) {
        return new JobRules(brief.shard(), brief.jobs(), brief.offers(), brief.periodHours(), brief.policy());
    }
}
