package dev.flexgate.forecast.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts an 80 % band around the forecasts of a method, kept honest by its own past: the width of each lead follows the
 * size of recent errors there, and how many widths the band reaches up and down is moved after every day of lead that
 * has come, by how far it was from leaving out one value in ten on that side. Such tracking ends near its share whatever
 * the errors do (quantile tracking: Angelopoulos, Candes, Tibshirani, "Conformal PID control for time series prediction",
 * 2023). Not safe for several threads.
 */
public final class Calibrated {

    /** Earlier origins, a day apart, that the band learns from. */
    public static final int DAYS = 75;

    /** So many days of its own it remembers beside them: what it left out too often for weeks has to come back. */
    private static final int DAYS_MORE_MAX = 400;

    private static final int DAYS_MIN = 14;

    /** What each side leaves out. */
    private static final double TAIL = 0.1;

    /** How many widths, a width being the mean error, the band reaches at first: right for normal errors. */
    private static final double REACH = 1.6;

    /** Without any reach it would never be seen to be too narrow. */
    private static final double REACH_MIN = 0.1;

    /** Moved by this, in widths, when a day of lead lies wholly outside. */
    private static final double REACH_RATE = 0.6;

    /** Weight of the newest error in the width. */
    private static final double WIDTH_RATE = 0.05;

    private static final int NEIGHBOURS = 2;

    private final Method method;
    private final Dataset data;
    private final int leads;
    private final int begin;
    private final Scale scale;
    private final double[] scaled;
    private final Map<Integer, Said> said = new HashMap<>();

    /** What was said from an origin, scaled, and how far it missed as far as that is on record. */
    @SuppressWarnings("ArrayRecordComponent") // a kernel type
    private record Said(double[] middle, double[] misses, double[] sizes) {}

    /** @param begin as {@link Learned} has it */
    public Calibrated(Method method, Dataset data, int leads, int begin) {
        this.method = method;
        this.data = data;
        this.leads = leads;
        this.begin = begin;
        this.scale = Scale.of(data.values(), begin);
        this.scaled = Arrays.stream(data.values()).map(scale::on).toArray();
    }

    public String name() {
        return method.name();
    }

    /** From {@code origin} on; {@link Banded#NONE} where the method says nothing. */
    public Banded forecast(int origin) {
        double[] middle = said(origin).middle();
        if (middle.length == 0) {
            return Banded.NONE;
        }
        Band band = band(origin);
        double[] p10 = new double[middle.length];
        double[] p50 = new double[middle.length];
        double[] p90 = new double[middle.length];
        for (int lead = 0; lead < middle.length; lead++) {
            p10[lead] = scale.off(middle[lead] - band.down(lead));
            p50[lead] = scale.off(middle[lead]);
            p90[lead] = scale.off(middle[lead] + band.up(lead));
        }
        return new Banded(p10, p50, p90);
    }

    /** How far the band of {@code origin} reaches down and up, by lead, on the scale of the series. */
    double[][] reaches(int origin) {
        Band band = band(origin);
        double[][] reaches = new double[2][leads];
        for (int lead = 0; lead < leads; lead++) {
            reaches[0][lead] = band.down(lead);
            reaches[1][lead] = band.up(lead);
        }
        return reaches;
    }

    private Said said(int origin) {
        return said.computeIfAbsent(origin, at -> {
            double[] values = method.forecast(new Past(data.series(), data.target(), at), leads);
            double[] misses = new double[values.length];
            for (int lead = 0; lead < values.length; lead++) {
                values[lead] = scale.on(values[lead]);
                misses[lead] = at + lead < scaled.length ? scaled[at + lead] - values[lead] : Double.NaN;
            }
            return new Said(values, misses, sizes(misses));
        });
    }

