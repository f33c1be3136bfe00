package dev.flexgate.purchase;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Power;

/** How much is bought of a slot. */
public sealed interface Load {

    /** This IT power over the whole window. */
    record OfPower(Power power) implements Load {

        public OfPower {
            if (power.watts() <= 0) {
                throw new IllegalArgumentException("a purchase is of some power, not of " + power);
            }
        }
    }

    /** This IT energy, spread evenly over the window. */
    record OfEnergy(Energy energy) implements Load {

        public OfEnergy {
            if (energy.joules() <= 0) {
                throw new IllegalArgumentException("a purchase is of some energy, not of " + energy);
            }
        }
    }
}
