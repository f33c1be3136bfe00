package dev.flexgate.flexibility.dispatch;

import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Tx;

/** Hears that an instruction changed, in the same transaction: what it promises there is promised with the change. */
@FunctionalInterface
public interface DispatchWatcher {

    void changed(Tx tx, DispatchInstruction instruction, RecordId record);
}
