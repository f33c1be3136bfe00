package dev.flexgate.negotiation;

/**
 * Cheapest cells first, until the work is done or is worth less than the next cell asks. Greedy is exact here:
 * room of cells and power over all sites of a period nest, so the choices form a polymatroid.
 */
final class MalleableResponse {

    private final CheapestFirst cheapest = new CheapestFirst();
    private long[] drawnWatts = new long[128];

    void answer(Responder to, int job, Shape.PowerLimit limit, long[] room) {
        int window = to.needs.window(job);
        if (drawnWatts.length < window) {
            drawnWatts = new long[2 * window];
        }
        java.util.Arrays.fill(drawnWatts, 0, window, 0);
        gather(to, job, limit, room, window);
        int sites = to.needs.sites[job].length;
        long left = to.needs.workWattPeriods[job];
        while (left > 0 && !cheapest.isEmpty() && cheapest.price() <= to.needs.lostWorkPerMwh[job]) {
            int step = cheapest.slot() / sites;
            int where = cell(to, job, cheapest.slot() % sites, step);
            long power = Math.min(left, Math.min(room[where], to.needs.watts[job] - drawnWatts[step]));
            if (power > 0) {
                to.take(where, power, cheapest.price());
                drawnWatts[step] += limit == Shape.PowerLimit.OVERALL ? power : 0;
                left -= power;
            }
            cheapest.drop();
        }
        to.defer(job, left);
    }

    /** Slots are numbered period by period, so that among equal prices the earlier period goes first. */
    private void gather(Responder to, int job, Shape.PowerLimit limit, long[] room, int window) {
        int sites = to.needs.sites[job].length;
        cheapest.clear();
        for (int step = 0; step < window; step++) {
            if (limit == Shape.PowerLimit.OVERALL && sites > 0) {
                int best = cheapestSite(to, step, sites, window);
                if (room[cell(to, job, best, step)] >= to.needs.watts[job]) {
                    cheapest.add(to.price[best * window + step], step * sites + best);
                    continue;
                }
            }
            for (int index = 0; index < sites; index++) {
                if (room[cell(to, job, index, step)] > 0) {
                    cheapest.add(to.price[index * window + step], step * sites + index);
                }
            }
        }
        cheapest.heapify();
    }

    private static int cheapestSite(Responder to, int step, int sites, int window) {
        int best = 0;
        for (int index = 1; index < sites; index++) {
            if (to.price[index * window + step] < to.price[best * window + step]) {
                best = index;
            }
        }
        return best;
    }

    private static int cell(Responder to, int job, int siteIndex, int step) {
        return to.needs.sites[job][siteIndex] * to.offers.periods + to.needs.from[job] + step;
    }
}
