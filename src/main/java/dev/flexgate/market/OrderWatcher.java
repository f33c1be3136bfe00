package dev.flexgate.market;

import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Tx;
import java.util.Optional;

/** Hears that an order changed, in the same transaction: what it promises there is promised with the change. */
public interface OrderWatcher {

    /**
     * An order is new, or has changed its state or its terms.
     *
     * @param before how it was; absent for a new one
     */
    void changed(Tx tx, Optional<Order> before, Order order, RecordId record);

    /** The forecast that an order was sold on has changed beyond the threshold; the order is as it was. */
    default void alerted(Tx tx, Order order, Alert alert, RecordId record) {}

    /**
     * The buyer's load stopped by itself, at a forecast that the buyer had named; {@link #changed} was called before.
     *
     * @param order as it is now
     */
    default void stopped(Tx tx, Order order, Alert alert, RecordId record) {}
}
