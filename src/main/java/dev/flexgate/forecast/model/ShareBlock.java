package dev.flexgate.forecast.model;

/** How the shares of the sources of generation moved: over the week, the last day and the last hour. */
final class ShareBlock implements Block {

    private static final int WEEK = 7;
    private static final int PER_SOURCE = 3;

    private final int perDay;
    private final double[][] shares;
    private final double[] features;

    /** @param shares by source, filled as {@link LagBlock} wants it */
    ShareBlock(double[][] shares, int perDay) {
        this.perDay = perDay;
        this.shares = shares;
        this.features = new double[PER_SOURCE * shares.length];
    }

    @Override
    public int size() {
        return features.length;
    }

    @Override
    public void origin(int origin) {
        for (int source = 0; source < shares.length; source++) {
            double[] share = shares[source];
            double week = mean(share, origin - WEEK * perDay, origin);
            double lastSlot = 0;
            for (int day = 1; day <= WEEK; day++) {
                lastSlot += share[origin - 1 - (day - 1) * perDay] / WEEK;
            }
            features[PER_SOURCE * source] = week;
            features[PER_SOURCE * source + 1] = mean(share, origin - perDay, origin) - week;
            features[PER_SOURCE * source + 2] = share[origin - 1] - lastSlot;
        }
    }

    @Override
    public void write(int lead, double[] out, int at) {
        System.arraycopy(features, 0, out, at, features.length);
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int at = from; at < to; at++) {
            sum += values[at];
        }
        return sum / (to - from);
    }
}
