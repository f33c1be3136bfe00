package dev.flexgate.forecast.model;

/** A way to forecast a series from its past. */
public interface Method {

    /** As reports and stored forecasts name it. */
    String name();

    /**
     * The next {@code leads} steps from the origin on; an empty array where the past is too short or has too many
     * holes.
     */
    double[] forecast(Past past, int leads);
}
