package dev.flexgate.workload;

/** How a job lets itself be moved in time. */
public sealed interface JobShape {

    /** Any power from nothing to the job's own in each half-hour. */
    record Malleable() implements JobShape {}

    /**
     * Runs at its full power or not at all, in any half-hours of its window.
     *
     * @param maxInterruptions most pauses once begun; {@link #UNLIMITED} for any number
     */
    record Preemptible(int maxInterruptions) implements JobShape {

        public static final int UNLIMITED = Integer.MAX_VALUE;

        public Preemptible {
            if (maxInterruptions < 0) {
                throw new IllegalArgumentException("interruptions cannot be negative: " + maxInterruptions);
            }
        }
    }

    /** Runs once, unbroken, at its full power. */
    record Contiguous() implements JobShape {}
}
