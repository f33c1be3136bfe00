package dev.flexgate.identity.access;

import dev.flexgate.store.Tx;
import java.time.Instant;

/** Told of every change of an API key inside its transaction: whoever keeps the records stands above this room. */
public interface KeyWatcher {

    /**
     * Tells of one change.
     *
     * @param key as it is from now on
     * @param by id of the key whose holder did it
     */
    void changed(Tx tx, ApiKey key, KeyChange change, String by, Instant at);
}
