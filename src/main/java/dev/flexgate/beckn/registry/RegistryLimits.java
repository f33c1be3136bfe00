package dev.flexgate.beckn.registry;

import java.time.Duration;

/**
 * Bounds of a registry that is asked over HTTP.
 *
 * @param entriesMax keys remembered, those that do not exist included
 * @param ttl how long an answer is fresh when the registry does not say (beckn-onix: 5 min)
 * @param ttlMin no answer is asked for again sooner, whatever the registry says
 * @param ttlMax no answer is fresh for longer
 * @param negativeTtl how long what does not exist is remembered not to
 * @param staleMax how long an answer may still be used while the registry is away, if the key has not ended by then
 * @param retryAfter how long a registry that did not answer is left alone about that key
 * @param flightsMax questions on their way at one time
 * @param deadline longest wait for one answer
 */
public record RegistryLimits(
        int entriesMax,
        Duration ttl,
        Duration ttlMin,
        Duration ttlMax,
        Duration negativeTtl,
        Duration staleMax,
        Duration retryAfter,
        int flightsMax,
        Duration deadline) {

    public static final RegistryLimits DEFAULT = new RegistryLimits(
            10_000,
            Duration.ofMinutes(5),
            Duration.ofSeconds(5),
            Duration.ofHours(24),
            Duration.ofSeconds(30),
            Duration.ofHours(24),
            Duration.ofSeconds(5),
            64,
            Duration.ofSeconds(5));
}
