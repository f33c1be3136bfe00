package dev.flexgate.planning;

import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.negotiation.Series;
import dev.flexgate.negotiation.SiteTerms;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a grid operator's wish for more load looks like to a job: energy that is cheaper by so much in the half-hours
 * of the floors. The energy agents announce it with their forecasts; what a plan costs is billed without it.
 *
 * @param perMwh currency per MWh of facility energy
 * @param cells where
 */
record Lure(int perMwh, Floors cells) {

    private static final BigDecimal JOULES_PER_MEGAWATT_HOUR = BigDecimal.valueOf(3_600_000_000L);

    /** Who would come is seen from the rounds; the plan itself is made without the lure, and bettered then. */
    NegotiationLimits limits(NegotiationLimits usual) {
        return perMwh == 0 ? usual : usual.withMaxMoves(0);
    }

    /** The problem as the jobs are told it. */
    Problem on(Problem problem, HalfHours grid) {
        List<SiteTerms> sites =
                problem.sites().stream().map(site -> on(site, grid)).toList();
        return new Problem(problem.periods(), problem.periodHours(), sites, problem.jobs(), problem.policy());
    }

    private SiteTerms on(SiteTerms site, HalfHours grid) {
        SortedMap<Instant, Power> here = cells.least().get(new SiteId(site.id()));
        if (here == null) {
            return site;
        }
        double[] price = site.pricePerMwh().toArray();
        here.keySet().forEach(start -> price[grid.indexOf(start)] -= perMwh);
        return site.priced(Series.of(price));
    }

    /**
     * What negotiated work pays less under the lure when it just reaches the floors. With it a bound on the lured plans
     * becomes one on all plans that reach the floors: whoever draws more is lured by more.
     */
    Money worth(PlanCase aCase) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<SiteId, SortedMap<Instant, Power>> site : cells.least().entrySet()) {
            BigDecimal effectiveness = aCase.site(site.getKey()).site().power().effectiveness();
            for (Map.Entry<Instant, Power> cell : site.getValue().entrySet()) {
                int period = aCase.grid().indexOf(cell.getKey());
                Power needed = cell.getValue().minus(aCase.fixed(site.getKey(), period));
                if (needed.isPositive()) {
                    Energy energy = needed.over(aCase.grid().at(period));
                    sum = sum.add(BigDecimal.valueOf(energy.joules()).multiply(effectiveness));
                }
            }
        }
        return new Money(
                sum.multiply(BigDecimal.valueOf(perMwh))
                        .divide(JOULES_PER_MEGAWATT_HOUR, Money.SCALE, RoundingMode.FLOOR),
                PlanCase.CURRENCY);
    }
}
