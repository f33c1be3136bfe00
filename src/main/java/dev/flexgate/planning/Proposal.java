package dev.flexgate.planning;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.HalfHours;
import java.time.Instant;
import java.util.List;

/**
 * A plan that does not stand: somebody has proposed it against the one that does, and somebody may apply it as long as
 * that one stands.
 *
 * @param id its name
 * @param base version of the plan that stood when it was made; the only one that it may follow
 * @param reason why, in the proposer's words; may be empty
 * @param changes what was asked, in sentences; none to plan what is known now
 * @param leftOut what could not be had of a roll-back, where that was allowed
 * @param by who proposed it
 * @param madeAt when it was made, and its inputs were read
 * @param expiresAt when it can be applied no more
 * @param grid the half-hours it covers
 * @param allocations by job, then time, then site
 * @param deferred work that would be left undone
 * @param certificate cost, carbon, bound and gap
 * @param adjustments what would hold of all that was asked of plans
 * @param inputsSha256 of everything it was decided from
 * @param outcomeSha256 of what was decided
 * @param state what became of it
 * @param record its audit record
 */
public record Proposal(
        ProposalId id,
        long base,
        String reason,
        List<String> changes,
        List<Obstacle> leftOut,
        String by,
        Instant madeAt,
        Instant expiresAt,
        HalfHours grid,
        List<Allocation> allocations,
        List<Deferred> deferred,
        Certificate certificate,
        Adjustments adjustments,
        String inputsSha256,
        String outcomeSha256,
        State state,
        RecordId record) {

    /** What became of it. */
    public sealed interface State {

        /** It can be applied, until it expires or another plan comes to stand. */
        record Open() implements State {}

        /** It stands, or stood, as this version. */
        record Applied(long version, String by, Instant at) implements State {}

        /** Somebody took it back. */
        record Withdrawn(String by, Instant at) implements State {}
    }

    public Proposal {
        changes = List.copyOf(changes);
        leftOut = List.copyOf(leftOut);
        allocations = List.copyOf(allocations);
        deferred = List.copyOf(deferred);
    }

    Proposal recorded(RecordId as) {
        return new Proposal(
                id,
                base,
                reason,
                changes,
                leftOut,
                by,
                madeAt,
                expiresAt,
                grid,
                allocations,
                deferred,
                certificate,
                adjustments,
                inputsSha256,
                outcomeSha256,
                state,
                as);
    }

    Proposal became(State next) {
        return new Proposal(
                id,
                base,
                reason,
                changes,
                leftOut,
                by,
                madeAt,
                expiresAt,
                grid,
                allocations,
                deferred,
                certificate,
                adjustments,
                inputsSha256,
                outcomeSha256,
                next,
                record);
    }

    /** {@code OPEN}, {@code EXPIRED}, {@code STALE}, {@code APPLIED} or {@code WITHDRAWN}. */
    public String stateAt(Instant now, long standing) {
        return switch (state) {
            case State.Open _ -> !now.isBefore(expiresAt) ? "EXPIRED" : standing == base ? "OPEN" : "STALE";
            case State.Applied _ -> "APPLIED";
            case State.Withdrawn _ -> "WITHDRAWN";
        };
    }
}
