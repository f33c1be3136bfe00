package dev.flexgate.negotiation;

import dev.flexgate.negotiation.Deferral.Binding;
import dev.flexgate.negotiation.Deferral.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which limit of the policy leaves no room for a job, with its numbers. */
final class LimitReasons {

    private static final double RELATIVE = 1e-6;
    private static final Weights LIMIT_ALONE = new Weights(0, 0, 0, Weights.MOST, Map.of());

    private final Problem problem;
    private final Offers offers;
    private final Draft plan;
    private final CapRows rows;
    private double[] use = {};

    LimitReasons(Problem problem, Offers offers, Draft plan) {
        this.problem = problem;
        this.offers = offers;
        this.plan = plan;
        rows = new CapRows(problem.jobs(), plan.needs, problem.policy(), offers);
    }

    /** The limit that is too little even for the job alone. */
    Optional<DeferralRules.Why> alone(JobNeed need) {
        return binding(need, offers.capacityWatts, new double[rows.rows()]);
    }

    /** The limit that has too little left beside the others; where only several together have, one of them. */
    Optional<DeferralRules.Why> beside(int job, JobNeed need, long[] room) {
        double[] others = use().clone();
        rows.add(job, plan.cells[job], plan.watts[job], plan.cells[job].length, -1, others);
        Optional<DeferralRules.Why> one = binding(need, room, others);
        return one.isPresent() || exceedsTheCap(job, need, room) ? one : together(need, room, others);
    }

    private boolean exceedsTheCap(int job, JobNeed need, long[] room) {
        if (!problem.policy().capsCarbon()) {
            return false;
        }
        double others = plan.carbonKg() - plan.carbonKg(job);
        var whole = new Cap("", Cap.Measure.CARBON_KG, Cap.Scope.PLAN, Set.of(), 0, offers.periods, 0);
        return others + answer(need, whole, room).value > problem.policy().carbonCapKg();
    }

    private double[] use() {
        if (use.length == 0) {
            use = rows.use(plan);
        }
        return use;
    }

    private Optional<DeferralRules.Why> binding(JobNeed need, long[] room, double[] others) {
        for (int cap = 0; cap < rows.caps().size(); cap++) {
            Cap limit = rows.caps().get(cap);
            if (limit.binds(need.id())) {
                boolean binds = limit.measure() == Cap.Measure.PEAK_MW
                        ? !fitsBelow(need, cap, room, others)
                        : least(need, limit, room)
                                > (rows.most(rows.firstRow(cap)) - others[rows.firstRow(cap)]) * (1 + RELATIVE);
                if (binds) {
                    return Optional.of(why(need, cap, room, others));
                }
            }
        }
        return Optional.empty();
    }

    /** Where only several limits together leave no room: the one that is exceeded most often by keeping another. */
    private Optional<DeferralRules.Why> together(JobNeed need, long[] room, double[] others) {
        int[] exceeded = new int[rows.caps().size()];
        for (Cap kept : rows.caps()) {
            if (kept.binds(need.id()) && kept.measure() != Cap.Measure.PEAK_MW) {
                count(need, answer(need, kept, room), others, exceeded);
            }
        }
        int most = 0;
        for (int cap = 1; cap < exceeded.length; cap++) {
            most = exceeded[cap] > exceeded[most] ? cap : most;
        }
        return exceeded.length == 0 || exceeded[most] == 0
                ? Optional.empty()
                : Optional.of(why(need, most, room, others));
    }

    /** Counts each limit that a way to do the job would exceed. */
    private void count(JobNeed need, Responder answer, double[] others, int[] exceeded) {
        var one = new CapRows(List.of(need), answer.needs, problem.policy(), offers);
        double[] use = others.clone();
        one.add(0, answer.cell, answer.watts, answer.count, 1, use);
        for (int cap = 0; cap < exceeded.length; cap++) {
            boolean over = false;
            for (int row = rows.firstRow(cap); row < rows.untilRow(cap); row++) {
                over |= use[row] > rows.most(row) * (1 + RELATIVE);
            }
            exceeded[cap] += over && rows.caps().get(cap).binds(need.id()) ? 1 : 0;
        }
    }

