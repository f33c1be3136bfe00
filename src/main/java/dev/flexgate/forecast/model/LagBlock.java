package dev.flexgate.forecast.model;

import java.util.Arrays;

/**
 * What a series did lately, as distances from its level: the mean of the same time of day over the last seven days. The
 * same time on each of them, the weekday's, the last hours', the last days'.
 */
final class LagBlock implements Block {

    /** Days before an origin that the features reach back to. */
    static final int DAYS = 28;

    private static final int WEEK = 7;
    private static final int[] LAST_HOURS = {1, 2, 3, 6};
    private static final int[] MEAN_HOURS = {6, 12, 24};

    /** Seven days, two longer means, the weekday. */
    private static final int BY_LEAD = WEEK + 3;

    /** The last hours, their means, the day before, level, longer level, slope. */
    private static final int BY_ORIGIN = 4 + 3 + 4;

    private final int perDay;
    private final double[] filled;
    private final double[] scaled;
    private final Scale scale;
    private final double[] level;
    private final double[] fortnight;
    private final double[] month;
    private final double[] fixed = new double[BY_ORIGIN];
    private int origin;

    /** @param filled without NaN from the first of the {@link #DAYS} before any origin on */
    LagBlock(double[] filled, Scale scale, int perDay) {
        this.perDay = perDay;
        this.filled = filled;
        this.scale = scale;
        this.scaled = Arrays.stream(filled).map(scale::on).toArray();
        this.level = new double[perDay];
        this.fortnight = new double[perDay];
        this.month = new double[perDay];
    }

    @Override
    public int size() {
        return BY_LEAD + BY_ORIGIN;
    }

    /** The level of the forecast step, scaled: what the regression's target is a distance from. */
    double level(int lead) {
        return level[lead % perDay];
    }

    @Override
    public void origin(int at) {
        this.origin = at;
        for (int slot = 0; slot < perDay; slot++) {
            level[slot] = scale.on(mean(filled, slot, WEEK));
            fortnight[slot] = mean(scaled, slot, 2 * WEEK);
            month[slot] = mean(scaled, slot, DAYS);
        }
        int next = 0;
        for (int hours : LAST_HOURS) {
            fixed[next++] = distance(perDay - hours * perDay / 24, 1);
        }
        for (int hours : MEAN_HOURS) {
            fixed[next++] = meanDistance(hours * perDay / 24, 1);
        }
        double levels = Arrays.stream(level).average().orElseThrow();
        fixed[next++] = meanDistance(perDay, 2);
        fixed[next++] = levels;
        fixed[next++] = Arrays.stream(month).average().orElseThrow() - levels;
        fixed[next] = meanDistance(perDay, 1) - meanDistance(perDay, WEEK);
    }

    @Override
    public void write(int lead, double[] out, int at) {
        int slot = lead % perDay;
        int next = at;
        for (int day = 1; day <= WEEK; day++) {
            out[next++] = distance(slot, day);
        }
        out[next++] = fortnight[slot] - level[slot];
        out[next++] = month[slot] - level[slot];
        out[next++] = weekday(lead) - level[slot];
        System.arraycopy(fixed, 0, out, next, BY_ORIGIN);
    }

    /** The mean of the same time on the same weekday over three weeks. */
    private double weekday(int lead) {
        double sum = 0;
        for (int week = 1; week <= 3; week++) {
            sum += scaled[origin + lead - week * WEEK * perDay];
        }
        return sum / 3;
    }

    /** The scaled value of a step of the day before the origin. */
    double yesterday(int slot) {
        return scaled[origin - perDay + slot];
    }

    double distance(int slot, int day) {
        return scaled[origin - day * perDay + slot] - level[slot];
    }

    /** Over the last {@code steps} of a day. */
    private double meanDistance(int steps, int day) {
        double sum = 0;
        for (int slot = perDay - steps; slot < perDay; slot++) {
            sum += distance(slot, day);
        }
        return sum / steps;
    }

    private double mean(double[] values, int slot, int days) {
        double sum = 0;
        for (int day = 1; day <= days; day++) {
            sum += values[origin - day * perDay + slot];
        }
        return sum / days;
    }
}
