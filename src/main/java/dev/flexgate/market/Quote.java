package dev.flexgate.market;

import dev.flexgate.market.PriceLine.Kind;
import dev.flexgate.planning.Band;
import dev.flexgate.planning.Priced;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.SiteId;
import java.util.List;
import java.util.UUID;

/**
 * What is sold, for how much, and what it emits: the terms that an order is about. They change by an amendment only,
 * which leaves what was agreed of them as it was. The total is the sum of the lines, exactly.
 *
 * @param slot the slot that was selected
 * @param site where the work runs
 * @param window when, on half-hour boundaries
 * @param power IT power; of a course that changes, the largest
 * @param course how much in which half-hour
 * @param itEnergy IT energy: that of the course
 * @param facilityEnergy IT energy times the site's PUE
 * @param lines itemised price
 * @param total sum of the lines
 * @param carbon emissions of the facility energy
 * @param quality the worst quality among the numbers behind the quote
 * @param planVersion the standing plan that it was negotiated against
 * @param plan its id, under which the negotiation is stored
 */
public record Quote(
        SlotId slot,
        SiteId site,
        Interval window,
        Power power,
        Course course,
        Energy itEnergy,
        Energy facilityEnergy,
        List<PriceLine> lines,
        Money total,
        Band<CarbonMass> carbon,
        Quality quality,
        long planVersion,
        UUID plan) {

    public Quote {
        lines = List.copyOf(lines);
        Money sum = lines.stream()
                .map(PriceLine::amount)
                .reduce(Money::plus)
                .orElseThrow(() -> new IllegalArgumentException("a quote has at least one line"));
        if (!sum.equals(total)) {
            throw new IllegalArgumentException("lines sum to " + sum + ", not " + total);
        }
        if (!course.window().equals(window) || !course.largest().equals(power)) {
            throw new IllegalArgumentException("the course is not of " + power + " over " + window);
        }
        if (!course.energy().equals(itEnergy)) {
            throw new IllegalArgumentException("energy " + itEnergy + " is not " + power + " over " + window);
        }
    }

    /** Planning's price with the provider's fee added: three lines. */
    static Quote of(SlotId slot, Priced priced, EnergyPrice fee) {
        Energy itEnergy = priced.itPower().over(priced.window());
        Money feeAmount = fee.of(itEnergy);
        return new Quote(
                slot,
                priced.site(),
                priced.window(),
                priced.itPower(),
                Course.of(priced.window(), priced.itPower()),
                itEnergy,
                priced.facilityEnergy(),
                List.of(
                        new PriceLine(
                                Kind.ENERGY,
                                priced.energy(),
                                "facility energy at the median forecast price of each half-hour"),
                        new PriceLine(Kind.SCARCITY, priced.scarcity(), "IT energy at the plan's scarcity prices"),
                        new PriceLine(Kind.FEE, feeAmount, "IT energy at " + fee)),
                priced.total().plus(feeAmount),
                priced.carbon(),
                priced.quality(),
                priced.planVersion(),
                priced.plan().value());
    }

    /** The total of that part of the course which stays. */
    Money worth(Course kept) {
        return lines.stream()
                .map(line -> Shares.of(line.amount(), kept.energy(), itEnergy))
                .reduce(Money::plus)
                .orElseThrow();
    }

    /**
     * Another course at the same site: what stays of this one keeps its price, what is added has its own.
     *
     * @param added the price of each stretch that is new
     */
    Quote amended(SlotId inSlot, Course next, List<Priced> added, EnergyPrice fee) {
        Course kept = course.common(next);
        Quote sum = part(inSlot, next, kept);
        for (Priced priced : added) {
            sum = sum.plus(priced, fee);
        }
        return sum;
    }

    private Quote part(SlotId inSlot, Course next, Course kept) {
        List<PriceLine> shares = lines.stream()
                .map(line ->
                        new PriceLine(line.kind(), Shares.of(line.amount(), kept.energy(), itEnergy), line.basis()))
                .toList();
        return new Quote(
                inSlot,
                site,
                next.window(),
                next.largest(),
                next,
                next.energy(),
                course.share(facilityEnergy, kept),
                shares,
                worth(kept),
                new Band<>(
                        course.share(carbon.p10(), kept),
                        course.share(carbon.p50(), kept),
                        course.share(carbon.p90(), kept)),
                quality,
                planVersion,
                plan);
    }

    private Quote plus(Priced priced, EnergyPrice fee) {
        Money feeAmount = fee.of(priced.itPower().over(priced.window()));
        List<PriceLine> sums = lines.stream()
                .map(line -> new PriceLine(
                        line.kind(),
                        line.amount()
                                .plus(
                                        switch (line.kind()) {
                                            case ENERGY -> priced.energy();
                                            case SCARCITY -> priced.scarcity();
                                            case FEE -> feeAmount;
                                        }),
                        line.basis()))
                .toList();
        return new Quote(
                slot,
                site,
                window,
                power,
                course,
                itEnergy,
                facilityEnergy.plus(priced.facilityEnergy()),
                sums,
                total.plus(priced.total()).plus(feeAmount),
                new Band<>(
                        carbon.p10().plus(priced.carbon().p10()),
                        carbon.p50().plus(priced.carbon().p50()),
                        carbon.p90().plus(priced.carbon().p90())),
                quality.worse(priced.quality()),
                priced.planVersion(),
                priced.plan().value());
    }
}
