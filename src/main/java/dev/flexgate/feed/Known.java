package dev.flexgate.feed;

import java.time.Instant;
import java.util.UUID;

/**
 * A reading with where it came from.
 *
 * @param provider who said it
 * @param vintage in which vintage
 * @param knownAt since when we have it
 */
public record Known(Reading reading, String provider, UUID vintage, Instant knownAt) {}
