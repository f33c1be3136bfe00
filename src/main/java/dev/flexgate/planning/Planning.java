package dev.flexgate.planning;

import dev.flexgate.audit.RecordId;
import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Readings;
import dev.flexgate.planning.PriceAnswer.NoRoom;
import dev.flexgate.planning.PriceAnswer.Reason;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Leases;
import dev.flexgate.store.Retention;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobRequest;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The front of planning: makes plans, and answers from the standing one. Answers come from memory and never wait
 * for a plan in the making; {@link #priceOf} and {@link #remaining} ask the market what is sold by now.
 *
 * <p>Wire it so: make it, {@link #heed} and {@link #watch} the market, {@link #start}.
 */
public final class Planning implements AutoCloseable {

    /** Channel on which the database tells that a new plan stands. */
    public static final String NEWS = "planning_plan";

    /** Channel on which whoever frees or binds load says that a new plan may be due; a hint only. */
    public static final String LOOK = "planning_look";

    /** Most plans of one page. */
    public static final int PAGE_MAX = 200;

    /** Most proposals of one page. */
    public static final int PROPOSALS_MAX = 50;

    private final Vertx vertx;
    private final PlanningRooms rooms;
    private final PlanningLimits limits;
    private final InstantSource clock;
    private final PlanningMeters meters;
    private final Planner planner;
    private final Proposing proposing;
    private final Turn turn;
    private final ReentrantLock planning = new ReentrantLock();
    private volatile Commitments commitments = Commitments.NONE;
    private volatile Promises promises = Promises.NONE;
    private volatile @Nullable Standing standing;
    private @Nullable PlanningAgent agent;
    private String deployment = "";

    public Planning(
            Vertx vertx, PlanningRooms rooms, PlanningLimits limits, InstantSource clock, MeterRegistry registry) {
        String gateway = rooms.ids().next().toString();
        this.vertx = vertx;
        this.rooms = rooms;
        this.limits = limits;
        this.clock = clock;
        this.meters = new PlanningMeters(registry);
        this.planner = new Planner(vertx, rooms, limits, clock, meters, new Addresses(gateway));
        this.proposing = new Proposing(rooms, limits, clock, planner);
        this.turn = new Turn(new Leases(rooms.database()), gateway, limits.lease());
        refresh();
    }

    /** Calls itself by a name that outlives the process, so that after a crash it takes its own turn again at once. */
    public void named(String gateway) {
        turn.named(gateway);
    }

    /** Plans beside what {@code seller} has sold, from the next plan on. */
    public void heed(Commitments seller) {
        commitments = seller;
    }

    /** Keeps what {@code promised} says, from the next plan on. */
    public void keep(Promises promised) {
        promises = promised;
    }

    /** Holds back the jobs that {@code holds} names, from the next plan on. */
    public void restrain(Holds holds) {
        planner.restrain(holds);
    }

    /** Tells {@code watcher} of every plan from now on, inside the plan's transaction. */
    public void watch(PlanWatcher watcher) {
        planner.watch(watcher);
    }

    /** Jobs that have begun and go on elsewhere. */
    public Migrations migrations() {
        return planner.migrations();
    }

    /** Begins to plan whenever there is cause. The first plan may take a moment; see {@link #standing()}. */
    public void start() {
        var options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        agent = new PlanningAgent(this, rooms, limits, clock, meters);
        deployment = vertx.deployVerticle(agent, options).await();
    }

    /**
     * Makes a new plan now, whatever has changed.
     *
     * @throws PlanningElsewhereException when another gateway holds the planning clock
     * @throws PlanConflictException when capacity kept being sold under the plan in the making
     */
    public Plan plan(String cause) {
        return planFor(Optional.of(cause)).orElseThrow();
    }

    /** Makes a new plan if anything has changed since the standing one. */
    Optional<Plan> planIfDue() {
        return planFor(Optional.empty());
    }

    private Optional<Plan> planFor(Optional<String> cause) {
        planning.lock();
        try {
            var lease = turn.take();
            refresh();
            Optional<Standing> made = planner.plan(Optional.ofNullable(standing), cause, commitments, promises, lease);
            made.ifPresent(next -> standing = next);
            return made.map(Standing::plan);
        } finally {
            planning.unlock();
        }
    }

    /** Takes over a newer plan that another gateway has made, or that was applied. */
    public void refresh() {
        Standing mine = standing;
        long newest = planner.plans().newestVersion();
        if (newest > 0 && (mine == null || mine.plan().version() < newest)) {
            planner.read().ifPresent(this::stand);
        }
        meters.waiting(waiting());
    }

    private synchronized void stand(Standing next) {
        Standing mine = standing;
        if (mine == null || mine.plan().version() < next.plan().version()) {
            standing = next;
        }
    }

    /** The standing plan with all it rests on. */
    Optional<Standing> current() {
        return Optional.ofNullable(standing);
    }

    /** The plan that stands, as this gateway knows it. */
    public Optional<Plan> standing() {
        return Optional.ofNullable(standing).map(Standing::plan);
    }

    public Optional<Plan> find(PlanId id) {
        return planner.plans().find(id);
    }

    public Optional<Plan> find(long version) {
        return planner.plans().find(version);
    }

    /** Plans older than version {@code before}, the newest first, at most {@value #PAGE_MAX}. */
    public List<PlanHead> page(long before, int count) {
        return planner.plans().page(before, Math.clamp(count, 1, PAGE_MAX));
    }

    /** Forgets plans that are older than {@code keep} and that nothing rests on any more. */
    public Retention.Kind retention(Duration keep) {
        return new Retention.Kind("plan", keep, PlanRetention::forget);
    }

    /** Forgets proposals that are closed, or could be applied no more, and are older than {@code keep}. */
    public Retention.Kind proposalRetention(Duration keep) {
        return new Retention.Kind("proposal", keep, ProposalRetention::forget);
    }

    /** The audit record of a plan. */
    public Optional<RecordId> record(long version) {
        return planner.plans().record(version);
    }

    /** What was said in the negotiation of a plan, as JSON. */
    public Optional<byte[]> transcript(long version) {
        return planner.plans().transcript(version);
    }

    /** Half-hours of a site that overlap {@code interval} beside the standing plan, sold capacity taken off. */
    public List<SitePeriod> remaining(SiteId site, Interval interval) {
        return board().map(board -> board.periods(site, interval)).orElse(List.of());
    }

    /** Every half-hour of every site beside a stored plan, as it was agreed; empty for an unknown version. */
    public List<SitePeriod> periods(long version) {
        return find(version)
                .map(planner::read)
                .map(then -> then.board().periods())
                .orElse(List.of());
    }

    /** What the standing plan gives a job and what that costs, nothing explained; empty for an unknown job. */
    public Optional<Placement> placement(JobId job) {
        return Optional.ofNullable(standing).flatMap(current -> Placement.of(current.plan(), current.aCase(), job));
    }

    /** What power costs beside the standing plan, or why it cannot be had and what can. */
    public PriceAnswer priceOf(PriceAsk ask) {
        return board().<PriceAnswer>map(board -> PriceRules.answer(board, ask, clock.instant()))
                .orElseGet(() -> new NoRoom(Reason.NO_PLAN, Power.ZERO, List.of()));
    }

    private Optional<PlanBoard> board() {
        return Optional.ofNullable(standing).map(Standing::board).map(board -> board.with(commitments));
    }

    /**
     * What the jobs would do under {@code ceilings} and what that costs, against the standing plan with all that is
     * sold and promised by now. Negotiates, which takes as long as a plan does, and publishes nothing.
     *
     * @throws PlanConflictException when no plan stands, or it lags behind the clock
     */
    public Optional<Considered> consider(Ceilings ceilings) {
        return whatIf().under(ceilings);
    }

    /**
     * The standing plan, to be asked several questions. Inside a transaction it is the plan as that transaction sees
     * it; call {@link #hold} first if the answer is to be adopted.
     *
     * @throws PlanConflictException when no plan stands, or it lags behind the clock
     */
    public WhatIf whatIf() {
        Standing mine = standing;
        long newest = planner.plans().newestVersion();
        Standing asked = mine != null && mine.plan().version() == newest
                ? mine
                : planner.read().orElseThrow(() -> new PlanConflictException("no plan stands yet"));
        if (asked.plan().grid().start().isBefore(clock.instant())) {
            throw new PlanConflictException("a half-hour has begun and its plan is still in the making");
        }
        return planner.whatIf(asked, commitments, promises);
    }

    /** Whether no other plan has come to stand since, as the transaction of this thread sees it. */
    public boolean isStanding(Plan plan) {
        return planner.plans().newestVersion() == plan.version();
    }

    /** From here to the end of {@code tx} no other plan comes to stand. */
    public void hold(Tx tx) {
        Plans.lock(tx);
    }

    /**
     * Lets what was considered stand when {@code tx} commits: the next version of the plan, with its record and
     * everything that follows from a plan. Other gateways, and this one, hear of it as of any plan.
     *
     * @param cause why, in words
     * @param causes the records it follows from
     * @throws PlanConflictException when another plan stands by now, or what it rests on was sold: roll back and
     *     consider again
     */
    public Plan adopt(Tx tx, Considered considered, String cause, List<RecordId> causes) {
        return planner.adopt(tx, considered, cause, causes).plan();
    }

    /**
     * Negotiates what a person asks for, from everything as it is now; keeps nothing. Takes as long as a plan does.
     *
     * @throws dev.flexgate.wire.ProblemException {@code PLAN_INFEASIBLE} with all that stands against it
     * @throws PlanConflictException when no plan stands
     */
    public Weighed weigh(ProposalRequest request) {
        return proposing.weigh(request, commitments, promises);
    }

    /**
     * Keeps what was weighed when {@code tx} commits, with its audit record.
     *
     * @throws PlanConflictException when another plan came to stand meanwhile: weigh again
     */
    public Proposal propose(Tx tx, Weighed weighed) {
        return proposing.propose(tx, weighed);
    }

    /**
     * Lets a proposal stand when {@code tx} commits, exactly as it was proposed, if it still holds: the next version of
     * the plan, with its record and everything that follows from a plan. Call {@link #refresh} afterwards to see it at
     * once.
     *
     * @throws dev.flexgate.wire.ProblemException {@code NOT_FOUND}, {@code PROPOSAL_CLOSED}, {@code VERSION_STALE}, or
     *     {@code PLAN_INFEASIBLE} with all that stands against it by now
     * @throws PlanConflictException when capacity was sold in this very moment: try again
     */
    public Plan apply(Tx tx, ProposalId id, Applying applying) {
        return proposing.apply(tx, id, applying, commitments, promises).plan();
    }

    /** Which plans wait for a person. */
    public VersionedApproval approval() {
        return planner.approvals().current();
    }

    /**
     * Sets which plans wait for a person, when {@code tx} commits; empty where it stands at another version than {@code
     * expected} by now. What waits goes on waiting until the next plan that is due.
     *
     * @param by who, as the audit log names them
     */
    public Optional<VersionedApproval> approve(Tx tx, Approval approval, long expected, String by) {
        return planner.approvals()
                .set(tx, approval, expected, by, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** How many plans wait for a person now. */
    public long waiting() {
        return proposing.proposals().waiting(clock.instant());
    }

    /** Takes an open proposal back when {@code tx} commits. */
    public Proposal withdraw(Tx tx, ProposalId id, String by) {
        return proposing.withdraw(tx, id, by);
    }

    public Optional<Proposal> proposal(ProposalId id) {
        return proposing.proposals().find(id);
    }

    /** Proposals made before {@code before}, the newest first, at most {@value #PROPOSALS_MAX}. */
    public List<Proposal> proposals(ProposalId before, int count) {
        return proposing.proposals().page(before, Math.clamp(count, 1, PROPOSALS_MAX));
    }

    /** What a proposal changes against the plan that it would follow. */
    public PlanDiff diff(ProposalId id) {
        return proposing.diff(id);
    }

    /**
     * What plan {@code to} does differently from plan {@code from}; empty when there is no such plan.
     *
     * @throws IllegalArgumentException when they have no half-hour in common
     */
    public Optional<PlanDiff> diff(long from, long to) {
        Optional<Plan> first = find(from);
        Optional<Plan> second = find(to);
        return first.isEmpty() || second.isEmpty()
                ? Optional.empty()
                : Optional.of(PlanDiffRules.between(
                        PlanDiffRules.Side.of(planner.read(first.get())),
                        PlanDiffRules.Side.of(planner.read(second.get()))));
    }

    /** What persons have asked that holds in the standing plan. */
    public Adjustments adjustments() {
        return Optional.ofNullable(standing)
                .map(current -> current.aCase().inputs().adjustments())
                .orElse(Adjustments.NONE);
    }

    /** At which version the standing plan heeds each tenant's policy; whoever is not named had none. */
    public Map<TenantId, Integer> policyVersions() {
        return Optional.ofNullable(standing)
                .map(current -> current.aCase().policyVersions())
                .orElse(Map.of());
    }

    /** Why the job runs when and where it runs in the standing plan, or why it waits; empty for an unknown job. */
    public Optional<Explanation> explain(JobId job) {
        return Optional.ofNullable(standing)
                .flatMap(current -> ExplainRules.explain(current.plan(), current.aCase(), job));
    }

    /** The same for any stored plan. */
    public Optional<Explanation> explain(long version, JobId job) {
        return find(version).map(planner::read).flatMap(then -> ExplainRules.explain(then.plan(), then.aCase(), job));
    }

    /** Everything that speaks for and against where plan {@code version} put the job; empty for an unknown job. */
    public Optional<Grounds> grounds(long version, JobId job) {
        var hindsight = new HindsightRules(
                new Readings(rooms.database()), new ExchangeRates(rooms.database()), clock.instant());
        return find(version)
                .map(planner::read)
                .flatMap(then -> GroundsRules.grounds(
                        then.plan(),
                        then.aCase(),
                        job,
                        record(version).orElseThrow(),
                        transcript(version).orElseThrow(),
                        hindsight));
    }

    /** What would become of a job beside the standing plan; empty where none stands. */
    public Optional<Estimate> estimate(JobRequest request) {
        return Optional.ofNullable(standing).map(current -> {
            PlanBoard board = current.board().with(commitments);
            return EstimateRules.estimate(board, current.aCase(), request, clock.instant());
        });
    }

    /** Negotiates a stored plan once more from its stored inputs: the outcome must be the same, byte for byte. */
    public Optional<Replayed> replay(PlanId id) {
        return find(id).map(planner::replay);
    }

    /** Stops planning, after the plan in the making, and lets another gateway take over at once. */
    @Override
    public void close() {
        if (agent != null) {
            agent.retire();
        }
        planning.lock();
        try {
            if (agent != null) {
                vertx.undeploy(deployment).await();
                agent = null;
            }
            turn.release();
            planner.close();
        } finally {
            planning.unlock();
        }
    }
}
