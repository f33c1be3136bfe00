package dev.flexgate.forecast.model;

import java.util.List;

/** What trained experts say. */
interface Voices {

    /** What each says from {@code origin} on, always in one order; those that cannot say anything are left out. */
    List<double[]> forecasts(int origin);
}
