package dev.flexgate.settlement.recompute;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collection;

/** An exact quotient; the verifier's own, so that a fault of the other arithmetic cannot hide here. */
record Ratio(BigInteger over, BigInteger under) implements Comparable<Ratio> {

    static final Ratio NOTHING = of(0);

    static Ratio of(long whole) {
        return new Ratio(BigInteger.valueOf(whole), BigInteger.ONE);
    }

    static Ratio of(String decimal) {
        BigDecimal value = new BigDecimal(decimal);
        BigInteger ten = BigInteger.TEN;
        return value.scale() >= 0
                ? new Ratio(value.unscaledValue(), ten.pow(value.scale()))
                : new Ratio(value.unscaledValue().multiply(ten.pow(-value.scale())), BigInteger.ONE);
    }

    static Ratio sum(Collection<Ratio> all) {
        return all.stream().reduce(NOTHING, Ratio::add);
    }

    Ratio add(Ratio other) {
        return new Ratio(over.multiply(other.under).add(other.over.multiply(under)), under.multiply(other.under));
    }

    Ratio subtract(Ratio other) {
        return add(other.multiply(of(-1)));
    }

    Ratio multiply(Ratio other) {
        return new Ratio(over.multiply(other.over), under.multiply(other.under));
    }

    Ratio divide(long by) {
        return new Ratio(over, under.multiply(BigInteger.valueOf(by)));
    }

    Ratio atLeastNothing() {
        return over.signum() * under.signum() < 0 ? NOTHING : this;
    }

    Ratio atMost(Ratio other) {
        return compareTo(other) > 0 ? other : this;
    }

    /** Half-even. */
    String decimal(int places) {
        return new BigDecimal(over)
                .divide(new BigDecimal(under), places, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    @Override
    public int compareTo(Ratio other) {
        return subtract(other).over.signum() * subtract(other).under.signum();
    }

    /** In lowest terms. */
    @Override
    public String toString() {
        BigInteger common = over.gcd(under).multiply(BigInteger.valueOf(under.signum()));
        BigInteger below = under.divide(common);
        return over.divide(common) + (below.equals(BigInteger.ONE) ? "" : "/" + below);
    }
}
