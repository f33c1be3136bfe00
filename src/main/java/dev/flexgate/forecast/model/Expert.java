package dev.flexgate.forecast.model;

/** One trained way to forecast a dataset; holds what was learnt, not the data. */
interface Expert {

    /** As reports name it. */
    String name();

    /** Binds it to data: the data of its training, or the same series with newer values. */
    Bound bind(Dataset data);

    /** A trained expert with the data to forecast from. */
    interface Bound {

        /** The steps from {@code origin} on; an empty array when something that it needs is not known. */
        double[] forecast(int origin);
    }
}
