package dev.flexgate.negotiation;

import java.util.List;
import java.util.Map;

/** Names the constraint that binds where a job's work was deferred, trying the narrowest first. */
final class DeferralRules {

    /** Above any price, so that work is left undone only where it does not fit. */
    private static final double WORTH_ANYTHING = Weights.MOST;

    private static final Weights WORK_ALONE = new Weights(0, 0, 0, WORTH_ANYTHING, Map.of());
    private static final Weights CARBON_ALONE = new Weights(0, 1, 0, WORTH_ANYTHING, Map.of());

    private final Problem problem;
    private final Offers offers;
    private final Offers withoutBlackouts;
    private final Draft plan;

    DeferralRules(Problem problem, Offers offers, List<SiteOffer> siteOffers, Draft plan) {
        this.problem = problem;
        this.offers = offers;
        this.withoutBlackouts = new Offers(siteOffers, problem.periods(), problem.periodHours(), PolicyTerms.NONE);
        this.plan = plan;
    }

    Deferral.Reason reason(int job) {
        JobNeed need = problem.jobs().get(job);
        if (need.allowedSites().isEmpty()) {
            return Deferral.Reason.NO_ALLOWED_SITE;
        }
        if (!plan.needs.fitsWindow(job)) {
            return Deferral.Reason.WINDOW_TOO_SHORT;
        }
        if (!isDone(answer(need.withWeights(WORK_ALONE), offers.capacityWatts))) {
            boolean closed = isDone(answer(need.withWeights(WORK_ALONE), withoutBlackouts.capacityWatts));
            return closed ? Deferral.Reason.BLACKOUT : Deferral.Reason.POWER_EXCEEDS_CAPACITY;
        }
        return amongOthers(job, need);
    }

    private Deferral.Reason amongOthers(int job, JobNeed need) {
        Responder cleanest = answer(need.withWeights(CARBON_ALONE), offers.capacityWatts);
        if (cleanest.value > problem.policy().carbonCapKg()) {
            return Deferral.Reason.CARBON_CAP_BELOW_JOB;
        }
        if (!isDone(answer(need, offers.capacityWatts))) {
            return Deferral.Reason.WORTH_LESS_THAN_COST;
        }
        boolean fits = isDone(answer(need.withWeights(WORK_ALONE), roomBeside(job)));
        return fits ? Deferral.Reason.CARBON_CAP : Deferral.Reason.SITE_CAPACITY;
    }

    private long[] roomBeside(int job) {
        long[] room = plan.roomWatts.clone();
        for (int index = 0; index < plan.cells[job].length; index++) {
            room[plan.cells[job][index]] += plan.watts[job][index];
        }
        return room;
    }

    private Responder answer(JobNeed need, long[] room) {
        var responder = new Responder(offers, new Needs(List.of(need), offers.periods, offers.periodHours));
        responder.respond(0, room);
        return responder;
    }

    private static boolean isDone(Responder answer) {
        return answer.deferredWattPeriods == 0;
    }
}
