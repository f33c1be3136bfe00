package dev.flexgate.planning;

import dev.flexgate.negotiation.Negotiation;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.util.List;
import java.util.Optional;

/**
 * The standing plan as a question can be put to it: negotiates again from the very inputs of the standing plan, with
 * what is sold and promised by now, under more ceilings. Pure once made: nothing is read, written or published.
 */
public final class WhatIf {

    private final Standing standing;
    private final PlanCase now;
    private final Outcome without;

    WhatIf(Standing standing, PlanCase now, Outcome without) {
        this.standing = standing;
        this.now = now;
        this.without = without;
    }

    /** The plan that is asked about. */
    public Plan plan() {
        return standing.plan();
    }

    /** Half-hours of a site beside the plan, with what is sold by now. */
    public List<SitePeriod> periods(SiteId site, Interval interval) {
        return BoardRules.board(standing.plan(), now).periods(site, interval);
    }

    /** The same question with {@code ceilings} taken for granted: what comes on top is compared with that. */
    public WhatIf assuming(Ceilings ceilings) {
        PlanCase assumed = now.under(ceilings);
        return negotiated(assumed)
                .map(agreed -> new WhatIf(standing, assumed, OutcomeRules.outcome(assumed, agreed)))
                .orElse(this);
    }

    /** What the jobs agree on under {@code ceilings}; empty when runs that must not be broken stand above one. */
    public Optional<Considered> under(Ceilings ceilings) {
        PlanCase asked = now.under(ceilings);
        return negotiated(asked)
                .map(agreed -> new Considered(
                        standing.plan(),
                        ceilings,
                        without,
                        asked,
                        new Agreed(agreed, List.of()),
                        OutcomeRules.outcome(asked, agreed)));
    }

    /** Load of jobs that could leave a half-hour: what is planned less runs that have begun and must not be broken. */
    public Power movable(SiteId site, Interval period) {
        return standing.board().periods(site, period).stream()
                .map(SitePeriod::movable)
                .findFirst()
                .orElse(Power.ZERO);
    }

    private static Optional<dev.flexgate.negotiation.Agreement> negotiated(PlanCase aCase) {
        return aCase.carriedFits()
                ? Optional.of(Negotiation.agree(
                        ProblemRules.problem(aCase), aCase.inputs().limits(), ProblemRules.standingBids(aCase)))
                : Optional.empty();
    }
}
