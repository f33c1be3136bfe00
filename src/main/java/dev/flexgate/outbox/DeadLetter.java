package dev.flexgate.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * A message that will not be tried again unless somebody says so.
 *
 * @param attempts made in vain
 * @param note why it died
 */
public record DeadLetter(UUID id, String courier, String target, int attempts, String note, Instant diedAt) {}
