package dev.flexgate.planning;

import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Tx;
import java.util.List;

/** Socket: who must act in the same transaction in which a plan comes to stand. */
@FunctionalInterface
public interface PlanWatcher {

    /**
     * A new plan stands when {@code tx} commits.
     *
     * @param record the plan's own, for what follows from it
     * @param periods every half-hour of every site beside the plan
     * @throws PlanConflictException when the plan takes what was promised meanwhile: nothing is committed, and
     *     planning begins again from fresh commitments
     */
    void agreed(Tx tx, Plan plan, RecordId record, List<SitePeriod> periods);
}
