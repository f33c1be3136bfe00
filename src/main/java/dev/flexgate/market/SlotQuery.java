package dev.flexgate.market;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is looked for in the catalogue: bounds that all must hold.
 *
 * @param bounds of each measure, both ends included
 * @param sites where; empty for everywhere
 */
public record SlotQuery(Map<Measure, Range> bounds, Optional<Set<SiteId>> sites) {

    /** Everything. */
    public static final SlotQuery ALL = new SlotQuery(Map.of(), Optional.empty());

    /** What of a slot the catalogue keeps in columns. */
    public enum Measure {
        /** Start of the window, seconds since the epoch. */
        START,
        /** End of the window, seconds since the epoch. */
        END,
        /** Median carbon intensity, mg per kWh. */
        CARBON,
        /** Median list price per kWh, in units of the last decimal that prices keep. */
        PRICE,
        /** Power that is left, W. */
        LEFT;

        long of(Catalogue.Listing listing) {
            Slot slot = listing.slot();
            return switch (this) {
                case START -> slot.window().start().getEpochSecond();
                case END -> slot.window().end().getEpochSecond();
                case CARBON -> slot.carbon().p50().milligramsPerKwh();
                case PRICE -> units(slot.price().p50().perKilowattHour(), RoundingMode.UNNECESSARY);
                case LEFT -> listing.left().watts();
            };
        }
    }

    /** Both ends are included. */
    public record Range(long low, long high) {

        static final Range ALL = new Range(Long.MIN_VALUE, Long.MAX_VALUE);

        Range and(Range other) {
            return new Range(Math.max(low, other.low), Math.min(high, other.high));
        }
    }

    public SlotQuery {
        bounds = Map.copyOf(bounds);
        sites = sites.map(Set::copyOf);
    }

    private SlotQuery and(Measure measure, Range range) {
        Map<Measure, Range> both = new EnumMap<>(Measure.class);
        both.putAll(bounds);
        both.merge(measure, range, Range::and);
        return new SlotQuery(both, sites);
    }

    /** Windows that start at this moment or later. */
    public SlotQuery startingFrom(Instant moment) {
        return and(Measure.START, new Range(ceiling(moment), Long.MAX_VALUE));
    }

    /** Windows that start at this moment or earlier. */
    public SlotQuery startingBy(Instant moment) {
        return and(Measure.START, new Range(Long.MIN_VALUE, moment.getEpochSecond()));
    }

    /** Windows that end at this moment or later. */
    public SlotQuery endingFrom(Instant moment) {
        return and(Measure.END, new Range(ceiling(moment), Long.MAX_VALUE));
    }

    /** Windows that end at this moment or earlier. */
    public SlotQuery endingBy(Instant moment) {
        return and(Measure.END, new Range(Long.MIN_VALUE, moment.getEpochSecond()));
    }

    private static long ceiling(Instant moment) {
        return moment.getEpochSecond() + (moment.getNano() > 0 ? 1 : 0);
    }

    /** A median intensity of at most this. */
    public SlotQuery carbonAtMost(CarbonIntensity most) {
        return and(Measure.CARBON, new Range(Long.MIN_VALUE, most.milligramsPerKwh()));
    }

    /** A median intensity of at least this. */
    public SlotQuery carbonAtLeast(CarbonIntensity least) {
        return and(Measure.CARBON, new Range(least.milligramsPerKwh(), Long.MAX_VALUE));
    }

    /** A median list price of at most this, per kWh in the currency of the catalogue. */
    public SlotQuery priceAtMost(BigDecimal most) {
        return and(Measure.PRICE, new Range(Long.MIN_VALUE, units(most, RoundingMode.FLOOR)));
    }

    /** A median list price of at least this, per kWh in the currency of the catalogue. */
    public SlotQuery priceAtLeast(BigDecimal least) {
        return and(Measure.PRICE, new Range(units(least, RoundingMode.CEILING), Long.MAX_VALUE));
    }

    /** With at least this left. */
    public SlotQuery leftAtLeast(Power least) {
        return and(Measure.LEFT, new Range(least.watts(), Long.MAX_VALUE));
    }

    /** At one of these sites, and of those that were asked for before. */
    public SlotQuery at(Set<SiteId> wanted) {
        Set<SiteId> both = sites.isEmpty()
                ? wanted
                : Set.copyOf(sites.get().stream().filter(wanted::contains).toList());
        return new SlotQuery(bounds, Optional.of(both));
    }

    /** A price beyond what a column holds is as good as the end of the column. */
    private static long units(BigDecimal price, RoundingMode rounding) {
        BigDecimal units = price.movePointRight(EnergyPrice.SCALE_MAX);
        if (units.precision() - units.scale() > 18) {
            return units.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return units.setScale(0, rounding).longValueExact();
    }
}
