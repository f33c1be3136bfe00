package dev.flexgate.forecast.model;

/** The same time on each of the last seven days, as distances from their mean: what no new level of the series upsets. */
final class DaysBlock implements Block {

    private static final int WEEK = 7;

    private final LagBlock lags;
    private final int perDay;

    DaysBlock(LagBlock lags, int perDay) {
        this.lags = lags;
        this.perDay = perDay;
    }

    @Override
    public int size() {
        return WEEK;
    }

    @Override
    public void origin(int at) {
        lags.origin(at);
    }

    @Override
    public void write(int lead, double[] out, int at) {
        for (int day = 1; day <= WEEK; day++) {
            out[at + day - 1] = lags.distance(lead % perDay, day);
        }
    }
}
