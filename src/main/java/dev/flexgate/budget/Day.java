package dev.flexgate.budget;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What was or will be used on a day, UTC.
 *
 * @param start of the day
 * @param planned at the forecasts of the plans
 * @param counted measured where that is known, else planned; what is still to come is planned
 */
public record Day(Instant start, Both planned, Both counted) {

    /** Carbon in kg, and money in the budget's currency. */
    public record Both(BigDecimal carbonKg, BigDecimal money) {

        static final Both NOTHING = new Both(BigDecimal.ZERO, BigDecimal.ZERO);

        Both plus(Both other) {
            return new Both(carbonKg.add(other.carbonKg), money.add(other.money));
        }

        BigDecimal of(Kind kind) {
            return switch (kind) {
                case CARBON -> carbonKg;
                case MONEY -> money;
            };
        }
    }
}
