package dev.flexgate.negotiation;

import java.util.Arrays;

/** Whole numbers, one a period or one a cell (site by site, period by period), immutable. */
public final class WholeSeries {

    private final long[] values;

    private WholeSeries(long[] values) {
        this.values = values;
    }

    public static WholeSeries of(long... values) {
        return new WholeSeries(values.clone());
    }

    public static WholeSeries zeros(int size) {
        return new WholeSeries(new long[size]);
    }

    public long at(int index) {
        return values[index];
    }

    public int size() {
        return values.length;
    }

    public WholeSeries slice(int from, int until) {
        return new WholeSeries(Arrays.copyOfRange(values, from, until));
    }

    public WholeSeries plus(WholeSeries other) {
        long[] sum = values.clone();
        for (int index = 0; index < sum.length; index++) {
            sum[index] = Math.addExact(sum[index], other.values[index]);
        }
        return new WholeSeries(sum);
    }

    public long[] toArray() {
        return values.clone();
    }

    /** A 64-bit FNV-1a fingerprint, to recognise the same values in a transcript; not a signature. */
    public long fingerprint() {
        long hash = 0xcbf29ce484222325L;
        for (long value : values) {
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                hash = (hash ^ ((value >>> shift) & 0xff)) * 0x100000001b3L;
            }
        }
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WholeSeries series && Arrays.equals(values, series.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
