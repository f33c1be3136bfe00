package dev.flexgate.market;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Money;

/**
 * What an order came to in the end.
 *
 * @param due what is to be paid: the price of what was delivered, and fees for what was given up
 * @param carbon emissions of the facility energy at the intensities known afterwards
 * @param method how both came about, for people
 */
public record Outcome(Money due, CarbonMass carbon, String method) {}
