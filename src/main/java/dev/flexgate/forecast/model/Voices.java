package dev.flexgate.forecast.model;

import java.util.List;

/** What trained experts say. */
interface Voices {

    /** What each says from {@code origin} on, always in one order; those that cannot say anything are left out. */
    List<double[]> forecasts(int origin);

    /** How many of the last of them count only as far as they did well of late. */
    default int bySkillAlone() {
        return 0;
    }
}
