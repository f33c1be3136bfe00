package dev.flexgate.forecast.model;

/**
 * What an auction has fixed, as distance from the series' last week: some hours before and after the forecast step, since
 * weather passes one place sooner than another; on average around it; and, beyond what is fixed, the last of it, fading.
 * Chosen on 2023.
 */
final class AuctionBlock implements Block {

    private static final int[] SHIFT_HOURS = {-6, -3, 3, 6, 9};

    /** So far to both sides goes the mean around a step, by every other hour. */
    private static final int AROUND_HOURS = 12;

    private static final int EVERY_HOURS = 2;
    private static final int LAST_HOURS = 6;

    /** The last value fades within a weather front, the last hours' mean within half a day. */
    private static final double FADE_HOURS = 6;

    private static final double MEAN_FADE_HOURS = 12;

    private final CompanionBlock companion;
    private final int perHour;
    private final int perDay;

    /** @param companion told of an origin before this block is */
    AuctionBlock(CompanionBlock companion, int perDay) {
        this.companion = companion;
        this.perDay = perDay;
        this.perHour = perDay / 24;
    }

    @Override
    public int size() {
        return SHIFT_HOURS.length + 3;
    }

    @Override
    public void origin(int origin) {
        // The companion's block was told.
    }

    @Override
    public void write(int lead, double[] out, int at) {
        int origin = companion.origin();
        int until = companion.until();
        int step = origin + lead;
        int next = at;
        for (int hours : SHIFT_HOURS) {
            int shifted = Math.min(until - 1, Math.max(origin - perDay, step + hours * perHour));
            out[next++] = step < until ? companion.distance(shifted) : 0;
        }
        out[next++] = around(step, origin, until);
        double hoursBeyond = (double) (step - until + 1) / perHour;
        boolean isBeyond = step >= until;
        out[next++] = isBeyond ? companion.distance(until - 1) * StrictMath.exp(-hoursBeyond / FADE_HOURS) : 0;
        out[next] = isBeyond ? last(until) * StrictMath.exp(-hoursBeyond / MEAN_FADE_HOURS) : 0;
    }

    private double around(int step, int origin, int until) {
        double sum = 0;
        int count = 0;
        for (int hours = -AROUND_HOURS; hours <= AROUND_HOURS; hours += EVERY_HOURS) {
            int near = Math.max(origin - perDay, step + hours * perHour);
            if (near < until) {
                sum += companion.distance(near);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private double last(int until) {
        double sum = 0;
        for (int back = 0; back < LAST_HOURS; back++) {
            sum += companion.distance(until - 1 - back * perHour);
        }
        return sum / LAST_HOURS;
    }
}
