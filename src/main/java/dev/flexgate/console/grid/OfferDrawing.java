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
import dev.flexgate.flexibility.Rebound;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An offer as pictures: what each kilowatt costs, and where its load goes. */
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

    /** The change of all sites together, half-hour by half-hour, if all that is offered is ordered. */
    Optional<Chart> rebound(Need need, Offer offer) {
        Map<Interval, Long> changes = new TreeMap<>(Comparator.comparing(Interval::start));
        offer.whole().rebound().forEach(each -> changes.merge(each.period(), change(each), Long::sum));
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        List<Point> points = changes.entrySet().stream()
                .map(each -> Point.of(each.getKey(), each.getValue() / 1000.0))
                .toList();
        Instant start = points.getFirst().period().start();
        Instant end = points.getLast().period().end();
        long back = changes.values().stream().filter(watts -> watts > 0).count();
        String sentence = "Load falls in the window and comes back in " + back + " half-hours.";
        return Optional.of(new Chart(
                "rebound",
                "Change of load",
                sentence,
                "kW at the meter",
                new Interval(start, end),
                List.of(new Series("with the order, less without it", Style.PLANNED, 1, points)),
                Optional.of(need.request().window().start()),
                true,
                Mark.planned(
                        offer.quality(), "re-planned with and without, plan " + offer.planVersion(), offer.since()),
                times));
    }

    private static long change(Rebound rebound) {
        return rebound.change().watts();
    }
}
