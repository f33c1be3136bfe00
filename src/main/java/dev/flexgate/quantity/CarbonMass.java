package dev.flexgate.quantity;

import java.math.BigDecimal;

/**
 * A mass of CO2 equivalent in whole milligrams.
 *
 * @param milligrams mgCO2e; negative is an avoidance
 */
public record CarbonMass(long milligrams) implements Comparable<CarbonMass> {

    public static final CarbonMass ZERO = new CarbonMass(0);

    public static CarbonMass ofKilograms(BigDecimal kilograms) {
        return new CarbonMass(kilograms.movePointRight(6).longValueExact());
    }

    public BigDecimal grams() {
        return Decimals.plain(BigDecimal.valueOf(milligrams, 3));
    }

    public BigDecimal kilograms() {
        return Decimals.plain(BigDecimal.valueOf(milligrams, 6));
    }

    public CarbonMass plus(CarbonMass other) {
        return new CarbonMass(Math.addExact(milligrams, other.milligrams));
    }

    public CarbonMass minus(CarbonMass other) {
        return new CarbonMass(Math.subtractExact(milligrams, other.milligrams));
    }

    @Override
    public int compareTo(CarbonMass other) {
        return Long.compare(milligrams, other.milligrams);
    }

    @Override
    public String toString() {
        return kilograms().toPlainString() + " kgCO2";
    }
}
