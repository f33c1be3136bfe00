package dev.flexgate.settlement;

import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Tx;
import java.util.List;

/** Hears that a run was calculated, in the same transaction: what it promises there is promised with the run. */
public interface SettlementWatcher {

    /**
     * Told once a run.
     *
     * @param settled the contract with this run as its last one
     * @param records of the settlement lines, in order of time
     */
    void settled(Tx tx, SettlementCase settled, List<RecordId> records);
}
