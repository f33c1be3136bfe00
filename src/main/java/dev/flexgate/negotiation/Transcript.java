package dev.flexgate.negotiation;

import java.util.List;

/**
 * What was said, in bounded size: a line for each round, the prices of the rounds that mattered, vetoes and the
 * final bids. Every answer in it can be recomputed by the agent's own rules from what that agent was told.
 *
 * @param announcements prices of kept rounds, among them the one that gave the bound and the closing one
 */
public record Transcript(
        List<Round> rounds, List<Announcement> announcements, List<Veto> vetoes, List<FinalBid> finalBids) {

    public Transcript {
        rounds = List.copyOf(rounds);
        announcements = List.copyOf(announcements);
        vetoes = List.copyOf(vetoes);
        finalBids = List.copyOf(finalBids);
    }

    /**
     * One round.
     *
     * @param by what set its prices
     * @param dualMicro sum of what all jobs would pay, 1e-6 currency
     * @param dualValue the bound of this round
     * @param excessMw IT power wanted above capacity, over all cells
     * @param demandFingerprint of the demand of all cells, in watts
     * @param bestBound best bound so far
     * @param bestPlan objective of the best plan so far
     */
    public record Round(
            int number,
            By by,
            double carbonPricePerKg,
            long pricesFingerprint,
            long dualMicro,
            double dualValue,
            double excessMw,
            long demandFingerprint,
            double bestBound,
            double bestPlan) {}

    /** Which rule set the prices of a round. */
    public enum By {
        OPENING,
        /** A step along the excess demand. */
        STEP,
        /** The clearing of divisible work. */
        CLEARING
    }
}
