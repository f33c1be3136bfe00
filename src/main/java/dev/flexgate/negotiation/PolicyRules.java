package dev.flexgate.negotiation;

import java.util.List;
import java.util.Optional;

/** How a policy agent speaks: its carbon price in each round, and a veto of a bid that breaks a hard rule. */
public final class PolicyRules {

    private PolicyRules() {}

    /**
     * What the policy agent says in one round: the shadow price of its cap, and of each row of its limits.
     *
     * @param limitNano as in {@link Announcement#limitNano}
     */
    public record CarbonTerms(int round, double carbonPricePerKg, double carbonCapKg, WholeSeries limitNano) {}

    public static CarbonTerms announce(PolicyTerms policy, Announcement announcement) {
        return new CarbonTerms(
                announcement.round(), announcement.carbonPricePerKg(), policy.carbonCapKg(), announcement.limitNano());
    }

    /** Refuses a bid that runs where the job may not or when the site is closed. */
    public static Optional<Veto> veto(PolicyTerms policy, JobNeed job, List<Run> bid) {
        for (Run run : bid) {
            if (!job.allowedSites().contains(run.site())) {
                return Optional.of(new Veto(job.id(), Veto.Rule.RESIDENCY, "site " + run.site() + " is not allowed"));
            }
            for (PolicyTerms.Blackout blackout : policy.blackouts()) {
                if (blackout.site() == run.site() && run.from() < blackout.until() && blackout.from() < run.until()) {
                    return Optional.of(new Veto(job.id(), Veto.Rule.BLACKOUT, run + " meets " + blackout));
                }
            }
            for (Closure closure : policy.closures()) {
                boolean meets = closure.site() == run.site()
                        && run.from() < closure.until()
                        && closure.from() < run.until()
                        && closure.binds(job.id());
                if (meets) {
                    return Optional.of(new Veto(job.id(), rule(closure.why()), run + " meets " + closure));
                }
            }
        }
        return Optional.empty();
    }

    private static Veto.Rule rule(Closure.Why why) {
        return switch (why) {
            case RESIDENCY -> Veto.Rule.RESIDENCY;
            case LATENCY -> Veto.Rule.LATENCY;
            case BLACKOUT -> Veto.Rule.BLACKOUT;
            case MISSING_FORECAST -> Veto.Rule.MISSING_FORECAST;
        };
    }

    /** Refuses a bid that would lift the plan over the cap. */
    public static Optional<Veto> vetoOverCap(PolicyTerms policy, String jobId, double planCarbonKg) {
        if (planCarbonKg <= policy.carbonCapKg()) {
            return Optional.empty();
        }
        String why = "the plan would cause " + planCarbonKg + " kg of " + policy.carbonCapKg() + " kg";
        return Optional.of(new Veto(jobId, Veto.Rule.CARBON_CAP, why));
    }
}
