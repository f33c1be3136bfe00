package dev.flexgate.forecast.model;

/**
 * Some of the features of a regression. Told an origin first, then asked for each lead of it; may read nothing that was
 * not known at that origin.
 */
interface Block {

    /** How many features. */
    int size();

    /** Prepares for the leads of an origin. */
    void origin(int origin);

    /** Writes the features of {@code lead} from {@code out[at]} on. */
    void write(int lead, double[] out, int at);
}
