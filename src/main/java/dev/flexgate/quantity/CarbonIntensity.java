package dev.flexgate.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Carbon intensity of electricity in whole milligrams of CO2 equivalent per kWh. Providers publish grams;
 * milligrams keep three decimals exactly.
 *
 * @param milligramsPerKwh mgCO2e/kWh; may be negative in measured series
 */
public record CarbonIntensity(long milligramsPerKwh) implements Comparable<CarbonIntensity> {

    public static CarbonIntensity ofGramsPerKwh(long gramsCo2PerKwh) {
        return new CarbonIntensity(Math.multiplyExact(gramsCo2PerKwh, 1_000L));
    }

    /** Rounds half-even to a milligram: published series carry more decimals than they mean. */
    public static CarbonIntensity ofGramsPerKwh(BigDecimal gramsCo2PerKwh) {
        return new CarbonIntensity(gramsCo2PerKwh
                .movePointRight(3)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact());
    }

    public BigDecimal gramsPerKwh() {
        return Decimals.plain(BigDecimal.valueOf(milligramsPerKwh, 3));
    }

    /** Emissions of using {@code energy} at this intensity, rounded once, half-even, to a milligram. */
    public CarbonMass of(Energy energy) {
        BigDecimal milligrams = BigDecimal.valueOf(milligramsPerKwh)
                .multiply(BigDecimal.valueOf(energy.joules()))
                .divide(Energy.JOULES_PER_KILOWATT_HOUR, 0, RoundingMode.HALF_EVEN);
        return new CarbonMass(milligrams.longValueExact());
    }

    @Override
    public int compareTo(CarbonIntensity other) {
        return Long.compare(milligramsPerKwh, other.milligramsPerKwh);
    }

    @Override
    public String toString() {
        return gramsPerKwh().toPlainString() + " gCO2/kWh";
    }
}
