package dev.flexgate.negotiation;

/** How a job may be spread over its window. */
public sealed interface Shape {

    /** Any power between zero and its maximum in each period, at one allowed site or at several together. */
    record Malleable(PowerLimit limit) implements Shape {}

    /** What the greatest power of a malleable job limits. */
    enum PowerLimit {
        /** The sum over all sites: the work is one thing that can be divided. */
        OVERALL,
        /** Each site alone: the work has a replica at every site. */
        EACH_SITE
    }

    /**
     * Constant power in any periods of its window, at one site.
     *
     * @param maxInterruptions pauses between the first and the last period that runs
     */
    record Preemptible(int maxInterruptions) implements Shape {

        public static final int ANY = Integer.MAX_VALUE;

        public Preemptible {
            if (maxInterruptions < 0) {
                throw new IllegalArgumentException("interruptions below zero: " + maxInterruptions);
            }
        }
    }

    /** Constant power, once, unbroken, at one site. */
    record Contiguous() implements Shape {}

    static Shape malleable() {
        return new Malleable(PowerLimit.OVERALL);
    }

    static Shape malleableAtEachSite() {
        return new Malleable(PowerLimit.EACH_SITE);
    }

    static Shape preemptible() {
        return new Preemptible(Preemptible.ANY);
    }

    static Shape preemptible(int maxInterruptions) {
        return new Preemptible(maxInterruptions);
    }

    static Shape contiguous() {
        return new Contiguous();
    }
}
