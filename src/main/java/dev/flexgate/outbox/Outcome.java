package dev.flexgate.outbox;

import java.time.Instant;

/** How a promise ended; there is exactly one outcome a promise, and one more after each resend. */
public sealed interface Outcome {

    /** All attempts made so far. */
    int attempts();

    String note();

    Instant at();

    /** The receiver has taken it. */
    record Arrived(int attempts, String note, Instant at) implements Outcome {}

    /** It became a dead letter: refused for good, out of tries, or past its deadline. */
    record Died(int attempts, String note, Instant at) implements Outcome {}
}
