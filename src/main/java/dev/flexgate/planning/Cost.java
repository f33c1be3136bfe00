package dev.flexgate.planning;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Money;

/**
 * What some computing costs at forecast prices and intensities (P50), facility overhead included.
 *
 * @param money energy bought
 * @param carbon emissions caused
 */
public record Cost(Money money, CarbonMass carbon) {

    static final Cost NONE = new Cost(Money.zero(PlanningLimits.CURRENCY), CarbonMass.ZERO);

    Cost plus(Cost other) {
        return new Cost(money.plus(other.money), carbon.plus(other.carbon));
    }

    Cost minus(Cost other) {
        return new Cost(money.minus(other.money), carbon.minus(other.carbon));
    }
}
