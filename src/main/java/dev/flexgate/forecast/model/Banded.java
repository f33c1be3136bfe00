package dev.flexgate.forecast.model;

/**
 * A forecast of consecutive steps with its 80 % band.
 *
 * @param p10 the outturn is expected below it one time in ten
 * @param p50 the forecast itself
 * @param p90 the outturn is expected above it one time in ten
 */
@SuppressWarnings("ArrayRecordComponent") // a kernel type
public record Banded(double[] p10, double[] p50, double[] p90) {

    /** No forecast: the past was too short. */
    public static final Banded NONE = new Banded(new double[0], new double[0], new double[0]);

    public boolean isNone() {
        return p50.length == 0;
    }
}
