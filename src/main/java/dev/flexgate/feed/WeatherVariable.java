package dev.flexgate.feed;

/** What weather is about, each in one unit everywhere. */
public enum WeatherVariable {
    /** At 10 m, m/s. */
    WIND_SPEED,
    /** At 2 m, kelvin. */
    TEMPERATURE,
    /** At 2 m, kelvin. */
    DEW_POINT,
    /** Short-wave, downward at the ground, W/m2, the mean of the hour. */
    RADIATION
}
