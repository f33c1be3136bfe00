package dev.flexgate.outbox;

import dev.flexgate.store.Tx;

/** Is told how a promise ended, in the transaction that settles it: both are kept, or neither. */
@FunctionalInterface
public interface OutcomeWatcher {

    void settled(Tx tx, OutgoingMessage message, Outcome outcome);
}
