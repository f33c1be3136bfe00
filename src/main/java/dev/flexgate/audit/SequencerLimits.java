package dev.flexgate.audit;

import java.time.Duration;

/**
 * The pace of the sequencer.
 *
 * @param batch records placed in one transaction, at most
 * @param gather how long to wait after news for more of it
 * @param tick how often to look without news
 * @param publishEvery shortest time between two checkpoints
 * @param check entries hashed again at a time before a checkpoint
 */
public record SequencerLimits(int batch, Duration gather, Duration tick, Duration publishEvery, int check) {

    public static final SequencerLimits DEFAULT =
            new SequencerLimits(256, Duration.ofMillis(20), Duration.ofMillis(250), Duration.ofMillis(200), 512);

    public SequencerLimits {
        if (batch < 1 || check < 1) {
            throw new IllegalArgumentException("a batch has at least one record");
        }
    }

    public SequencerLimits withBatch(int other) {
        return new SequencerLimits(other, gather, tick, publishEvery, check);
    }
}
