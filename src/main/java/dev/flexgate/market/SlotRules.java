package dev.flexgate.market;

import dev.flexgate.planning.Band;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Site;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How free capacity becomes slots: windows of the offer's length, aligned to it from the epoch so that a window
 * keeps its name from plan to plan, as wide as the tightest of their half-hours.
 */
final class SlotRules {

    private SlotRules() {}

    /** Slots of one site that can still be sold at {@code now}, in order of time; each at version 1. */
    static List<Slot> derive(Site site, List<SitePeriod> periods, OfferTemplate offer, Instant now, long planVersion) {
        Map<Instant, SitePeriod> byStart = periods.stream()
                .collect(Collectors.toMap(period -> period.period().start(), Function.identity()));
        Instant end = periods.stream()
                .map(period -> period.period().end())
                .max(Instant::compareTo)
                .orElse(now);
        List<Slot> slots = new ArrayList<>();
        for (Instant start = firstWindow(now.plus(offer.leastNotice()), offer);
                !start.plus(offer.windowLength()).isAfter(end);
                start = start.plus(offer.windowLength())) {
            List<SitePeriod> inside = inside(byStart, Interval.from(start, offer.windowLength()));
            Power offerable = inside.size() < offer.windowHalfHours() ? Power.ZERO : offerable(inside, offer);
            if (offerable.isPositive()) {
                slots.add(slot(site, inside, offerable, offer, planVersion));
            }
        }
        return slots;
    }

    private static Instant firstWindow(Instant earliest, OfferTemplate offer) {
        long step = offer.windowLength().toSeconds();
        Instant aligned = HalfHours.ceiling(earliest);
        return Instant.ofEpochSecond(Math.ceilDiv(aligned.getEpochSecond(), step) * step);
    }

    private static List<SitePeriod> inside(Map<Instant, SitePeriod> byStart, Interval window) {
        return HalfHours.of(window).stream()
                .filter(period -> byStart.containsKey(period.start()))
                .map(period -> byStart.get(period.start()))
                .toList();
    }

    private static Power offerable(List<SitePeriod> inside, OfferTemplate offer) {
        return offer.offerable(
                inside.stream().map(SitePeriod::offerable).reduce(Power::min).orElse(Power.ZERO));
    }

    private static Slot slot(
            Site site, List<SitePeriod> inside, Power offerable, OfferTemplate offer, long planVersion) {
        Interval window = new Interval(
                inside.getFirst().period().start(), inside.getLast().period().end());
        BigDecimal pue = site.power().effectiveness();
        EnergyPrice scarcity = meanPrice(inside, SitePeriod::scarcity);
        EnergyPrice onTop = scarcity.plus(offer.fee());
        EnergyPrice median =
                perItKilowattHour(meanPrice(inside, each -> each.price().p50()), pue);
        return new Slot(
                SlotId.of(site.id(), window),
                1,
                site.id(),
                window,
                offerable,
                new Band<>(
                        meanIntensity(inside, each -> each.carbon().p10()),
                        meanIntensity(inside, each -> each.carbon().p50()),
                        meanIntensity(inside, each -> each.carbon().p90())),
                new Band<>(
                        perItKilowattHour(meanPrice(inside, each -> each.price().p10()), pue)
                                .plus(onTop),
                        median.plus(onTop),
                        perItKilowattHour(meanPrice(inside, each -> each.price().p90()), pue)
                                .plus(onTop)),
                median.plus(scarcity),
                inside.stream().map(SitePeriod::quality).reduce(Quality::worse).orElseThrow(),
                inside.stream()
                        .map(each -> each.carbonFrom().asOf())
                        .min(Instant::compareTo)
                        .orElseThrow(),
                planVersion);
    }

    private static EnergyPrice perItKilowattHour(EnergyPrice facility, BigDecimal pue) {
        return EnergyPrice.rounded(facility.perKilowattHour().multiply(pue), facility.currency());
    }

    /**
     * The mean of a quantile over a window. The mean of quantiles bounds the quantile of the mean from outside when
     * the half-hours are not perfectly correlated, so a band is never too narrow for it.
     */
    private static EnergyPrice meanPrice(List<SitePeriod> inside, Function<SitePeriod, EnergyPrice> price) {
        BigDecimal sum = inside.stream()
                .map(each -> price.apply(each).perKilowattHour())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return EnergyPrice.rounded(
                sum.divide(BigDecimal.valueOf(inside.size()), EnergyPrice.SCALE_MAX, RoundingMode.HALF_EVEN),
                price.apply(inside.getFirst()).currency());
    }

    private static CarbonIntensity meanIntensity(
            List<SitePeriod> inside, Function<SitePeriod, CarbonIntensity> intensity) {
        BigDecimal sum = inside.stream()
                .map(each -> intensity.apply(each).gramsPerKwh())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return CarbonIntensity.ofGramsPerKwh(sum.divide(BigDecimal.valueOf(inside.size()), 3, RoundingMode.HALF_EVEN));
    }
}
