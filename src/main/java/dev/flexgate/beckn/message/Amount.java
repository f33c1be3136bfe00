package dev.flexgate.beckn.message;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Power;

/** How much a consumer wants of a slot. */
public sealed interface Amount {

    /** This IT power over the whole window. */
    record OfPower(Power power) implements Amount {}

    /** This IT energy, spread evenly over the window. */
    record OfEnergy(Energy energy) implements Amount {}

    /** Both were said; they must agree over the window. */
    record OfPowerAndEnergy(Power power, Energy energy) implements Amount {}

    /** Not said yet: it wants to know the price, and will name the load when it states its terms. */
    record Unsaid() implements Amount {}
}
