package dev.flexgate.console;

import dev.flexgate.console.Timeline.Bar;
import dev.flexgate.console.Timeline.Lane;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Site;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Slots as bars, a lane a site; the height is the power that is left. */
public final class SlotLanes {

    private SlotLanes() {}

    /** Of some listings. */
    public static Timeline of(
            String title, List<Listing> listings, List<Site> sites, Interval axis, Instant now, Times times) {
        List<Listing> inside = listings.stream()
                .filter(listing -> listing.slot().window().overlaps(axis))
                .toList();
        Power most = inside.stream()
                .map(listing -> listing.slot().offerable())
                .max(Comparator.naturalOrder())
                .orElse(Power.ZERO);
        List<Lane> lanes = sites.stream()
                .map(site -> new Lane(
                        site.name(),
                        site.place().locality(),
                        inside.stream()
                                .filter(listing -> listing.slot().site().equals(site.id()))
                                .map(listing -> bar(listing, most, axis, times))
                                .toList()))
                .toList();
        String legend = "height: power left of the slot, tallest " + Amount.kilowatts(most) + " kW; dashed: sold out";
        return Timeline.of(title, legend, axis, lanes, now, times);
    }

    private static Bar bar(Listing listing, Power most, Interval axis, Times times) {
        boolean open = listing.left().isPositive();
        String text = times.utcSpan(listing.slot().window()) + " UTC, "
                + (open ? Amount.kilowatts(listing.left()) + " kW left" : "sold out") + " of "
                + Amount.kilowatts(listing.slot().offerable()) + " kW";
        double share = most.isPositive() ? (double) listing.left().watts() / most.watts() : 0;
        return Bar.of(
                axis,
                listing.slot().window(),
                share,
                "/market/slots/" + listing.slot().id(),
                text,
                open ? "bar-open" : "bar-sold");
    }
}
