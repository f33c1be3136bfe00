package dev.flexgate.feed;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a reading measures, each in one unit everywhere. Two numbers that must not be compared, such as average and
 * marginal carbon, are two signals: nothing can mix them by mistake.
 */
public enum Signal {
    /** Average operational (direct) carbon intensity of the electricity used, gCO2/kWh. */
    CARBON_INTENSITY(Kind.CARBON),
    /** The same with the building, fuel chain and end of the plants: lifecycle, gCO2e/kWh. */
    CARBON_LIFECYCLE(Kind.CARBON),
    /** What one kWh more or less changes: marginal operational emissions, gCO2/kWh. */
    CARBON_MARGINAL(Kind.CARBON),
    /**
     * Price of a kWh, VAT included where the provider charges it, in the {@linkplain Zone#currency currency of the
     * zone}.
     */
    ENERGY_PRICE(Kind.PRICE),
    /** Mean demand of a half-hour, MW, as the system operator defines it. */
    LOAD(Kind.POWER),
    /** Mean generation of all kinds, MW. */
    GENERATION(Kind.POWER),
    /** Mean wind generation that the system operator meters, MW. */
    WIND(Kind.POWER),
    /** Mean wind generation inside distribution networks, seen as less demand, MW. */
    WIND_EMBEDDED(Kind.POWER),
    /** Mean solar generation, MW. */
    SOLAR(Kind.POWER),
    /** Share of biomass in what is generated and imported, percent; the others alike. */
    MIX_BIOMASS(Kind.SHARE),
    MIX_COAL(Kind.SHARE),
    MIX_GAS(Kind.SHARE),
    MIX_GEOTHERMAL(Kind.SHARE),
    MIX_HYDRO(Kind.SHARE),
    MIX_IMPORTS(Kind.SHARE),
    MIX_NUCLEAR(Kind.SHARE),
    MIX_OIL(Kind.SHARE),
    MIX_OTHER(Kind.SHARE),
    MIX_SOLAR(Kind.SHARE),
    MIX_STORAGE(Kind.SHARE),
    MIX_WIND(Kind.SHARE);

    /** Signals that behave alike. */
    public enum Kind {
        /** Grams of CO2 per kWh; never negative. */
        CARBON(3),
        /** Currency per kWh; may be negative. */
        PRICE(6),
        /** Megawatts, the mean of a half-hour; may be slightly negative, as plants use some themselves. */
        POWER(3),
        /** Percent; never negative. */
        SHARE(3);

        private final int scale;

        Kind(int scale) {
            this.scale = scale;
        }
    }

    private static final Set<Signal> MIX = Collections.unmodifiableSet(EnumSet.range(MIX_BIOMASS, MIX_WIND));

    private final Kind kind;

    Signal(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The shares that together make the fuel mix of a zone. */
    public static Set<Signal> mix() {
        return MIX;
    }

    /** What values of this signal are written in at {@code zone}, such as {@code gCO2/kWh} or {@code EUR/kWh}. */
    public String unit(Zone zone) {
        return switch (kind) {
            case CARBON -> this == CARBON_LIFECYCLE ? "gCO2e/kWh" : "gCO2/kWh";
            case PRICE -> zone.currency().getCurrencyCode() + "/kWh";
            case POWER -> "MW";
            case SHARE -> "%";
        };
    }

    /** Decimals that our own computed values of this signal keep; a provider's value keeps all of its own. */
    public int scale() {
        return kind.scale;
    }

    /** Whether plans are made from it, so that something must stand in while nothing is known. */
    public boolean isPlannedWith() {
        return this == CARBON_INTENSITY || this == ENERGY_PRICE;
    }
}