    private DeferralRules.Why why(JobNeed need, int cap, long[] room, double[] others) {
        Cap limit = rows.caps().get(cap);
        var binding = new Binding(limit.id(), limit.most(), used(cap, others), least(need, limit, room));
        return new DeferralRules.Why(reason(limit), binding);
    }

    private double used(int cap, double[] others) {
        double most = Arrays.stream(others, rows.firstRow(cap), rows.untilRow(cap))
                .max()
                .orElse(0);
        return rows.caps().get(cap).measure() == Cap.Measure.PEAK_MW ? most / offers.periodHours : most;
    }

    private static Reason reason(Cap limit) {
        return switch (limit.measure()) {
            case MONEY -> Reason.COST_CAP;
            case PEAK_MW -> Reason.PEAK_LIMIT;
            case MOVED_MWH -> Reason.SHIFT_BUDGET;
            case CARBON_KG ->
                switch (limit.scope()) {
                    case PLAN -> Reason.CARBON_CAP;
                    case TENANT -> Reason.TENANT_CARBON_CAP;
                    case JOB -> Reason.JOB_CARBON_CAP;
                    case DAY -> Reason.DAY_CARBON_CAP;
                };
        };
    }

    /** The least of a limit that the job's work could use in the room; of power, what it draws at the least. */
    private double least(JobNeed need, Cap limit, long[] room) {
        return limit.measure() == Cap.Measure.PEAK_MW ? power(need) : answer(need, limit, room).value;
    }

    /** What a job draws at the least while it runs: work that divides may be spread over all its window. */
    double power(JobNeed need) {
        boolean constant = !(need.shape() instanceof Shape.Malleable);
        return constant
                ? need.powerMw()
                : need.energyMwh() / Math.max(1, need.deadline() - need.release()) / offers.periodHours;
    }

    /** The way to do the job's work in the room that uses least of a limit. */
    private Responder answer(JobNeed need, Cap limit, long[] room) {
        List<JobNeed> one = List.of(need.withWeights(LIMIT_ALONE));
        var policy = new PolicyTerms(
                Double.POSITIVE_INFINITY,
                problem.policy().blackouts(),
                problem.policy().closures(),
                List.of(limit));
        var needs = new Needs(one, offers.periods, offers.periodHours).under(one, policy, offers, new double[] {1});
        var responder = new Responder(offers, needs);
        responder.respond(0, room);
        return responder;
    }

    private boolean fitsBelow(JobNeed need, int cap, long[] room, double[] others) {
        long[] left = room.clone();
        for (int row = rows.firstRow(cap); row < rows.untilRow(cap); row++) {
            int period = rows.caps().get(cap).from() + row - rows.firstRow(cap);
            long most = (long) Math.floor(Math.max(0, rows.most(row) - others[row]) / offers.mwhPerWattPeriod + 1e-6);
            for (int site = 0; site < offers.sites; site++) {
                int cell = site * offers.periods + period;
                left[cell] = Math.min(left[cell], most);
            }
        }
        if (need.shape() instanceof Shape.Malleable) {
            return mostBelow(need, left) >= need.energyMwh() * (1 - RELATIVE);
        }
        List<JobNeed> one = List.of(need.withWeights(LIMIT_ALONE));
        var needs = new Needs(one, offers.periods, offers.periodHours)
                .under(one, problem.policy().withCaps(List.of()), offers, new double[0]);
        var responder = new Responder(offers, needs);
        responder.respond(0, left);
        return responder.deferredWattPeriods == 0;
    }

    /** The most work, MWh, that divides into a room of which the sites share what the largest has. */
    private double mostBelow(JobNeed need, long[] left) {
        double mwh = 0;
        int until = Math.min(offers.periods, need.deadline());
        for (int period = Math.max(0, need.release()); period < until; period++) {
            long most = 0;
            for (int site : need.allowedSites()) {
                most = Math.max(most, left[site * offers.periods + period]);
            }
            mwh += Math.min(most, Units.wattsUp(need.powerMw())) * offers.mwhPerWattPeriod;
        }
        return mwh;
    }
}
