package dev.flexgate.forecast.model;

import java.util.Arrays;

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

    /** How much each feature is held back beside the others, from {@code out[at]} on. */
    default void holdBack(double[] out, int at) {
        Arrays.fill(out, at, at + size(), 1);
    }
}
