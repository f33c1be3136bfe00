package dev.flexgate.beckn.signature;

import java.time.Duration;

/**
 * How clocks may differ and how long our own signatures live.
 *
 * @param createdAheadMax how far in the future a signature may have been made (NFH-007: 5 s)
 * @param backdated how long before now our signatures say they were made: peers without tolerance (BECKN-006, beckn-onix
 *     until June 2026) would refuse every message of a clock that is a moment ahead of theirs
 * @param lifetime from {@code created} to {@code expires} of what we sign; expiry itself has no tolerance
 */
public record SignatureLimits(Duration createdAheadMax, Duration backdated, Duration lifetime) {

    public static final SignatureLimits DEFAULT =
            new SignatureLimits(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofMinutes(5));

    public SignatureLimits {
        if (createdAheadMax.isNegative()
                || backdated.isNegative()
                || lifetime.compareTo(backdated.plusSeconds(60)) < 0) {
            throw new IllegalArgumentException(
                    "negative tolerance or no lifetime: " + createdAheadMax + ", " + backdated + ", " + lifetime);
        }
    }
}
