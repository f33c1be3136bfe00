package dev.flexgate.negotiation;

/**
 * The prices of one round: all that a shard of jobs is told after the opening.
 *
 * @param round counted from 1
 * @param carbonNanoPerKg price of carbon, in 1e-9 currency per kg CO2e, zero or more
 * @param scarcityMicroPerMwh price of capacity of every cell (site by site, period by period), in 1e-6 currency
 *     per MWh of IT work, zero or more
 */
public record Announcement(int round, long carbonNanoPerKg, WholeSeries scarcityMicroPerMwh) {

    public static final double CARBON_UNIT = 1e-9;
    public static final double SCARCITY_UNIT = 1e-6;

    public double carbonPricePerKg() {
        return carbonNanoPerKg * CARBON_UNIT;
    }

    public double scarcityPerMwh(int cell) {
        return scarcityMicroPerMwh.at(cell) * SCARCITY_UNIT;
    }
}
