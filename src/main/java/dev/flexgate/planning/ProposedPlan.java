package dev.flexgate.planning;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import java.util.List;

/**
 * What would stand if a proposal were applied.
 *
 * @param grid the half-hours it covers
 * @param allocations by job, then time, then site
 * @param deferred work that would be left undone
 * @param certificate cost, carbon, bound and gap
 * @param adjustments what would hold of all that was asked of plans
 * @param inputsSha256 of everything it was decided from
 * @param outcomeSha256 of what was decided
 */
public record ProposedPlan(
        HalfHours grid,
        List<Allocation> allocations,
        List<Deferred> deferred,
        Certificate certificate,
        Adjustments adjustments,
        String inputsSha256,
        String outcomeSha256) {

    public ProposedPlan {
        allocations = List.copyOf(allocations);
        deferred = List.copyOf(deferred);
    }

    static ProposedPlan of(PlanInputs inputs, Outcome outcome) {
        return new ProposedPlan(
                inputs.grid(),
                outcome.allocations(),
                outcome.deferred(),
                outcome.certificate(),
                inputs.adjustments(),
                Digests.sha256Hex(Json.bytes(InputsJson.write(inputs))),
                outcome.sha256());
    }
}
