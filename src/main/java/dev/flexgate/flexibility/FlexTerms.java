package dev.flexgate.flexibility;

import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * On which terms flexibility is sold.
 *
 * @param margin on top of what the jobs lose, as a fraction of it
 * @param floor least price per kWh: wear, and the trouble of it
 * @param leastPower least facility power of an option
 * @param leastNotice shortest time from the order to the window
 * @param leastFactor smallest part of an option that can be ordered
 */
public record FlexTerms(
        BigDecimal margin, EnergyPrice floor, Power leastPower, Duration leastNotice, BigDecimal leastFactor) {

    public static final FlexTerms DEFAULT = new FlexTerms(
            new BigDecimal("0.10"),
            EnergyPrice.of("0.05", "GBP"),
            Power.ofKilowatts(1),
            Duration.ofMinutes(5),
            new BigDecimal("0.10"));
}
