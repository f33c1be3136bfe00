package dev.flexgate.settlement;

import java.time.Duration;

/**
 * Bounds of the settlement room.
 *
 * @param tick how often the agent looks without being told to
 * @param contractsPerTick how many it looks at in one go
 * @param overdueAfter how long after the event missing readings are waited for before what is known is settled
 * @param finalAfter how long after the event corrections restate it: 28 months, the dispute run of the BSC
 * @param retryAfter when a contract that could not be calculated, by a fault of ours, is tried again
 * @param pageMax most contracts in one answer
 * @param lease how long the agent's right to be the only one holds
 */
public record SettlementLimits(
        Duration tick,
        int contractsPerTick,
        Duration overdueAfter,
        Duration finalAfter,
        Duration retryAfter,
        int pageMax,
        Duration lease) {

    public static final SettlementLimits DEFAULT = new SettlementLimits(
            Duration.ofSeconds(1),
            50,
            Duration.ofDays(5),
            Duration.ofDays(28 * 31),
            Duration.ofSeconds(15),
            200,
            Duration.ofSeconds(30));

    public SettlementLimits {
        if (contractsPerTick < 1 || tick.isNegative() || tick.isZero() || lease.compareTo(tick) <= 0) {
            throw new IllegalArgumentException("a tick and its work are positive, and a lease outlives a tick");
        }
    }

    public SettlementLimits withOverdueAfter(Duration other) {
        return new SettlementLimits(tick, contractsPerTick, other, finalAfter, retryAfter, pageMax, lease);
    }
}
