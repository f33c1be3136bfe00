package dev.flexgate.planning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.negotiation.Agreement;
import dev.flexgate.planning.ChangeRules.Earlier;
import dev.flexgate.planning.Obstacle.Code;
import dev.flexgate.planning.Proposals.Kept;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import dev.flexgate.workload.JobId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * From what a person asks to a plan that stands: weighed, proposed, applied. What is proposed is negotiated once, from
 * everything as it is then; what is applied is that and nothing else, after a look whether it still holds.
 */
final class Proposing {

    /** Negotiations on somebody's behalf at one time: each may keep a core busy for as long as a plan does. */
    private static final int WEIGHED_AT_ONCE_MAX = 2;

    /** Open proposals at one time. */
    private static final int OPEN_MAX = 20;

    /** Obstacles of one answer. */
    private static final int OBSTACLES_MAX = 50;

    private final PlanningLimits limits;
    private final InstantSource clock;
    private final Planner planner;
    private final Proposals proposals;
    private final Semaphore places = new Semaphore(WEIGHED_AT_ONCE_MAX);

    Proposing(PlanningRooms rooms, PlanningLimits limits, InstantSource clock, Planner planner) {
        this.limits = limits;
        this.clock = clock;
        this.planner = planner;
        this.proposals = new Proposals(rooms.database());
    }

    Proposals proposals() {
        return proposals;
    }

