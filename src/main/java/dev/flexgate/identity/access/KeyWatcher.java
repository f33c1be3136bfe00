package dev.flexgate.identity.access;

import dev.flexgate.store.Tx;
import java.time.Instant;
import java.util.Optional;

/** Told of every change of an API key inside its transaction: whoever keeps the records stands above this room. */
public interface KeyWatcher {

    /**
     * Tells of one change.
     *
     * @param key as it is from now on
     * @param by id of the key whose holder did it
     */
    void changed(Tx tx, ApiKey key, KeyChange change, String by, Instant at);

    /**
     * Tells that a participant became a tenant's, or is it no longer. Nothing has to be done about it.
     *
     * @param before whose it was until now
     */
    default void bound(Tx tx, Binding binding, Optional<String> before) {}
}
