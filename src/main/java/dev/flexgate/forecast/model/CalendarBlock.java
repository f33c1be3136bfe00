package dev.flexgate.forecast.model;

import java.util.Arrays;

/** The weekday of the forecast step and the time of its year, both in UTC. */
final class CalendarBlock implements Block {

    private static final int WEEKDAYS = 6;
    private static final double YEAR_DAYS = 365.25;

    private final EvenSeries series;
    private int origin;

    CalendarBlock(EvenSeries series) {
        this.series = series;
    }

    @Override
    public int size() {
        return WEEKDAYS + 4;
    }

    @Override
    public void origin(int at) {
        this.origin = at;
    }

    @Override
    public void write(int lead, double[] out, int at) {
        long day = series.dayOf(origin + lead);
        Arrays.fill(out, at, at + WEEKDAYS, 0);
        int weekday = Math.floorMod(day, 7);
        if (weekday < WEEKDAYS) {
            out[at + weekday] = 1;
        }
        double angle = 2 * Math.PI * (day / YEAR_DAYS);
        out[at + WEEKDAYS] = StrictMath.sin(angle);
        out[at + WEEKDAYS + 1] = StrictMath.cos(angle);
        out[at + WEEKDAYS + 2] = StrictMath.sin(2 * angle);
        out[at + WEEKDAYS + 3] = StrictMath.cos(2 * angle);
    }
}
