package dev.flexgate.negotiation;

/**
 * The best response of one job to prices, within room: the exact cheapest way to do its work, or to defer it
 * where that is cheaper. With every cell's full capacity for room, the value is the job's part of the lower
 * bound; with the room left by others, it is an insertion. Holds the last answer; one responder a thread.
 */
final class Responder {

    final Offers offers;
    final Needs needs;

    /** The last answer: which cells, at what power. */
    int count;

    int[] cell = new int[64];
    long[] watts = new long[64];
    long deferredWattPeriods;
    /** The last answer at the prices quoted, currency, work deferred included at its worth. */
    double value;

    private double[] scarcityPerMwh;
    private double carbonPricePerKg;

    /** Room without what is closed to the job asked. */
    private final long[] openRoom;

    /** Price of each site and period of the job's window, site by site, per MWh of IT work. */
    double[] price = new double[256];

    private final MalleableResponse malleable = new MalleableResponse();
    private final PreemptibleResponse preemptible = new PreemptibleResponse();

    Responder(Offers offers, Needs needs) {
        this.offers = offers;
        this.needs = needs;
        this.scarcityPerMwh = new double[offers.cells()];
        this.openRoom = new long[offers.cells()];
    }

    /** The prices that answers are to be best at from now on; the array is read, not copied. */
    void quote(double[] scarcityPerMwh, double carbonPricePerKg) {
        this.scarcityPerMwh = scarcityPerMwh;
        this.carbonPricePerKg = carbonPricePerKg;
    }

    void respond(int job, long[] room) {
        count = 0;
        value = 0;
        deferredWattPeriods = 0;
        priceWindow(job);
        long[] open = needs.levies.closes(job) ? needs.levies.open(job, room, openRoom) : room;
        switch (needs.shape[job]) {
            case Shape.Malleable shape -> malleable.answer(this, job, shape.limit(), open);
            case Shape.Preemptible limits -> preemptible.answer(this, job, limits.maxInterruptions(), open);
            case Shape.Contiguous _ -> ContiguousResponse.answer(this, job, open);
        }
    }

    /** Price of one MWh of the job's work in a cell, at the prices quoted. */
    double pricePerMwh(int job, int siteIndex, int cell) {
        double carbonPrice = needs.carbonPricePerKg[job] + carbonPricePerKg;
        int sinceRelease = offers.periodOf(cell) - needs.release[job];
        return needs.money[job] * offers.moneyPerMwh[cell]
                + carbonPrice * offers.carbonKgPerMwh[cell]
                + scarcityPerMwh[cell]
                + needs.perMwhAtSite[job][siteIndex]
                + needs.delayPerMwhPeriod[job] * sinceRelease
                + needs.movingPerMwh(job, cell)
                + needs.levyPerMwh(job, cell, offers);
    }

    private void priceWindow(int job) {
        int window = needs.window(job);
        int[] sites = needs.sites[job];
        if (price.length < sites.length * window) {
            price = new double[2 * sites.length * window];
        }
        double money = needs.money[job];
        double carbonPrice = needs.carbonPricePerKg[job] + carbonPricePerKg;
        double delay = needs.delayPerMwhPeriod[job];
        int late = needs.from[job] - needs.release[job];
        for (int index = 0; index < sites.length; index++) {
            int first = sites[index] * offers.periods + needs.from[job];
            double here = needs.perMwhAtSite[job][index];
            for (int step = 0; step < window; step++) {
                price[index * window + step] = money * offers.moneyPerMwh[first + step]
                        + carbonPrice * offers.carbonKgPerMwh[first + step]
                        + scarcityPerMwh[first + step]
                        + here
                        + delay * (late + step);
            }
        }
        if (needs.isStaying()) {
            needs.addMoving(job, offers, price);
        }
        if (needs.levies.isPriced()) {
            needs.addLevies(job, offers, price);
        }
    }

    void take(int where, long power, double pricePerMwh) {
        if (count == cell.length) {
            cell = java.util.Arrays.copyOf(cell, 2 * count);
            watts = java.util.Arrays.copyOf(watts, 2 * count);
        }
        cell[count] = where;
        watts[count++] = power;
        value += power * pricePerMwh * offers.mwhPerWattPeriod;
    }

    void defer(int job, long wattPeriods) {
        deferredWattPeriods = wattPeriods;
        value += wattPeriods * needs.lostWorkPerMwh[job] * offers.mwhPerWattPeriod;
    }
}
