package dev.flexgate.audit;

import java.time.Instant;

/**
 * A checkpoint as the world sees it.
 *
 * @param note the signed note, byte for byte
 */
public record PublishedCheckpoint(Checkpoint checkpoint, String note, Instant publishedAt) {}
