package dev.flexgate.placement;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;

/**
 * At which rates the terms of a score become one: each is stated, none is hidden in the arithmetic.
 *
 * @param currency of the score
 * @param perKilogram what a kilogram of CO2 is worth avoiding
 * @param perMillisecond what a millisecond less of latency is worth for the whole job
 * @param perGigabyte what moving a gigabyte to another site costs
 * @param kilowattHoursPerGigabyte energy of moving it, charged with the carbon of where it goes
 * @param worth units of {@code currency} for one of each, before the operator's own rates
 */
public record Exchange(
        Currency currency,
        BigDecimal perKilogram,
        BigDecimal perMillisecond,
        BigDecimal perGigabyte,
        BigDecimal kilowattHoursPerGigabyte,
        Map<Currency, BigDecimal> worth) {

    /** Energy of networks by data moved, kWh/GB, as cloud-carbon-footprint counts it. */
    public static final BigDecimal NETWORK_KWH_PER_GB = new BigDecimal("0.001");

    public Exchange {
        worth = Map.copyOf(worth);
        for (BigDecimal each : new BigDecimal[] {perKilogram, perMillisecond, perGigabyte, kilowattHoursPerGigabyte}) {
            if (each.signum() < 0) {
                throw new IllegalArgumentException("a rate of exchange cannot be negative: " + each);
            }
        }
        if (worth.values().stream().anyMatch(each -> each.signum() <= 0)) {
            throw new IllegalArgumentException("what a currency is worth must be more than 0: " + worth);
        }
    }
}