    /**
     * Negotiates what was asked for; keeps nothing.
     *
     * @throws ProblemException {@code PLAN_INFEASIBLE} with all that stands against it, {@code BUSY}
     * @throws PlanConflictException when no plan stands
     */
    Weighed weigh(ProposalRequest request, Commitments commitments, Promises promises) {
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    Problem.of(ProblemCode.BUSY, "other proposals are being negotiated; ask again in a moment"));
        }
        try {
            return weighed(request, commitments, promises);
        } finally {
            places.release();
        }
    }

    private Weighed weighed(ProposalRequest request, Commitments commitments, Promises promises) {
        Instant now = now();
        var grid = new HalfHours(HalfHours.ceiling(now), limits.halfHours());
        List<Obstacle> hard = new ArrayList<>();
        List<Obstacle> soft = new ArrayList<>();
        Gathered gathered = planner.reader()
                .gather(
                        now,
                        grid,
                        commitments,
                        promises,
                        limits.negotiation(),
                        (without, before) ->
                                new ChangeRules(without, this::earlier, hard, soft).asked(before, request.changes()));
        if (gathered.aCase().inputs().standingVersion() == 0) {
            throw new PlanConflictException("no plan stands yet");
        }
        refuse(hard);
        PlanCase aCase = withoutLeftOut(gathered.aCase(), soft);
        refuse(RecheckRules.overCap(aCase));
        Agreement agreed = planner.memory()
                .agree(aCase)
                .orElseThrow(() -> infeasible(List.of(Obstacle.of(
                        Code.TURN_DOWN_PROMISED,
                        "what must stay draws more than a grid operator was promised at most"))));
        Outcome outcome = OutcomeRules.outcome(aCase, agreed);
        refuse(RecheckRules.brokenFloors(aCase, outcome.allocations()));
        return new Weighed(request, aCase, outcome, TranscriptJson.write(aCase, new Agreed(agreed, List.of())), soft);
    }

    /** What cannot be had is not asked of later plans either. */
    private static PlanCase withoutLeftOut(PlanCase aCase, List<Obstacle> leftOut) {
        Adjustments kept = aCase.inputs().adjustments();
        for (Obstacle each : leftOut) {
            String job = each.about().get("jobId");
            kept = job == null ? kept : kept.without(JobId.of(job));
        }
        return aCase.with(aCase.inputs().adjusted(kept, aCase.jobInputs()));
    }

    private Earlier earlier(long version) {
        Plan plan = planner.plans()
                .find(version)
                .orElseThrow(
                        () -> new ProblemException(Problem.of(ProblemCode.NOT_FOUND, "there is no plan " + version)));
        return new Earlier(plan.allocations(), planner.plans().adjustments(version));
    }

    /**
     * Keeps what was weighed, with its record.
     *
     * @throws PlanConflictException when another plan came to stand meanwhile: weigh again
     */
    Proposal propose(Tx tx, Weighed weighed) {
        PlanCase aCase = weighed.aCase();
        Plans.lock(tx);
        if (Plans.newestVersion(tx) != aCase.inputs().standingVersion()) {
            throw new PlanConflictException("another plan came to stand");
        }
        Instant now = now();
        if (Proposals.open(tx, now) >= OPEN_MAX) {
            throw new ProblemException(Problem.of(ProblemCode.PROPOSAL_LIMIT, OPEN_MAX + " are open"));
        }
        return planner.book().add(tx, weighed, Proposal.Origin.PERSON, now);
    }

    /**
     * Lets a proposal stand when {@code tx} commits.
     *
     * @param applying who lets it stand, and over which version they believe to do so
     * @throws ProblemException {@code NOT_FOUND}, {@code PROPOSAL_CLOSED}, {@code VERSION_STALE}, or {@code
     *     PLAN_INFEASIBLE} with all that stands against it by now
     * @throws PlanConflictException when capacity was sold in this very moment: try again
     */
    Standing apply(Tx tx, ProposalId id, Applying applying, Commitments commitments, Promises promises) {
        Plans.lock(tx);
        Kept kept = Proposals.lock(tx, id).orElseThrow(Proposing::unknown);
        Instant now = now();
        long newest = Plans.newestVersion(tx);
        refuseClosed(kept.proposal(), now);
        refuseStale(kept.proposal(), applying.expected(), newest);
        List<Obstacle> obstacles = new ArrayList<>();
        Gathered gathered = planner.reader().recheck(now, kept.inputs(), commitments, promises, obstacles::add);
        obstacles.addAll(RecheckRules.obstacles(kept, gathered, now));
        refuse(obstacles);
        ObjectNode applied = PlanRecords.asked(kept.proposal().wish())
                .put("proposal", id.toString())
                .put("proposedBy", kept.proposal().wish().by())
                .put("by", applying.by())
                .put("why", applying.reason());
        Standing standing =
                planner.apply(tx, kept, gathered, cause(kept.proposal().wish(), applying), applied);
        Proposals.applied(tx, id, standing.plan().version(), applying.by(), now);
        return standing;
    }

    /** Takes a proposal back. */
    Proposal withdraw(Tx tx, ProposalId id, String by) {
        Kept kept = Proposals.lock(tx, id).orElseThrow(Proposing::unknown);
        Instant now = now();
        if (!(kept.proposal().state() instanceof Proposal.State.Open)) {
            refuseClosed(kept.proposal(), now);
        }
        planner.records().withdrawn(tx, kept.proposal(), by, now);
        Proposals.withdrawn(tx, id, by, now);
        return kept.proposal().became(new Proposal.State.Withdrawn(by, now));
    }

    /** What a proposal changes against the plan that it would follow. */
    PlanDiff diff(ProposalId id) {
        Kept kept = proposals.whole(id).orElseThrow(Proposing::unknown);
        Plan base = planner.plans().find(kept.proposal().base()).orElseThrow();
        return PlanDiffRules.between(
                PlanDiffRules.Side.of(planner.read(base)),
                new PlanDiffRules.Side(
                        id.toString(),
                        planner.reader().read(kept.inputs()),
                        kept.outcome().allocations(),
                        kept.outcome().deferred()));
    }

    private static void refuseClosed(Proposal proposal, Instant now) {
        String state = proposal.stateAt(now, proposal.base());
        if (!state.equals("OPEN")) {
            Problem problem = Problem.of(
                            ProblemCode.PROPOSAL_CLOSED,
                            "the proposal is " + state
                                    + switch (proposal.state()) {
                                        case Proposal.State.Open _ ->
                                            " since " + proposal.term().expiresAt();
                                        case Proposal.State.Applied applied -> " as plan " + applied.version();
                                        case Proposal.State.Withdrawn withdrawn -> " since " + withdrawn.at();
                                        case Proposal.State.Superseded superseded -> " since " + superseded.at();
                                    })
                    .with("state", state);
            throw new ProblemException(problem);
        }
    }

    /** Why a plan was due says nothing of anybody; what a person writes may. */
    private static String cause(Proposal.Wish wish, Applying applying) {
        return wish.origin() == Proposal.Origin.DUE ? applying.cause() + ": " + wish.reason() : applying.cause();
    }

    private static void refuseStale(Proposal proposal, long expected, long newest) {
        if (expected != newest || proposal.base() != newest) {
            throw new ProblemException(Problem.of(
                            ProblemCode.VERSION_STALE,
                            "plan " + newest + " stands; the proposal was made against plan " + proposal.base()
                                    + (expected == newest ? "" : ", and you expected plan " + expected))
                    .with("standing", newest)
                    .with("base", proposal.base()));
        }
    }

    private static ProblemException unknown() {
        return new ProblemException(Problem.of(ProblemCode.NOT_FOUND, "no proposal has this id"));
    }

    private static void refuse(List<Obstacle> obstacles) {
        if (!obstacles.isEmpty()) {
            throw infeasible(obstacles);
        }
    }

    static ProblemException infeasible(List<Obstacle> obstacles) {
        Obstacle first = obstacles.getFirst();
        String more = obstacles.size() == 1 ? "" : "; and " + (obstacles.size() - 1) + " more";
        return new ProblemException(Problem.of(ProblemCode.PLAN_INFEASIBLE, first.code() + ": " + first.detail() + more)
                .with(
                        "obstacles",
                        obstacles.stream()
                                .limit(OBSTACLES_MAX)
                                .map(Obstacle::members)
                                .toList())
                .with("obstaclesInAll", obstacles.size()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
