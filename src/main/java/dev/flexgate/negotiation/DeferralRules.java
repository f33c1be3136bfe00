package dev.flexgate.negotiation;

import dev.flexgate.negotiation.Deferral.Binding;
import dev.flexgate.negotiation.Deferral.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Names the constraint that binds where a job's work was deferred, trying the narrowest first. */
final class DeferralRules {

    private static final double WATTS_PER_MW = 1e6;

    /** Above any price, so that work is left undone only where it does not fit. */
    private static final double WORTH_ANYTHING = Weights.MOST;

    private static final Weights WORK_ALONE = new Weights(0, 0, 0, WORTH_ANYTHING, Map.of());
    private static final Weights CARBON_ALONE = new Weights(0, 1, 0, WORTH_ANYTHING, Map.of());

    private final Problem problem;
    private final Offers offers;
    private final Draft plan;
    private final LimitReasons limits;

    DeferralRules(Problem problem, Offers offers, Draft plan) {
        this.problem = problem;
        this.offers = offers;
        this.plan = plan;
        limits = new LimitReasons(problem, offers, plan);
    }

    /** Why, with the numbers of the limit where it is one. */
    record Why(Reason reason, Binding binding) {

        static Why of(Reason reason) {
            return new Why(reason, Binding.NONE);
        }
    }

    Why why(int job) {
        JobNeed need = problem.jobs().get(job);
        if (need.allowedSites().isEmpty()) {
            return Why.of(Reason.NO_ALLOWED_SITE);
        }
        if (!plan.needs.fitsWindow(job)) {
            return Why.of(Reason.WINDOW_TOO_SHORT);
        }
        if (!isDone(alone(need, Set.of(), List.of()))) {
            return told(whyNotAlone(need), job, need, offers.capacityWatts);
        }
        return amongOthers(job, need);
    }

    /** What, lifted, would let it fit alone: one thing if one is enough, else the first of them all. */
    private Reason whyNotAlone(JobNeed need) {
        for (Closure.Why why : Closure.Why.values()) {
            if (isDone(alone(need, EnumSet.of(why), List.of()))) {
                return reason(why);
            }
        }
        for (SiteTerms.Ceiling.Kind kind : SiteTerms.Ceiling.Kind.values()) {
            if (isDone(alone(need, Set.of(), List.of(kind)))) {
                return reason(kind);
            }
        }
        Set<Closure.Why> lifted = EnumSet.noneOf(Closure.Why.class);
        for (Closure.Why why : Closure.Why.values()) {
            lifted.add(why);
            if (closes(need, why) && isDone(alone(need, lifted, List.of(SiteTerms.Ceiling.Kind.values())))) {
                return reason(why);
            }
        }
        boolean fits = isDone(alone(need, Set.of(), List.of(SiteTerms.Ceiling.Kind.values())));
        return fits ? Reason.IMPORT_LIMIT : Reason.POWER_EXCEEDS_CAPACITY;
    }

    private boolean closes(JobNeed need, Closure.Why why) {
        return (why == Closure.Why.BLACKOUT && !problem.policy().blackouts().isEmpty())
                || problem.policy().closures().stream().anyMatch(each -> each.why() == why && each.binds(need.id()));
    }

    private static Reason reason(Closure.Why why) {
        return switch (why) {
            case RESIDENCY -> Reason.RESIDENCY;
            case LATENCY -> Reason.LATENCY;
            case BLACKOUT -> Reason.BLACKOUT;
            case MISSING_FORECAST -> Reason.MISSING_FORECAST;
        };
    }

    private static Reason reason(SiteTerms.Ceiling.Kind kind) {
        return switch (kind) {
            case IMPORT_LIMIT -> Reason.IMPORT_LIMIT;
            case PEAK_LIMIT -> Reason.PEAK_LIMIT;
        };
    }

