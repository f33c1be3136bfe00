package dev.flexgate.feed;

/** What a reading measures, each in one unit everywhere. */
public enum Signal {
    /** Average operational carbon intensity of the electricity used, gCO2/kWh. */
    CARBON_INTENSITY("gCO2/kWh", 3),
    /** Price of a kWh to the consumer, VAT included where the provider charges it, GBP/kWh. */
    ENERGY_PRICE("GBP/kWh", 6);

    private final String unit;
    private final int scale;

    Signal(String unit, int scale) {
        this.unit = unit;
        this.scale = scale;
    }

    public String unit() {
        return unit;
    }

    /** Decimals that our own computed values of this signal keep; a provider's value keeps all of its own. */
    public int scale() {
        return scale;
    }
}
