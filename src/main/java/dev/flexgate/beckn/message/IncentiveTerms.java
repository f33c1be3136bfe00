package dev.flexgate.beckn.message;

import dev.flexgate.quantity.EnergyPrice;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * By what a reduction is paid, as Beckn DEG of 2025 settles it: each kWh reduced, a bonus on it where the whole event
 * came to more than the commitment, and something off for what was short. Its recorded messages show the outcome of
 * such terms ({@code bonusIncentive}, {@code exceeded_commitment_by_5_percent}) and leave the terms themselves to the
 * programme.
 *
 * @param rate per kWh reduced; empty: what the provider offers
 * @param bonusRate share of the incentive on top, 0 for none, 1 at most
 * @param bonusAbove share of the commitment that must be exceeded for it, such as 1
 * @param penalty off per kWh short of the commitment; empty for none
 */
public record IncentiveTerms(
        Optional<EnergyPrice> rate, BigDecimal bonusRate, BigDecimal bonusAbove, Optional<EnergyPrice> penalty) {

    private static final BigDecimal THRESHOLD_MAX = BigDecimal.TEN;

    public IncentiveTerms {
        if (bonusRate.signum() < 0 || bonusRate.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("a bonus is a share of the incentive from 0 to 1, not " + bonusRate);
        }
        if (bonusAbove.signum() < 0 || bonusAbove.compareTo(THRESHOLD_MAX) > 0) {
            throw new IllegalArgumentException("a bonus begins at 0 to 10 times the commitment, not " + bonusAbove);
        }
        // Where there is no bonus nothing is exceeded for it: two terms that come to the same are the same.
        bonusAbove = bonusRate.signum() == 0 ? BigDecimal.ONE : bonusAbove;
        rate.ifPresent(price -> checked("rate", price));
        penalty.ifPresent(price -> checked("penalty", price));
    }

    private static void checked(String name, EnergyPrice price) {
        if (price.perKilowattHour().signum() < 0) {
            throw new IllegalArgumentException("a " + name + " is not negative: " + price);
        }
    }

    /** What the provider offers, and nothing on top. */
    public static final IncentiveTerms PLAIN =
            new IncentiveTerms(Optional.empty(), BigDecimal.ZERO, BigDecimal.ONE, Optional.empty());
}
