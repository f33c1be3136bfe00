package dev.flexgate.planning;

import dev.flexgate.audit.RecordId;
import java.time.Instant;
import java.util.List;

/**
 * A plan that does not stand: proposed against the one that does, and somebody may apply it as long as that one stands.
 *
 * @param id its name
 * @param base version of the plan that stood when it was made; the only one that it may follow
 * @param wish what was asked
 * @param term when it can be applied
 * @param plan what would stand
 * @param state what became of it
 * @param record its audit record
 */
public record Proposal(
        ProposalId id, long base, Wish wish, Term term, ProposedPlan plan, State state, RecordId record) {

    /** Why there is a proposal at all. */
    public enum Origin {
        /** A person asked for another plan than the one that stands. */
        PERSON,
        /** A new plan was due, and new plans wait for a person: see {@link Approval}. */
        DUE
    }

    /**
     * What was asked.
     *
     * @param by who proposed it
     * @param reason why, in the proposer's words, or why a new plan was due; may be empty
     * @param changes in sentences; none to plan what is known now
     * @param leftOut what could not be had of a roll-back, where that was allowed
     */
    public record Wish(Origin origin, String by, String reason, List<String> changes, List<Obstacle> leftOut) {

        public Wish {
            changes = List.copyOf(changes);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * When it can be applied.
     *
     * @param madeAt when it was made, and its inputs were read
     * @param expiresAt when it can be applied no more
     */
    public record Term(Instant madeAt, Instant expiresAt) {}

    /** What became of it. */
    public sealed interface State {

        /** It can be applied, until it expires or another plan comes to stand. */
        record Open() implements State {}

        /** It stands, or stood, as this version. */
        record Applied(long version, String by, Instant at) implements State {}

        /** Somebody took it back. */
        record Withdrawn(String by, Instant at) implements State {}

        /** A newer one waits in its place. */
        record Superseded(Instant at) implements State {}
    }

    Proposal became(State next) {
        return new Proposal(id, base, wish, term, plan, next, record);
    }

    /** {@code OPEN}, {@code EXPIRED}, {@code STALE}, {@code APPLIED}, {@code WITHDRAWN} or {@code SUPERSEDED}. */
    public String stateAt(Instant now, long standing) {
        return switch (state) {
            case State.Open _ -> !now.isBefore(term.expiresAt()) ? "EXPIRED" : standing == base ? "OPEN" : "STALE";
            case State.Applied _ -> "APPLIED";
            case State.Withdrawn _ -> "WITHDRAWN";
            case State.Superseded _ -> "SUPERSEDED";
        };
    }

    /** Whether a person has to say yes before what was due comes to stand. */
    public boolean waitsAt(Instant now, long standing) {
        return wish.origin() == Origin.DUE && stateAt(now, standing).equals("OPEN");
    }
}