    private Why amongOthers(int job, JobNeed need) {
        long[] room = offers.capacityWatts;
        if (answer(need.withWeights(CARBON_ALONE), offers, problem.policy(), room).value
                > problem.policy().carbonCapKg()) {
            return Why.of(Reason.CARBON_CAP_BELOW_JOB);
        }
        Optional<Why> alone = limits.alone(need);
        if (alone.isPresent()) {
            return alone.get();
        }
        if (!isDone(answer(need, offers, problem.policy(), room))) {
            return Why.of(Reason.WORTH_LESS_THAN_COST);
        }
        if (isDone(answer(need.withWeights(WORK_ALONE), offers, problem.policy(), roomBeside(job, offers)))) {
            return limits.beside(job, need, roomBeside(job, offers)).orElseGet(() -> Why.of(Reason.CARBON_CAP));
        }
        for (SiteTerms.Ceiling.Kind kind : SiteTerms.Ceiling.Kind.values()) {
            Offers lifted = offers(problem.policy(), List.of(kind));
            if (isDone(answer(need.withWeights(WORK_ALONE), lifted, problem.policy(), roomBeside(job, lifted)))) {
                return told(reason(kind), job, need, roomBeside(job, offers));
            }
        }
        return Why.of(Reason.SITE_CAPACITY);
    }

    /** With the numbers of a site's ceiling where it is one: of that which leaves most inside the window. */
    private Why told(Reason reason, int job, JobNeed need, long[] room) {
        Binding binding = Binding.NONE;
        double mostLeft = -1;
        for (int site : need.allowedSites()) {
            SiteTerms terms = problem.sites().get(site);
            for (SiteTerms.Ceiling ceiling : terms.ceilings()) {
                for (int period = plan.needs.from[job];
                        reason(ceiling.kind()) == reason && period < plan.needs.until[job];
                        period++) {
                    int cell = site * offers.periods + period;
                    double used = (offers.capacityWatts[cell] - room[cell]) / WATTS_PER_MW;
                    double most = ceiling.mostMw().at(period);
                    if (most - used > mostLeft) {
                        mostLeft = most - used;
                        binding = new Binding(terms.id() + " " + words(ceiling.kind()), most, used, limits.power(need));
                    }
                }
            }
        }
        return new Why(reason, binding);
    }

    private static String words(SiteTerms.Ceiling.Kind kind) {
        return switch (kind) {
            case IMPORT_LIMIT -> "grid connection";
            case PEAK_LIMIT -> "guardrail";
        };
    }

    /** What is free beside the others, of what those offers have. */
    private long[] roomBeside(int job, Offers of) {
        long[] room = plan.roomWatts.clone();
        for (int cell = 0; cell < room.length; cell++) {
            room[cell] += of.capacityWatts[cell] - offers.capacityWatts[cell];
        }
        for (int index = 0; index < plan.cells[job].length; index++) {
            room[plan.cells[job][index]] += plan.watts[job][index];
        }
        return room;
    }

    /** The job alone, without some closures and some ceilings. */
    private Responder alone(JobNeed need, Set<Closure.Why> lifted, List<SiteTerms.Ceiling.Kind> without) {
        PolicyTerms policy = without(lifted);
        Offers open = lifted.isEmpty() && without.isEmpty() ? offers : offers(policy, without);
        return answer(need.withWeights(WORK_ALONE), open, policy, open.capacityWatts);
    }

    private PolicyTerms without(Set<Closure.Why> lifted) {
        PolicyTerms policy = problem.policy();
        return new PolicyTerms(
                policy.carbonCapKg(),
                lifted.contains(Closure.Why.BLACKOUT) ? List.of() : policy.blackouts(),
                policy.closures().stream()
                        .filter(each -> !lifted.contains(each.why()))
                        .toList(),
                List.of());
    }

    private Offers offers(PolicyTerms policy, List<SiteTerms.Ceiling.Kind> without) {
        List<SiteOffer> all = new ArrayList<>();
        IntStream.range(0, problem.sites().size())
                .forEach(site -> all.add(
                        EnergyRules.offer(site, problem.sites().get(site).without(without))));
        return new Offers(all, problem.periods(), problem.periodHours(), policy);
    }

    private Responder answer(JobNeed need, Offers open, PolicyTerms policy, long[] room) {
        List<JobNeed> one = List.of(need);
        var needs = new Needs(one, open.periods, open.periodHours).under(one, policy, open, new double[0]);
        var responder = new Responder(open, needs);
        responder.respond(0, room);
        return responder;
    }

    private static boolean isDone(Responder answer) {
        return answer.deferredWattPeriods == 0;
    }
}
