package dev.flexgate.flexibility;

import dev.flexgate.store.Tx;

/**
 * Keeps a transaction alive while the jobs negotiate in it: the database ends one that says nothing for long, and a
 * curve is several negotiations.
 */
final class Breath {

    /** For one negotiation; between two of them a word is said. */
    private static final String HOLD = "select set_config('idle_in_transaction_session_timeout', '60s', true)";

    private static final String WORD = "select 1";

    private Breath() {}

    /** To the end of {@code tx} it may be silent for a minute. */
    static void hold(Tx tx) {
        tx.rows(HOLD);
    }

    /** Says a word. */
    static Runnable of(Tx tx) {
        return () -> tx.rows(WORD);
    }
}
