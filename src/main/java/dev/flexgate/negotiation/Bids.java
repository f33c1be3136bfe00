package dev.flexgate.negotiation;

/**
 * The answer of one shard to an announcement: the best responses of its jobs, added up.
 *
 * @param demandWatts IT power wanted in every cell
 * @param dualMicro what its jobs would pay in all at the announced prices (deferrals at the value lost), in 1e-6
 *     currency, each rounded down: the shard's part of the lower bound
 */
public record Bids(int round, int shard, WholeSeries demandWatts, long dualMicro) {

    /** The bids of two shards together; the shard named is the first. */
    public Bids plus(Bids other) {
        if (round != other.round) {
            throw new IllegalStateException("bids of rounds " + round + " and " + other.round);
        }
        return new Bids(round, shard, demandWatts.plus(other.demandWatts), Math.addExact(dualMicro, other.dualMicro));
    }
}
