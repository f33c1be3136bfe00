package dev.flexgate.planning;

import dev.flexgate.negotiation.Agreement;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The standing plan as a question can be put to it: negotiates again from the very inputs of the standing plan, with
 * what is sold and promised by now, under more ceilings or above more floors. Pure once made: nothing is read, written or published, and the
 * same question is negotiated once.
 */
public final class WhatIf {

    private final Standing standing;
    private final PlanCase now;
    private final Outcome without;
    private final Negotiations memory;
    private @Nullable Outcome reference;

    WhatIf(Standing standing, PlanCase now, Outcome without, Negotiations memory) {
        this.standing = standing;
        this.now = now;
        this.without = without;
        this.memory = memory;
    }

    /**
     * The same question with nothing more asked, negotiated from the same start as every answer: what the standing plan
     * cost when it was made is no measure for that. Where the standing plan is the better of both it stays.
     */
    private synchronized Outcome reference() {
        if (reference == null) {
            reference = negotiated();
        }
        return reference;
    }

    private Outcome negotiated() {
        return memory.agree(now)
                .map(agreed -> OutcomeRules.outcome(now, agreed))
                .filter(again -> again.certificate()
                                .objective()
                                .compareTo(without.certificate().objective())
                        < 0)
                .orElse(without);
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
        return memory.agree(assumed)
                .map(agreed -> new WhatIf(standing, assumed, OutcomeRules.outcome(assumed, agreed), memory))
                .orElse(this);
    }

    /** The same with {@code floors} taken for granted. */
    public WhatIf assuming(Floors floors) {
        return raising()
                .to(floors)
                .map(raised -> new WhatIf(standing, raised.aCase(), raised.outcome(), memory))
                .orElse(this);
    }

    /** What the jobs agree on under {@code ceilings}; empty when runs that must not be broken stand above one. */
    public Optional<Considered> under(Ceilings ceilings) {
        PlanCase asked = now.under(ceilings);
        return memory.agree(asked).map(agreed -> {
            Outcome outcome = OutcomeRules.outcome(asked, agreed);
            return considered(asked, agreed, outcome, outcome.certificate().lowerBound());
        });
    }

    /** What the jobs agree on so that all floors are reached; empty when no plan was found that does. */
    public Optional<Considered> above(Floors floors) {
        return raising()
                .to(floors)
                .map(raised -> considered(raised.aCase(), raised.agreement(), raised.outcome(), raised.bound()));
    }

    /** IT power by which each site comes above {@code floors} at the least, when all jobs come that can. */
    public Map<SiteId, Power> reach(Floors floors) {
        return raising().reach(floors);
    }

    private Raising raising() {
        return new Raising(now, without, memory);
    }

    private Considered considered(PlanCase asked, Agreement agreed, Outcome outcome, Money bound) {
        return new Considered(
                standing.plan(), without, this::reference, asked, new Agreed(agreed, List.of()), outcome, bound);
    }

    /** Load of jobs that could leave a half-hour: what is planned less runs that have begun and must not be broken. */
    public Power movable(SiteId site, Interval period) {
        return standing.board().periods(site, period).stream()
                .map(SitePeriod::movable)
                .findFirst()
                .orElse(Power.ZERO);
    }
}
