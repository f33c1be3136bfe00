package dev.flexgate.planning;

import dev.flexgate.negotiation.NegotiationLimits;
import java.time.Duration;
import java.util.Currency;

/**
 * How planning is paced and bounded.
 *
 * @param halfHours length of a plan
 * @param shards job agents among whom the jobs are divided; changes nothing but the speed
 * @param negotiation when to stop
 * @param answerDeadline longest wait for an agent
 * @param attempts how often a plan is made anew when what it rests on changes under it
 * @param interval longest time between two looks whether a new plan is due
 * @param settling how long news may gather before a plan is made of it
 * @param tick how often to look for lost news
 * @param lease how long a gateway that fell silent still holds the planning clock
 */
public record PlanningLimits(
        int halfHours,
        int shards,
        NegotiationLimits negotiation,
        Duration answerDeadline,
        int attempts,
        Duration interval,
        Duration settling,
        Duration tick,
        Duration lease) {

    /** What every plan adds up in; prices in another currency are brought over at the operator's rates. */
    public static final Currency CURRENCY = Currency.getInstance("GBP");

    public static final PlanningLimits DEFAULT = new PlanningLimits(
            96,
            2,
            NegotiationLimits.STANDARD,
            Duration.ofSeconds(5),
            5,
            Duration.ofMinutes(5),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60));

    public PlanningLimits {
        if (halfHours < 1 || shards < 1 || attempts < 1) {
            throw new IllegalArgumentException("a plan has half-hours, shards and attempts");
        }
    }

    public PlanningLimits withShards(int value) {
        return new PlanningLimits(
                halfHours, value, negotiation, answerDeadline, attempts, interval, settling, tick, lease);
    }

    public PlanningLimits withInterval(Duration value) {
        return new PlanningLimits(
                halfHours, shards, negotiation, answerDeadline, attempts, value, settling, tick, lease);
    }
}
