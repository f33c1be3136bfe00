package dev.flexgate.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.negotiation.Coordination;
import dev.flexgate.negotiation.Negotiation;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.Lease;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobState;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.TrackedJob;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one plan: gathers what it is decided from, lets the agents negotiate, checks what they agreed and publishes
 * it in one transaction with its audit record, the states of its jobs and whatever the market makes of it.
 */
final class Planner {

    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    private final Vertx vertx;
    private final PlanningRooms rooms;
    private final PlanningLimits limits;
    private final InstantSource clock;
    private final PlanningMeters meters;
    private final Plans plans;
    private final CaseReader reader;
    private final PlanRecords records;
    private final ProposalBook book;
    private final Approvals approvals;
    private final Migrations migrations;
    private final Addresses addresses;
    private final Agents agents;
    private final Negotiations memory = new Negotiations();
    private final List<PlanWatcher> watchers = new CopyOnWriteArrayList<>();

    Planner(
            Vertx vertx,
            PlanningRooms rooms,
            PlanningLimits limits,
            InstantSource clock,
            PlanningMeters meters,
            Addresses addresses) {
        this.vertx = vertx;
        this.rooms = rooms;
        this.limits = limits;
        this.clock = clock;
        this.meters = meters;
        this.plans = new Plans(rooms.database());
        this.records = new PlanRecords(rooms.audit(), rooms.actor());
        this.migrations = new Migrations(rooms.database(), rooms.ids(), records);
        this.reader = new CaseReader(rooms, plans, migrations);
        this.book = new ProposalBook(rooms.ids(), records);
        this.approvals = new Approvals(rooms.database(), records);
        this.addresses = addresses;
        this.agents = new Agents(vertx, addresses, limits.shards());
    }

    void watch(PlanWatcher watcher) {
        watchers.add(watcher);
    }

    void restrain(Holds holds) {
        reader.restrain(holds);
    }

    /** The standing plan with all it rests on, read anew. */
    Optional<Standing> read() {
        return plans.newest().map(this::read);
    }

    Standing read(Plan plan) {
        return Standing.of(plan, reader.read(plans.inputs(plan.version())));
    }