    /** Mean size of the misses around each lead, none of another day of lead among them. */
    private double[] sizes(double[] misses) {
        int perDay = data.series().perDay();
        double[] sizes = new double[misses.length];
        for (int lead = 0; lead < sizes.length; lead++) {
            int dayStart = lead - lead % perDay;
            double sum = 0;
            int count = 0;
            int last = Math.min(Math.min(dayStart + perDay, sizes.length) - 1, lead + NEIGHBOURS);
            for (int at = Math.max(dayStart, lead - NEIGHBOURS); at <= last; at++) {
                if (!Double.isNaN(misses[at])) {
                    sum += Math.abs(misses[at]);
                    count++;
                }
            }
            sizes[lead] = count == 0 ? Double.NaN : sum / count;
        }
        return sizes;
    }

    /** Replays the days before {@code origin}, oldest first, each with what had come by its end. */
    private Band band(int origin) {
        int perDay = data.series().perDay();
        int first = DAYS + Math.clamp((origin - begin) / perDay, 0, DAYS_MORE_MAX);
        while (first > 0
                && (origin - first * perDay < 0 || said(origin - first * perDay).middle().length == 0)) {
            first--;
        }
        var band = new Band(perDay);
        for (int back = first; back >= 0; back--) {
            int now = origin - back * perDay;
            for (int day = 0; day * perDay < leads; day++) {
                int issued = now - (day + 1) * perDay;
                if (origin - issued <= first * perDay) {
                    band.learn(issued, day);
                }
            }
            band.issue(now);
        }
        return band;
    }

    /** What is known of the errors by some day. */
    private final class Band {

        /** Before the first issue nothing was said. */
        private final double[][] none = new double[2][leads];

        private final int perDay;
        private final double[] width = new double[leads];
        private final int[] seen;
        private final double[] down;
        private final double[] up;
        private final Map<Integer, double[][]> issues = new HashMap<>();

        Band(int perDay) {
            this.perDay = perDay;
            int days = (leads + perDay - 1) / perDay;
            this.seen = new int[days];
            this.down = new double[days];
            this.up = new double[days];
            Arrays.fill(down, REACH);
            Arrays.fill(up, REACH);
        }

        double down(int lead) {
            return width[lead] * down[lead / perDay];
        }

        double up(int lead) {
            return width[lead] * up[lead / perDay];
        }

        /** Day {@code day} of lead of the forecast of {@code issued}, which has come. */
        void learn(int issued, int day) {
            Said its = said(issued);
            if (its.middle().length < leads) {
                return;
            }
            int first = day * perDay;
            int end = Math.min(leads, first + perDay);
            double[][] then = issues.getOrDefault(issued, none);
            double[] issuedDown = then[0];
            double[] issuedUp = then[1];
            int outBelow = 0;
            int outAbove = 0;
            int count = 0;
            for (int lead = first; lead < end; lead++) {
                double miss = its.misses()[lead];
                if (!Double.isNaN(miss)) {
                    count++;
                    outBelow += miss < -issuedDown[lead] ? 1 : 0;
                    outAbove += miss > issuedUp[lead] ? 1 : 0;
                }
            }
            if (count > 0) {
                if (seen[day] >= DAYS_MIN && issuedUp[first] > 0) {
                    down[day] = Math.max(REACH_MIN, down[day] + REACH_RATE * ((double) outBelow / count - TAIL));
                    up[day] = Math.max(REACH_MIN, up[day] + REACH_RATE * ((double) outAbove / count - TAIL));
                }
                widen(day, its.sizes(), first, end);
                seen[day]++;
            }
        }

        /** The band as it was issued is what its misses are counted against: errors of one day are like the next's. */
        void issue(int origin) {
            double[][] now = new double[2][leads];
            for (int lead = 0; lead < leads; lead++) {
                now[0][lead] = down(lead);
                now[1][lead] = up(lead);
            }
            issues.put(origin, now);
        }

        private void widen(int day, double[] sizes, int first, int end) {
            // A plain mean at first, then one that forgets.
            double rate = Math.max(WIDTH_RATE, 1.0 / (seen[day] + 1));
            for (int lead = first; lead < end; lead++) {
                if (!Double.isNaN(sizes[lead])) {
                    width[lead] += rate * (sizes[lead] - width[lead]);
                }
            }
        }
    }
}
