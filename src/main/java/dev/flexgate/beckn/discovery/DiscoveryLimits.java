package dev.flexgate.beckn.discovery;

/**
 * How much one discovery may cost and answer.
 *
 * @param stepsMax nodes that a filter may touch
 * @param resourcesMax resources in one answer: 100 are some 200 kB
 */
public record DiscoveryLimits(long stepsMax, int resourcesMax) {

    public static final DiscoveryLimits DEFAULT = new DiscoveryLimits(5_000_000, 100);
}
