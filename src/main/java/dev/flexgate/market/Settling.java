package dev.flexgate.market;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an order comes to. Capacity is held for the buyer whether it draws it or not, so what was sold is what was
 * delivered; what it emitted is known only afterwards.
 */
final class Settling {

    private Settling() {}

    static Outcome outcome(Order.DeliveryComplete order, Outturns outturns) {
        Quote quote = order.quote();
        Money due =
                order.parted().map(parted -> quote.total().plus(parted.fee())).orElse(quote.total());
        return outturns.measured(quote.site(), facilityEnergy(quote))
                .map(measured -> new Outcome(due, measured, "energy as sold, at measured carbon intensity"))
                .orElseGet(() -> new Outcome(
                        due, forecast(quote), "energy as sold, at the forecast carbon intensity: none was measured"));
    }

    private static CarbonMass forecast(Quote quote) {
        return quote.carbon().p50();
    }

    private static SortedMap<Instant, Energy> facilityEnergy(Quote quote) {
        SortedMap<Instant, Energy> energies = new TreeMap<>();
        quote.course()
                .halfHours()
                .forEach((start, power) -> energies.put(
                        start,
                        quote.course()
                                .share(
                                        quote.facilityEnergy(),
                                        Course.of(Interval.from(start, HalfHours.STEP), power))));
        return energies;
    }
}
