package dev.flexgate.negotiation;

import java.util.List;

/** How a negotiation is led, step by step. Deterministic; one negotiation an instance, not for use by two threads at once. */
public sealed interface Coordination permits CoordinatorRules, LimitRules {

    /** Who leads: with limits in the policy their prices are sought above those of capacity and carbon. */
    static Coordination of(Problem problem, NegotiationLimits limits, List<StandingBid> standing) {
        return problem.policy().caps().isEmpty()
                ? new CoordinatorRules(problem, limits, standing)
                : new LimitRules(problem, limits, standing);
    }

    /** What the energy agents open with. */
    List<SiteOffer> offers();

    Announcement open();

    /** Hears the bids of all shards together and says what comes next. */
    Step hear(Bids bids);

    /** Closes on the best plan known. */
    Agreement close(List<FinalBid> finalBids);
}
