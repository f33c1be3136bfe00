package dev.flexgate.flexibility.dispatch;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.Interval;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;

/** Where a day on which a site was told to shift is declared, so that no baseline learns from it. */
@FunctionalInterface
public interface EventDays {

    /** When an instruction is issued for the first time, for every day that its window touches; bears repeats. */
    void dispatched(Tx tx, SiteId site, Interval window, RecordId cause);
}
