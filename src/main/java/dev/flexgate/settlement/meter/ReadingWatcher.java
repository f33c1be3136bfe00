package dev.flexgate.settlement.meter;

import dev.flexgate.quantity.Interval;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.MeterId;
import java.util.Set;

/** Hears that readings were added or corrected, in the same transaction. */
public interface ReadingWatcher {

    /**
     * Told once a batch that changed something.
     *
     * @param meters that it concerns
     * @param span from the first half-hour to the end of the last
     */
    void changed(Tx tx, Set<MeterId> meters, Interval span);
}