    /**
     * A new plan, if anything has changed since {@code before}, or in any case when {@code asked} names a cause.
     *
     * @throws PlanConflictException when what it rests on changed under it as often as it may
     */
    Optional<Standing> plan(
            Optional<Standing> before,
            Optional<String> asked,
            Commitments commitments,
            Promises promises,
            Lease lease) {
        for (int attempt = 1; ; attempt++) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var grid = new HalfHours(HalfHours.ceiling(now), limits.halfHours());
            Gathered gathered = reader.gather(now, grid, commitments, promises, limits.negotiation());
            Approval approval = approvals.current().approval();
            Optional<Due> due = asked.map(Due::asked).or(() -> due(before, gathered.aCase(), approval));
            if (due.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(meters.timed(() -> before.isPresent()
                                && approval.concerns(due.get(), before.get().aCase())
                        ? publishUnlessWaiting(gathered, due.get(), approval, lease)
                        : publish(gathered, agree(gathered.aCase()), due.get().words(), lease)));
            } catch (PlanConflictException conflict) {
                meters.conflict();
                if (attempt == limits.attempts()) {
                    throw conflict;
                }
                LOG.info("plan conflicts, planning again attempt={} reason={}", attempt, conflict.getMessage());
            }
        }
    }

    private static Optional<Due> due(Optional<Standing> before, PlanCase now, Approval approval) {
        boolean released = approval.mode() == Approval.Mode.AUTOMATIC
                && before.filter(standing -> standing.aCase().inputs().isWaiting())
                        .isPresent();
        return CauseRules.due(before.map(Standing::aCase), now)
                .or(() -> released
                        ? Optional.of(new Due(Set.of(Cause.RELEASED), "plans wait for nobody any more"))
                        : Optional.empty());
    }

    /**
     * Lets the runs of the plan that stands stand on, and keeps what is due as a proposal beside them; or publishes what
     * is due where it changes nothing that a person wants to be asked about.
     */
    private Standing publishUnlessWaiting(Gathered gathered, Due due, Approval approval, Lease lease) {
        PlanCase free = gathered.aCase();
        PlanCase holding = WaitingRules.holding(free);
        Agreed held = agree(holding);
        Draft draft = draft(
                holding, held, OutcomeRules.outcome(holding, held.agreement()), "held for approval: " + due.words());
        PlanCase next = WaitingRules.following(free, draft.plan());
        Agreed agreed = agree(next);
        Outcome outcome = OutcomeRules.outcome(next, agreed.agreement());
        if (!approval.concerns(WaitingRules.touched(draft.plan().allocations(), outcome.allocations()))) {
            return publish(gathered, agree(free), due.words(), lease);
        }
        String reason = due.words().substring(0, Math.min(due.words().length(), ProposalRequest.REASON_MAX));
        var weighed = new Weighed(
                new ProposalRequest(
                        reason, List.of(), approval.lasts(), rooms.actor().party()),
                next,
                outcome,
                TranscriptJson.write(next, agreed),
                List.of());
        rooms.database().doInTransaction(tx -> {
            begin(tx, gathered, draft, lease);
            book.add(tx, weighed, Proposal.Origin.DUE, clock.instant().truncatedTo(ChronoUnit.MICROS));
        });
        tell(draft.standing());
        return draft.standing();
    }

    private void begin(Tx tx, Gathered gathered, Draft draft, Lease lease) {
        Turn.check(tx, lease);
        Plans.lock(tx);
        store(tx, draft, lease.fencingToken(), List.of(), Json.object());
        keepProgress(tx, gathered, draft.plan());
    }

    /** Negotiates a stored plan once more, in one thread and without the agents. */
    Replayed replay(Plan plan) {
        PlanCase aCase = reader.read(plans.inputs(plan.version()));
        Outcome outcome = OutcomeRules.outcome(
                aCase,
                Negotiation.agree(
                        ProblemRules.problem(aCase), aCase.inputs().limits(), ProblemRules.standingBids(aCase)));
        return new Replayed(plan.version(), plan.outcomeSha256(), outcome.sha256());
    }

    private Agreed agree(PlanCase aCase) {
        Problem problem = ProblemRules.problem(aCase);
        agents.speakFor(problem.sites().size());
        var rules = Coordination.of(problem, aCase.inputs().limits(), ProblemRules.standingBids(aCase));
        Agreed agreed = new Coordinator(
                        vertx,
                        addresses,
                        limits.answerDeadline(),
                        limits.shards(),
                        rooms.ids().next(),
                        problem,
                        rules)
                .agree();
        meters.absences(agreed.absences().size());
        agreed.absences()
                .forEach(each -> LOG.warn(
                        "agent silent, stood in for agent={} round={} why={}", each.agent(), each.round(), each.why()));
        return agreed;
    }

    private Standing publish(Gathered gathered, Agreed agreed, String cause, Lease lease) {
        Draft draft =
                draft(gathered.aCase(), agreed, OutcomeRules.outcome(gathered.aCase(), agreed.agreement()), cause);
        rooms.database().doInTransaction(tx -> begin(tx, gathered, draft, lease));
        tell(draft.standing());
        return draft.standing();
    }

    /** A question to the standing plan, as the transaction of this thread sees it. */
    WhatIf whatIf(Standing standing, Commitments commitments, Promises promises) {
        return new WhatIf(
                standing, reader.following(standing, commitments, promises), Outcome.of(standing.plan()), memory);
    }

    /**
     * Publishes what was considered inside the caller's transaction.
     *
     * @throws PlanConflictException when the plan that it was considered against stands no more
     */
    Standing adopt(Tx tx, Considered considered, String cause, List<RecordId> causes) {
        Draft draft = draft(considered.aCase(), considered.agreed(), considered.outcome(), cause);
        Plans.lock(tx);
        store(tx, draft, Plans.fencingToken(tx, draft.plan().version() - 1), causes, Json.object());
        List<TrackedJob> open = rooms.jobs().open();
        List<JobId> begun = open.stream()
                .filter(each -> each.state() instanceof JobState.Running)
                .map(each -> each.job().id())
                .toList();
        var gathered = new Gathered(considered.aCase(), open, List.of(), begun, List.of());
        Jobs.become(tx, StateRules.changed(gathered, new HashSet<>(begun), draft.plan()));
        return draft.standing();
    }

    /**
     * Publishes what was proposed inside the caller's transaction, which holds {@link Plans#lock}.
     *
     * @param gathered how things stand now, over the half-hours of the proposal
     * @param applied who applied it and why, for the record
     */
    Standing apply(Tx tx, Proposals.Kept kept, Gathered gathered, String cause, ObjectNode applied) {
        PlanCase aCase = reader.read(kept.inputs());
        Draft draft = draft(aCase, kept.transcript(), kept.outcome(), cause);
        List<RecordId> following = List.of(kept.proposal().record());
        store(tx, draft, Plans.fencingToken(tx, draft.plan().version() - 1), following, applied);
        keepProgress(
                tx,
                new Gathered(aCase, gathered.open(), gathered.closed(), gathered.begun(), gathered.ranSince()),
                draft.plan());
        tell(draft.standing());
        return draft.standing();
    }

    /** A plan that is ready to be stored. */
    private record Draft(Standing standing, ObjectNode inputs, JsonNode transcript) {

        Plan plan() {
            return standing.plan();
        }
    }

    private Draft draft(PlanCase aCase, Agreed agreed, Outcome outcome, String cause) {
        return draft(aCase, TranscriptJson.write(aCase, agreed), outcome, cause);
    }

    private Draft draft(PlanCase aCase, JsonNode transcript, Outcome outcome, String cause) {
        ObjectNode inputs = InputsJson.write(aCase.inputs());
        long version = aCase.inputs().standingVersion() + 1;
        Plan plan = new Plan(
                new PlanId(rooms.ids().next()),
                version,
                cause,
                aCase.inputs().asOf(),
                aCase.grid(),
                outcome.allocations(),
                outcome.deferred(),
                outcome.certificate(),
                outcome.scarcity(),
                aCase.sites().values().stream()
                        .flatMap(site -> site.forecasts().stream())
                        .distinct()
                        .toList(),
                DifferenceRules.between(plans.find(version - 1), aCase.grid().start(), outcome),
                Digests.sha256Hex(Json.bytes(inputs)),
                outcome.sha256());
        return new Draft(Standing.of(plan, aCase), inputs, transcript);
    }

    private void store(Tx tx, Draft draft, long fencingToken, List<RecordId> causes, ObjectNode applied) {
        Plan plan = draft.plan();
        if (Plans.newestVersion(tx) != plan.version() - 1) {
            throw new PlanConflictException("another plan came to stand");
        }
        RecordId record = records.agreed(tx, plan, causes, applied);
        Adjustments adjustments = draft.standing().aCase().inputs().adjustments();
        Plans.add(tx, plan, new Plans.Papers(draft.inputs(), draft.transcript(), fencingToken, record, adjustments));
        migrations.follow(tx, draft.standing().aCase(), plan, record);
        watchers.forEach(watcher ->
                watcher.agreed(tx, plan, record, draft.standing().board().periods()));
        tx.notifyOnCommit(Planning.NEWS);
    }

    private void tell(Standing standing) {
        Plan plan = standing.plan();
        LOG.info(
                "plan agreed version={} cause=\"{}\" jobs={} deferred={} cost={} carbon={} gap={} rounds={} quality={}",
                plan.version(),
                plan.cause(),
                standing.aCase().jobInputs().size(),
                plan.deferred().size(),
                plan.certificate().cost(),
                plan.certificate().carbon(),
                plan.certificate().gap(),
                plan.certificate().rounds(),
                plan.quality());
        meters.agreed(plan);
    }

    private static void keepProgress(Tx tx, Gathered gathered, Plan plan) {
        PlanLines.addProgress(tx, plan.version() - 1, gathered.ranSince());
        Set<JobId> begun = new HashSet<>(gathered.begun());
        List<TrackedJob> changed = StateRules.changed(gathered, begun, plan);
        Jobs.become(tx, changed);
    }

    CaseReader reader() {
        return reader;
    }

    PlanRecords records() {
        return records;
    }

    ProposalBook book() {
        return book;
    }

    Approvals approvals() {
        return approvals;
    }

    Migrations migrations() {
        return migrations;
    }

    Negotiations memory() {
        return memory;
    }

    Plans plans() {
        return plans;
    }

    void close() {
        agents.close();
    }
}
