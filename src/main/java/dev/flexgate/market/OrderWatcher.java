package dev.flexgate.market;

import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Tx;

/** Hears that an order changed, in the same transaction: what it promises there is promised with the change. */
public interface OrderWatcher {

    void changed(Tx tx, Order order, RecordId record);
}
