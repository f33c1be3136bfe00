package dev.flexgate.flexibility;

import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;

/**
 * What one site delivers in one half-hour. Powers are facility powers except those that say IT.
 *
 * @param site where
 * @param period which half-hour
 * @param ordered how far below the baseline, or above it in a turn-up
 * @param itOrdered the same as IT power
 * @param baseline load that was planned before the order
 * @param target baseline less what is ordered, or plus that in a turn-up
 * @param itBound the most IT power that jobs may draw there while the order stands, or the least in a turn-up
 * @param price per kWh delivered
 * @param penalty per kWh ordered and not delivered
 */
public record OrderLine(
        SiteId site,
        Interval period,
        Power ordered,
        Power itOrdered,
        Power baseline,
        Power target,
        Power itBound,
        EnergyPrice price,
        EnergyPrice penalty) {}
