package dev.flexgate.forecast.model;

/** How the last day went: further hours of it, how wide it was, and where in it the last hours and the same time stood. */
final class ShapeBlock implements Block {

    private static final int[] HOURS = {4, 9, 12, 18};
    private static final int TREND_HOURS = 4;

    /** Hours, trend, width, last hour, four hours ago. */
    private static final int BY_ORIGIN = HOURS.length + 4;

    private final LagBlock lags;
    private final int perDay;
    private final double[] fixed = new double[BY_ORIGIN];
    private double mean;

    /** @param lags told of an origin before this block is */
    ShapeBlock(LagBlock lags, int perDay) {
        this.lags = lags;
        this.perDay = perDay;
    }

    @Override
    public int size() {
        return BY_ORIGIN + 1;
    }

    @Override
    public void origin(int at) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int slot = 0; slot < perDay; slot++) {
            double value = lags.yesterday(slot);
            low = Math.min(low, value);
            high = Math.max(high, value);
            sum += value;
        }
        mean = sum / perDay;
        int next = 0;
        for (int hours : HOURS) {
            fixed[next++] = lags.distance(slot(hours), 1);
        }
        fixed[next++] = lags.distance(perDay - 1, 1) - lags.distance(slot(TREND_HOURS), 1);
        fixed[next++] = high - low;
        fixed[next++] = lags.yesterday(perDay - 1) - mean;
        fixed[next] = lags.yesterday(slot(TREND_HOURS)) - mean;
    }

    @Override
    public void write(int lead, double[] out, int at) {
        out[at] = lags.yesterday(lead % perDay) - mean;
        System.arraycopy(fixed, 0, out, at + 1, BY_ORIGIN);
    }

    private int slot(int hoursAgo) {
        return perDay - hoursAgo * perDay / 24;
    }
}
