package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Tx;

/**
 * Socket: hears that an order entered a state, in the same transaction; what it does there happens with the change or
 * not at all. An accepted order passes {@code Accepted} and {@code Scheduled} in one transaction.
 */
@FunctionalInterface
public interface FlexWatcher {

    void changed(Tx tx, FlexOrder order, RecordId record);

    /** A part of an order is not kept, while the order may stand for its other parts. */
    default void siteFailed(Tx tx, FlexOrder order, SiteFailure failure, RecordId record) {}
}
