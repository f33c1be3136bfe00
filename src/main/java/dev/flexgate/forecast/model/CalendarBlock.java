package dev.flexgate.forecast.model;

import java.util.Arrays;

/** The weekday of the forecast step and the time of its year, both in UTC. */
final class CalendarBlock implements Block {

    private static final int WEEKDAYS = 6;
    private static final double YEAR_DAYS = 365.25;

    private final EvenSeries series;
    private final double[] season = new double[4];
    private long seasonDay = Long.MIN_VALUE;
    private int origin;

    CalendarBlock(EvenSeries series) {
        this.series = series;
    }

    @Override
    public int size() {
        return WEEKDAYS + season.length;
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
        if (day != seasonDay) {
            season(day);
        }
        System.arraycopy(season, 0, out, at + WEEKDAYS, season.length);
    }

    private void season(long day) {
        double angle = 2 * Math.PI * (day / YEAR_DAYS);
        season[0] = StrictMath.sin(angle);
        season[1] = StrictMath.cos(angle);
        season[2] = StrictMath.sin(2 * angle);
        season[3] = StrictMath.cos(2 * angle);
        seasonDay = day;
    }
}
