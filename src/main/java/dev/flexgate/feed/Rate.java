package dev.flexgate.feed;

import java.time.Duration;

/**
 * How often a provider may be asked.
 *
 * @param requests at most so many
 * @param per in any stretch of this length
 * @param basis where the figure comes from: the provider's documents, its client, or our own courtesy
 */
public record Rate(int requests, Duration per, Basis basis) {

    /** How binding a figure is. */
    public enum Basis {
        /** The provider documents it. */
        DOCUMENTED,
        /** It depends on the plan that was bought; this is what we keep to unless told otherwise. */
        BY_PLAN,
        /** The provider documents none: what we keep to out of courtesy. */
        COURTESY
    }

    public Rate {
        if (requests < 1 || !per.isPositive()) {
            throw new IllegalArgumentException("a rate is positive: " + requests + " per " + per);
        }
    }

    @Override
    public String toString() {
        return requests + " per " + per;
    }
}
