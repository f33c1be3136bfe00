package dev.flexgate.placement;

import dev.flexgate.quantity.Money;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A policy that is to be tried on what was.
 *
 * @param tenant whose jobs of the past are placed again
 * @param perTonne what a tonne of CO2e is worth avoiding
 * @param carbonKg most emissions of the whole time; empty for any
 * @param money most cost of the whole time; empty for any
 * @param hold whether a job that the budget has no room for is held back
 * @param days how many days back
 */
public record TrialAsk(
        TenantId tenant,
        Money perTonne,
        Optional<BigDecimal> carbonKg,
        Optional<BigDecimal> money,
        boolean hold,
        int days) {

    /** Most days. */
    public static final int DAYS_MAX = 90;

    public TrialAsk {
        if (days < 1 || days > DAYS_MAX) {
            throw new IllegalArgumentException("days must be 1 to " + DAYS_MAX + ": " + days);
        }
        if (perTonne.isNegative()) {
            throw new IllegalArgumentException("the worth of a tonne cannot be negative: " + perTonne);
        }
        if (carbonKg.filter(each -> each.signum() <= 0).isPresent()
                || money.filter(each -> each.signum() <= 0).isPresent()) {
            throw new IllegalArgumentException("a budget is more than 0");
        }
    }
}
