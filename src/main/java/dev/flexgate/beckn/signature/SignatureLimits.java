package dev.flexgate.beckn.signature;

import java.time.Duration;

/**
 * How clocks may differ and how long our own signatures live.
 *
 * @param createdAheadMax how far in the future a signature may have been made (NFH-007: 5 s)
 * @param lifetime from {@code created} to {@code expires} of what we sign; expiry itself has no tolerance
 */
public record SignatureLimits(Duration createdAheadMax, Duration lifetime) {

    public static final SignatureLimits DEFAULT = new SignatureLimits(Duration.ofSeconds(5), Duration.ofMinutes(5));

    public SignatureLimits {
        if (createdAheadMax.isNegative() || lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "negative tolerance or no lifetime: " + createdAheadMax + ", " + lifetime);
        }
    }
}
