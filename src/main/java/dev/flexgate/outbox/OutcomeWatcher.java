package dev.flexgate.outbox;

import dev.flexgate.store.Tx;
import java.time.Instant;

/** Is told how a promise ended, in the transaction that settles it: both are kept, or neither. */
@FunctionalInterface
public interface OutcomeWatcher {

    void settled(Tx tx, OutgoingMessage message, Outcome outcome);

    /**
     * A target was disabled because it wanted nothing any more or failed for too long: nothing is sent to it until
     * somebody opens it again. Told in the transaction that disables it.
     *
     * @param reason for people
     */
    default void disabled(Tx tx, String courier, String target, String reason, Instant at) {}
}
