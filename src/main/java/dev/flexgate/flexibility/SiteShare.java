package dev.flexgate.flexibility;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;

/**
 * What one site contributes in every half-hour of the window.
 *
 * @param site which
 * @param power facility power, as the grid sees it
 * @param itPower the same as IT power, rounded up to a watt so that the facility power is reached
 * @param price per kWh of facility energy
 */
public record SiteShare(SiteId site, Power power, Power itPower, EnergyPrice price) {

    /** What full delivery is paid: each half-hour rounded once, as its settlement line will be. */
    public Money amount(Interval window) {
        Energy halfHour = power.over(Interval.from(window.start(), HalfHours.STEP));
        Money sum = Money.zero(price.currency());
        for (int period = 0; period < HalfHours.of(window).count(); period++) {
            sum = sum.plus(price.of(halfHour));
        }
        return sum;
    }

    SiteShare at(EnergyPrice other) {
        return new SiteShare(site, power, itPower, other);
    }
}
