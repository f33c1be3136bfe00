package dev.flexgate.forecast.model;

import java.util.Arrays;

/**
 * Another series beside the one that is forecast: what it will be where an auction has fixed that, what it was of late, each
 * as its distance from its own last week. Where it is not known yet it is taken to stay at its level.
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
        this.scaled = Arrays.stream(companion.values()).map(scale::on).toArray();
        for (int at = perDay; at < scaled.length; at++) {
            if (Double.isNaN(scaled[at])) {
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
                sum += scaled[at - day * perDay + slot];
            }
            level[slot] = sum / WEEK;
        }
        fixed[0] = distance(at - 1);
        fixed[1] = mean(at - perDay / 4, at);
        fixed[2] = mean(at - perDay, at);
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
        out[at + 3] = distance(origin - perDay + slot);
        System.arraycopy(fixed, 0, out, at + BY_LEAD, BY_ORIGIN);
    }

    private double distance(int step) {
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
