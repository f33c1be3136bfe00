package dev.flexgate.flexibility.dispatch;

import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import java.time.LocalDate;

/** Where a day on which a site was told to shift is declared, so that no baseline learns from it. */
@FunctionalInterface
public interface EventDays {

    /** Once for each settlement date of the first issue; must bear repeats. */
    void dispatched(Tx tx, SiteId site, LocalDate settlementDate, RecordId cause);
}
