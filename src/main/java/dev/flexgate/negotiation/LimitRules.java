package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;

/**
 * Leads a negotiation under limits that have a price of their own: turn by turn the policy agent announces a price for each
 * limit, and a whole negotiation of capacity and carbon follows at those prices. Each turn's plan tells what the limits
 * are worth; the best mixture of all plans known sets the next prices. For work that divides the mixture is a plan itself; of
 * any other the last plan is mended job by job.
 *
 * <p>What a turn proves, less the worth of the limits at its prices, bounds every plan under them, whatever the prices are.
 */
public final class LimitRules implements Coordination {

    private static final int FEW_JOBS = 500;
    private static final int MANY_JOBS = 5_000;
    private static final int TURNS_FEW = 60;
    private static final int TURNS_MANY = 24;
    private static final int TURNS_MOST = 8;
    /** So many turns without a better bound are enough. */
    private static final int STALLED = 8;

    private static final int STALLED_DIVISIBLE = 40;
    private static final int TRIED = 2;
    private static final double EXACT = 1e-8;

    private final Problem problem;
    private final List<String> jobIdsAsked;
    private final NegotiationLimits limits;
    private final List<StandingBid> standing;
    private final List<SiteOffer> siteOffers;
    private final Offers offers;
    private final Needs stated;
    private final CapRows rows;
    private final LimitPrices prices;
    private final LimitPlans plans;
    private final LimitLog log = new LimitLog();
    private CoordinatorRules inner;
    private int turn = 1;
    private boolean inEarnest;

    /** @param standing an earlier plan, offered as opening bids; what no longer fits is left out */
    public LimitRules(Problem problem, NegotiationLimits limits, List<StandingBid> standing) {
        this.problem = problem.withJobsById();
        this.limits = limits;
        this.standing = standing;
        jobIdsAsked = problem.jobs().stream().map(JobNeed::id).toList();
        inner = new CoordinatorRules(this.problem, limits, standing);
        siteOffers = inner.offers();
        offers = new Offers(siteOffers, problem.periods(), problem.periodHours(), problem.policy());
        stated = new Needs(this.problem.jobs(), problem.periods(), problem.periodHours())
                .under(this.problem.jobs(), problem.policy(), offers, new double[0]);
        rows = new CapRows(this.problem.jobs(), stated, problem.policy(), offers);
        prices = new LimitPrices(rows, offers);
        plans = new LimitPlans(this.problem, offers, stated, rows);
        inner = turn(0);
    }

    private CoordinatorRules turn(int moves) {
        // What is left open at a price of a limit is multiplied by that price.
        double gap = plans.isAllDivisible() ? Math.min(EXACT, limits.targetGap()) : limits.targetGap();
        return new CoordinatorRules(
                problem, limits.withMaxMoves(moves).withTargetGap(gap), standing, prices.announced());
    }

    @Override
    public List<SiteOffer> offers() {
        return siteOffers;
    }

    @Override
    public Announcement open() {
        return log.announce(inner.open(), prices.nano());
    }

    @Override
    public Step hear(Bids bids) {
        Step step = inner.hear(
                new Bids(bids.round() - log.roundsBefore(), bids.shard(), bids.demandWatts(), bids.dualMicro()));
        return switch (step) {
            case Step.NextRound(Announcement next) -> new Step.NextRound(log.announce(next, prices.nano()));
            case Step.Closing _ -> endOfTurn();
        };
    }

    private Step endOfTurn() {
        Draft plan = inner.bestDraft().by(stated);
        double worth = prices.worth();
        double bound = inner.ledger().bestBound() - worth;
        boolean better = bound > log.bestBound();
        plans.learn(plan, prices.announced(), inner.ledger().bestAnnouncement());
        log.endOfTurn(inner.ledger(), prices.nano(), worth, plans.best().objective());
        if (inEarnest) {
            return close(plan);
        }
        prices.learn(plan.objective(), rows.use(plan), better);
        LimitMaster.Mixture mixture = next();
        boolean settled = prices.isSettled(mixture, log.bestBound())
                || log.turnsSinceGain() >= (plans.isAllDivisible() ? STALLED_DIVISIBLE : STALLED);
        boolean more = turn < turns() && !settled && !isGoodEnough();
        turn++;
        if (more) {
            prices.move(mixture);
            inner = turn(0);
            return new Step.NextRound(open());
        }
        if (plans.isAllDivisible() || isGoodEnough() || limits.maxMoves() == 0) {
            return close(plan);
        }
        inEarnest = true;
        prices.back();
        inner = turn(limits.maxMoves());
        return new Step.NextRound(open());
    }

    /**
     * What to announce next: close to what proved most as long as that proves more, then what makes a plan of the plans
     * known, which is another thing where several plans are best at the same prices.
     */
    private LimitMaster.Mixture next() {
        if (!plans.isAllDivisible()) {
            return prices.solve();
        }
        LimitMaster.Mixture within = prices.within();
        plans.mix(within);
        return log.turnsSinceGain() >= TRIED ? within : prices.solve();
    }

    private Step close(Draft last) {
        if (!isGoodEnough()) {
            plans.mend(last, log.bestAnnouncement(), limits);
        }
        log.plan(plans.best().objective());
        return new Step.Closing(log.bestAnnouncement());
    }

    private int turns() {
        int jobs = stated.count;
        return jobs <= FEW_JOBS ? TURNS_FEW : jobs <= MANY_JOBS ? TURNS_MANY : TURNS_MOST;
    }

    private boolean isGoodEnough() {
        Draft best = plans.best();
        double lostValue = best.lostValue();
        Bill bill = new Bill(0, 0, best.objective() - lostValue);
        return Certificate.of(bill, lostValue, log.bestBound()).gap() <= limits.targetGap();
    }

    @Override
    public Agreement close(List<FinalBid> finalBids) {
        List<String> warnings = new ArrayList<>(inner.warnings());
        if (turn > turns() && !isGoodEnough()) {
            warnings.add("stopped after " + (turn - 1) + " turns, before the prices of the limits had settled");
        }
        return new Closing(problem, plans.best(), log.bestAnnouncement(), log.bestBound())
                .agreement(log.transcript(finalBids), warnings)
                .inOrder(jobIdsAsked);
    }
}
