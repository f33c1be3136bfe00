package dev.flexgate.negotiation;

import java.util.List;

/**
 * Why a job runs where it runs.
 *
 * @param runNow what the job would cost at home from its release on, unbroken and without limits
 * @param cheapest where it would run at forecast prices if it had the sites to itself
 * @param cheapestBill what that would cost
 * @param whyNot why it does not run there
 * @param dearest where the cheapest alternative meets the highest scarcity price
 * @param slackPeriods periods left between its last run and its deadline; the whole window where it does not run
 * @param regret what it pays, at the closing prices, above its best response: its share of the gap
 */
public record Explanation(
        String jobId,
        Bill runNow,
        List<Run> cheapest,
        Bill cheapestBill,
        WhyNot whyNot,
        Scarcity dearest,
        int slackPeriods,
        double regret) {

    /** Why the cheapest alternative was not taken. */
    public enum WhyNot {
        TAKEN,
        /** Its capacity is wanted by others who gain more from it. */
        FULL,
        /** It would cost carbon that the cap needs elsewhere. */
        CARBON,
        /** It would use what a limit of the policy has for others. */
        LIMIT,
        /** None of these: work that does not divide had to be fitted beside it. */
        INDIVISIBLE
    }

    /** A scarcity price, currency per MWh of IT work, and where it is asked. */
    public record Scarcity(int site, int period, double perMwh) {}
}
