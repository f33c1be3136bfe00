package dev.flexgate.forecast.model;

/**
 * Another series beside the one that is forecast: what it will be where an auction has fixed that, what it was of late, each
 * as its distance from its own last week. Where it is not known yet it is taken to stay at its level. A series that comes
 * late is looked at as it stood that much earlier, in training too.
 */
final class CompanionBlock implements Block {

    private static final int WEEK = 7;

    /** Known ahead: distance, the same over three steps, value. Yesterday's distance. */
    private static final int BY_LEAD = 4;

    /** The last step, the last six hours, the last day, all that is known ahead. */
    private static final int BY_ORIGIN = 4;

    private final EvenSeries series;
    private final Companion companion;
    private final int perDay;

    /** Whole days by which the newest day that is known whole lies before the origin's. */
    private final int lateDays;

    private final double[] scaled;
    private final double[] level;
    private final double[] fixed = new double[BY_ORIGIN];
    private int origin;
    private int until;

    /** @param scale on which its values are compared, chosen from what training saw */
    CompanionBlock(EvenSeries series, Companion companion, Scale scale) {
        this.series = series;
        this.companion = companion;
        this.perDay = series.perDay();
        this.lateDays = (companion.late() + perDay - 1) / perDay;
        double[] values = companion.values();
        // It may end before the series does: what is missing then is as it was the day before.
        this.scaled = new double[Math.max(values.length, series.count())];
        for (int at = 0; at < scaled.length; at++) {
            scaled[at] = at < values.length ? scale.on(values[at]) : Double.NaN;
            if (Double.isNaN(scaled[at]) && at >= perDay) {
                scaled[at] = scaled[at - perDay];
            }
        }
        this.level = new double[perDay];
    }

    @Override
    public int size() {
        return BY_LEAD + BY_ORIGIN;
    }

    @Override
    public void origin(int at) {
        this.origin = at;
        this.until = companion.knownUntil(series, at);
        for (int slot = 0; slot < perDay; slot++) {
            double sum = 0;
            for (int day = 1; day <= WEEK; day++) {
                sum += scaled[at - (day + lateDays) * perDay + slot];
            }
            level[slot] = sum / WEEK;
        }
        int now = at - companion.late();
        fixed[0] = distance(now - 1);
        fixed[1] = mean(now - perDay / 4, now);
        fixed[2] = mean(now - perDay, now);
        fixed[3] = until > at ? mean(at, until) : 0;
    }

    @Override
    public void write(int lead, double[] out, int at) {
        int step = origin + lead;
        int slot = lead % perDay;
        int first = Math.max(origin, step - 1);
        int end = Math.min(until, step + 2);
        boolean isKnown = step < until;
        out[at] = isKnown ? distance(step) : 0;
        out[at + 1] = isKnown ? mean(first, end) : 0;
        out[at + 2] = isKnown ? scaled[step] : level[slot];
        out[at + 3] = distance(origin - (1 + lateDays) * perDay + slot);
        System.arraycopy(fixed, 0, out, at + BY_LEAD, BY_ORIGIN);
    }

    int origin() {
        return origin;
    }

    /** What is known ends there. */
    int until() {
        return until;
    }

    /** Of a step that is known, from its level. */
    double distance(int step) {
        return scaled[step] - level[Math.floorMod(step - origin, perDay)];
    }

    private double mean(int from, int to) {
        double sum = 0;
        for (int step = from; step < to; step++) {
            sum += distance(step);
        }
        return sum / (to - from);
    }
}
