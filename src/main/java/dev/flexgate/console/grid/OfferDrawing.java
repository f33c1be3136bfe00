package dev.flexgate.console.grid;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Chart;
import dev.flexgate.console.Chart.Point;
import dev.flexgate.console.Chart.Series;
import dev.flexgate.console.Chart.Style;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Times;
import dev.flexgate.flexibility.Need;
import dev.flexgate.flexibility.NeedState;
import dev.flexgate.flexibility.Offer;
import dev.flexgate.flexibility.OfferOption;
import dev.flexgate.flexibility.Reason;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An offer as pictures: what each kilowatt costs, and where its load goes or comes from. */
final class OfferDrawing {

    private final Times times;

    OfferDrawing(Times times) {
        this.times = times;
    }

    List<Bar> curve(Offer offer) {
        List<Bar.Step> steps = new ArrayList<>();
        Power before = Power.ZERO;
        for (OfferOption option : offer.options()) {
            Power added = option.power().minus(before);
            String text = "up to " + Amount.kilowatts(option.power()) + " kW at "
                    + Amount.perKilowattHour(option.marginal()) + " "
                    + Amount.priceUnit(option.marginal().currency());
            steps.add(new Bar.Step(
                    added.watts(), option.marginal().perKilowattHour().doubleValue(), text));
            before = option.power();
        }
        return Bar.of(steps);
    }

    /** Why not all that was asked is to be had. */
    Optional<Reason> why(Need need, Optional<Offer> offer) {
        return switch (need.state()) {
            case NeedState.Rejected(Reason reason) -> Optional.of(reason);
            case NeedState.Declined(Reason reason) -> Optional.of(reason);
            case NeedState.Received _,
                    NeedState.Validated _,
                    NeedState.Offered _,
                    NeedState.Expired _,
                    NeedState.Filled _,
                    NeedState.PartiallyFilled _,
                    NeedState.Unfilled _ -> offer.flatMap(Offer::binding);
        };
    }

    /** What is promised in the window, and what changes everywhere else, if all that is offered is ordered. */
    Chart rebound(Need need, Offer offer) {
        OfferOption whole = offer.whole();
        HalfHours window = HalfHours.of(need.request().window());
        double promised = promised(need, whole);
        List<Point> inWindow =
                window.stream().map(period -> Point.of(period, promised)).toList();
        List<Point> elsewhere = elsewhere(whole);
        Instant end = elsewhere.isEmpty()
                ? window.end()
                : latest(window.end(), elsewhere.getLast().period().end());
        Instant start = elsewhere.isEmpty()
                ? window.start()
                : earliest(window.start(), elsewhere.getFirst().period().start());
        return new Chart(
                "rebound",
                "Change of load",
                sentence(promised, elsewhere),
                "kW at the meter",
                new Interval(start, end),
                List.of(
                        new Series("promised in the window", Style.PLANNED, 1, inWindow),
                        new Series("elsewhere: with the order, less without it", Style.PLANNED, 2, elsewhere)),
                Optional.of(window.start()),
                true,
                Mark.planned(
                        offer.quality(), "re-planned with and without, plan " + offer.planVersion(), offer.since()),
                times);
    }

    private static double promised(Need need, OfferOption whole) {
        return switch (need.request().direction()) {
            case DOWN -> -kilowatts(whole.power());
            case UP -> kilowatts(whole.power());
        };
    }

    private static List<Point> elsewhere(OfferOption whole) {
        Map<Interval, Power> changes = new TreeMap<>(Comparator.comparing(Interval::start));
        whole.rebound().forEach(each -> changes.merge(each.period(), each.change(), Power::plus));
        return changes.entrySet().stream()
                .map(each -> Point.of(each.getKey(), kilowatts(each.getValue())))
                .toList();
    }

    private static String sentence(double promised, List<Point> elsewhere) {
        long more = elsewhere.stream().filter(point -> point.value() > 0).count();
        long less = elsewhere.stream().filter(point -> point.value() < 0).count();
        return Chart.digits(Math.abs(promised)) + " kW " + (promised < 0 ? "less" : "more")
                + " in the window; elsewhere more load in " + more + " half-hours and less in " + less + ".";
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static double kilowatts(Power power) {
        return power.watts() / 1000.0;
    }
}
