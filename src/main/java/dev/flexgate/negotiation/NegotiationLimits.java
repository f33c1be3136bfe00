package dev.flexgate.negotiation;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How long to negotiate. Counted in rounds and moves, never in time, so that a replay stops where the original did.
 *
 * @param maxRounds most price rounds
 * @param targetGap stop once (plan - bound) / bound is at most this
 * @param maxMoves most attempts to better the plan by moving, swapping and splitting, in attempts a job
 * @param keptRounds most rounds whose prices the transcript keeps
 * @param shards into how many shards the jobs are divided; changes nothing but the speed
 * @param seed of the order in which moves are tried
 * @param leastGain what a MWh must save at the least to run elsewhere than the plan before had it, in parts of the mean
 *     energy price; 0 lets it move for nothing
 * @param search how far to search for where work runs that does not divide, in steps a job; 0 for no such search
 */
public record NegotiationLimits(
        int maxRounds,
        double targetGap,
        int maxMoves,
        int keptRounds,
        int shards,
        long seed,
        double leastGain,
        int search) {

    /** Its least gain is above noise and ties, and below what anybody would call a saving. */
    public static final NegotiationLimits STANDARD = new NegotiationLimits(120, 1e-4, 40, 24, 1, 1, 1e-3, 0);

    private static final long MOST_STEPS = 8_000_000;
    private static final double CONTENT = 10;
    private static final int ASKS_A_MOVE = 2_500;
    private static final int ASCENTS_MAX = 500;
    private static final int ASCENTS_LEAST = 100;
    private static final long LOOKS_A_MOVE = 50_000;
    /** The fewer jobs, the fewer places there are to look at. */
    private static final long LOOKS_A_MOVE_AND_JOB = 250;

    public NegotiationLimits {
        if (maxRounds < 1
                || maxMoves < 0
                || keptRounds < 1
                || shards < 1
                || !(targetGap >= 0)
                || !(leastGain >= 0)
                || search < 0) {
            throw new IllegalArgumentException("limits out of range");
        }
    }

    /**
     * What a MWh of IT work must save at the least to run elsewhere than the plan before had it.
     *
     * @return currency per MWh: the least gain times the mean of all sites' prices, which counts as one at the least
     */
    public double leastGainPerMwh(List<SiteTerms> sites) {
        double mean = sites.stream()
                .flatMapToDouble(
                        site -> DoubleStream.of(site.pricePerMwh().toArray()).map(price -> site.pue() * price))
                .map(Math::abs)
                .average()
                .orElse(0);
        return leastGain * Math.max(1, mean);
    }

    /** How often few jobs are asked to bring the prices close: not at all where there are many. */
    int ascents(int jobs) {
        int rounds = (int) Math.min(ASCENTS_MAX, (long) maxMoves * ASKS_A_MOVE / Math.max(1, jobs));
        return rounds < ASCENTS_LEAST ? 0 : rounds;
    }

    /** The gap at which no more is tried to better a plan of work that does not divide: its last parts are dear to find. */
    double contentGap() {
        return CONTENT * targetGap;
    }

    /** How many starts are looked at in one search among so many jobs. */
    long looks(int jobs) {
        return maxMoves * Math.min(LOOKS_A_MOVE, LOOKS_A_MOVE_AND_JOB * jobs);
    }

    /** How many steps one search among so many jobs takes. */
    long steps(int jobs) {
        return maxMoves == 0 ? 0 : Math.min(MOST_STEPS, (long) search * jobs);
    }

    public NegotiationLimits withMaxRounds(int value) {
        return new NegotiationLimits(value, targetGap, maxMoves, keptRounds, shards, seed, leastGain, search);
    }

    public NegotiationLimits withTargetGap(double value) {
        return new NegotiationLimits(maxRounds, value, maxMoves, keptRounds, shards, seed, leastGain, search);
    }

    public NegotiationLimits withMaxMoves(int value) {
        return new NegotiationLimits(maxRounds, targetGap, value, keptRounds, shards, seed, leastGain, search);
    }

    public NegotiationLimits withShards(int value) {
        return new NegotiationLimits(maxRounds, targetGap, maxMoves, keptRounds, value, seed, leastGain, search);
    }

    public NegotiationLimits withSeed(long value) {
        return new NegotiationLimits(maxRounds, targetGap, maxMoves, keptRounds, shards, value, leastGain, search);
    }

    public NegotiationLimits withLeastGain(double value) {
        return new NegotiationLimits(maxRounds, targetGap, maxMoves, keptRounds, shards, seed, value, search);
    }

    public NegotiationLimits withSearch(int value) {
        return new NegotiationLimits(maxRounds, targetGap, maxMoves, keptRounds, shards, seed, leastGain, value);
    }
}
