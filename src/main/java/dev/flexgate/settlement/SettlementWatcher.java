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

    /**
     * Told when the lines of the last run have been agreed, disputed, invoiced or paid, in the same transaction.
     *
     * @param settled with its lines in their new states
     * @param records of the lines, in order of time
     */
    default void moved(Tx tx, SettlementCase settled, LineAct act, List<RecordId> records) {}
}
