package dev.flexgate.flexibility;

import java.math.BigDecimal;
import java.util.Comparator;

/**
 * A part of flexibility at a price, as clearing sees it.
 *
 * @param id names it among its kind
 * @param megawatts the most of it
 * @param leastMegawatts the least of it that makes sense; zero when it can be divided at will
 * @param pricePerMwh currency per MWh; may be negative
 * @param received order of arrival: of two at one price the earlier goes first
 */
public record Bid(String id, BigDecimal megawatts, BigDecimal leastMegawatts, BigDecimal pricePerMwh, long received) {

    /** Price, then arrival, then id: the declared order, so that nothing depends on how a list was built. */
    static final Comparator<Bid> MERIT = Comparator.comparing(Bid::pricePerMwh)
            .thenComparingLong(Bid::received)
            .thenComparing(Bid::id);

    public Bid {
        if (megawatts.signum() < 0 || leastMegawatts.signum() < 0 || leastMegawatts.compareTo(megawatts) > 0) {
            throw new IllegalArgumentException(
                    "a bid is for 0 <= least <= most, not " + leastMegawatts + " to " + megawatts);
        }
    }

    boolean isIndivisible() {
        return leastMegawatts.signum() > 0;
    }
}
