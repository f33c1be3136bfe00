package dev.flexgate.settlement.meter;

import dev.flexgate.quantity.Quality;

/** How a reading came about, best first. */
public enum ReadingQuality {
    MEASURED(Quality.MEASURED),
    /** Calculated by who reads the meter. */
    ESTIMATED(Quality.ESTIMATED),
    /** Taken from another meter. */
    SUBSTITUTED(Quality.ESTIMATED),
    /** Made by a demonstration. */
    SIMULATED(Quality.SIMULATED),
    /** The meter failed: there is no value. */
    BAD(Quality.ESTIMATED);

    private final Quality quality;

    ReadingQuality(Quality quality) {
        this.quality = quality;
    }

    /** The same in the words of the whole house. */
    public Quality quality() {
        return quality;
    }
}
