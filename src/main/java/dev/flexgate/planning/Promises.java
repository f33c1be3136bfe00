package dev.flexgate.planning;

import dev.flexgate.quantity.HalfHours;

/** Socket: who has promised a grid operator to hold load down, or up, says where; every plan keeps to it. */
@FunctionalInterface
public interface Promises {

    Promises NONE = _ -> Ceilings.NONE;

    /** What was promised to be the most in the half-hours of {@code grid}, as the transaction of this thread sees it. */
    Ceilings promised(HalfHours grid);

    /** What was promised to be the least there. */
    default Floors floors(HalfHours grid) {
        return Floors.NONE;
    }
}
