package dev.flexgate.planning;

import dev.flexgate.store.Tx;

/** Socket: who tells the sites, in the transaction in which a migration is ordered, changed, taken back or ends. */
@FunctionalInterface
public interface MigrationWatcher {

    MigrationWatcher NOBODY = (_, _) -> {};

    /**
     * A migration stands otherwise than before.
     *
     * @param migration as it stands from now on
     */
    void changed(Tx tx, Migration migration);
}
