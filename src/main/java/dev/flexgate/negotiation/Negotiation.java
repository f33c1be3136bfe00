package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;

/** Drives the agents of one negotiation in this process: the very steps that a distributed run takes by messages. */
public final class Negotiation {

    private Negotiation() {}

    public static Agreement agree(Problem problem, NegotiationLimits limits) {
        return agree(problem, limits, List.of());
    }

    /**
     * Negotiates with an earlier plan on the table: where that is still feasible, what is agreed is no worse.
     *
     * @param standing the earlier plan; bids that no longer fit are left out
     */
    public static Agreement agree(Problem problem, NegotiationLimits limits, List<StandingBid> standing) {
        Coordination coordinator = Coordination.of(problem, limits, standing);
        List<JobRules> shards = shards(problem, limits.shards(), coordinator.offers());
        Announcement announcement = coordinator.open();
        while (true) {
            Announcement told = announcement;
            Bids bids = shards.parallelStream()
                    .map(shard -> shard.respond(told))
                    .reduce(Bids::plus)
                    .orElseThrow();
            switch (coordinator.hear(bids)) {
                case Step.NextRound next -> announcement = next.announcement();
                case Step.Closing closing -> {
                    List<FinalBid> finalBids = new ArrayList<>();
                    shards.forEach(shard -> finalBids.addAll(shard.finalBids(closing.announcement())));
                    return coordinator.close(finalBids);
                }
            }
        }
    }

    /** Divides the jobs, in their order, into shards of equal size; at least one, be it empty. */
    public static List<JobRules> shards(Problem problem, int count, List<SiteOffer> offers) {
        int jobs = problem.jobs().size();
        List<JobRules> shards = new ArrayList<>();
        for (int shard = 0; shard < count; shard++) {
            List<JobNeed> part = problem.jobs()
                    .subList((int) ((long) jobs * shard / count), (int) ((long) jobs * (shard + 1) / count));
            shards.add(new JobRules(shard, part, offers, problem.periodHours(), problem.policy()));
        }
        return shards;
    }
}
