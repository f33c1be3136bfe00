package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;

/** Keeps the best plan that holds every limit, and makes such plans of those that do not. */
final class LimitPlans {

    /** Of very many jobs only the plans of a few turns are kept: each is as large as the problem. */
    private static final int KEPT_JOBS = 1_000_000;

    /** Again from the best plan, with what divides cleared in between. */
    private static final int ANNEALINGS = 2;

    private final Problem problem;
    private final Offers offers;
    private final Needs stated;
    private final CapRows rows;
    private final List<Draft> known = new ArrayList<>();
    private final boolean isAllDivisible;
    private Draft best;

    LimitPlans(Problem problem, Offers offers, Needs stated, CapRows rows) {
        this.problem = problem;
        this.offers = offers;
        this.stated = stated;
        this.rows = rows;
        boolean divisible = true;
        for (int job = 0; job < stated.count; job++) {
            divisible &= stated.isDivisible(job);
        }
        isAllDivisible = divisible;
        best = new Draft(offers, stated);
        new Mending(problem, offers, stated, rows, new Announcement(0, 0, WholeSeries.zeros(offers.cells())))
                .mend(new RunNow(offers, stated).draft(problem.policy().carbonCapKg()), 0)
                .ifPresent(this::consider);
    }

    boolean isAllDivisible() {
        return isAllDivisible;
    }

    Draft best() {
        return best;
    }

    /** Takes note of a turn's plan. */
    void learn(Draft plan, double[] limitPrices, Announcement at) {
        known.add(plan);
        consider(plan);
        if (!isAllDivisible && limitPrices.length > 0) {
            new Mending(problem, offers, stated, rows, at.with(at.round(), nano(limitPrices)))
                    .mend(plan, 0)
                    .ifPresent(this::consider);
        }
    }

    private static WholeSeries nano(double[] prices) {
        long[] nano = new long[prices.length];
        for (int row = 0; row < nano.length; row++) {
            nano[row] = Math.round(prices[row] / Announcement.LIMIT_UNIT);
        }
        return WholeSeries.of(nano);
    }

    private void consider(Draft plan) {
        boolean holds = plan.carbonKg() <= problem.policy().carbonCapKg() && rows.holds(rows.use(plan));
        if (holds && plan.objective() < best.objective()) {
            best = plan;
        }
    }

    /** Work that divides may be done a part as in one plan and a part as in another. */
    void mix(LimitMaster.Mixture mixture) {
        if (!isAllDivisible || mixture.exceeds() || (long) known.size() * stated.count > KEPT_JOBS) {
            return;
        }
        Draft mixed = new PlanMixture(offers, stated, known, mixture.weights()).draft();
        consider(mixed);
        if (!rows.holds(rows.use(mixed))) {
            new Mending(problem, offers, stated, rows, new Announcement(0, 0, WholeSeries.zeros(offers.cells())))
                    .mend(mixed, 0)
                    .ifPresent(this::consider);
        }
    }

    /** Makes a plan hold every limit, job by job, and then betters it. */
    void mend(Draft plan, Announcement at, NegotiationLimits limits) {
        int movesPerJob = limits.maxMoves();
        long seed = limits.seed();
        var mending = new Mending(problem, offers, stated, rows, at);
        mending.mend(plan, 2).ifPresent(this::consider);
        mending.mend(best, 2).ifPresent(this::consider);
        consider(mending.better(best, movesPerJob, seed));
        if (movesPerJob > 0 && !isAllDivisible) {
            DivisibleRest.clear(problem, rows, best).ifPresent(this::consider);
            consider(mending.better(best, movesPerJob, ~seed));
            DivisibleRest.clear(problem, rows, best).ifPresent(this::consider);
        }
        if (best.lostValue() > 0) {
            consider(mending.better(mending.sparing(), movesPerJob, seed));
        }
        if (!isAllDivisible && limits.steps(stated.count) > 0) {
            anneal(at, limits.steps(stated.count), seed);
        }
    }

    private void anneal(Announcement at, long steps, long seed) {
        double[] prices = new double[offers.cells() + 1];
        for (int cell = 0; cell < offers.cells(); cell++) {
            prices[cell] = at.scarcityPerMwh(cell);
        }
        prices[offers.cells()] = at.carbonPricePerKg();
        double carbonCapKg = problem.policy().carbonCapKg();
        for (int turn = 0; turn < ANNEALINGS; turn++) {
            consider(Annealing.better(
                    best, rows, carbonCapKg, prices, at.limitPrices(), steps / ANNEALINGS, seed + turn));
            DivisibleRest.clear(problem, rows, best).ifPresent(this::consider);
        }
    }
}
