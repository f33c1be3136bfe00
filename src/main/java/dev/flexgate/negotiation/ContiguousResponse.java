package dev.flexgate.negotiation;

/** The cheapest start: a window of the job's length slides over each site. */
final class ContiguousResponse {

    private ContiguousResponse() {}

    static void answer(Responder to, int job, long[] room) {
        int window = to.needs.window(job);
        int length = to.needs.length[job];
        long power = to.needs.watts[job];
        double best = Double.POSITIVE_INFINITY;
        int bestIndex = -1;
        int bestStart = -1;
        for (int index = 0; length <= window && index < to.needs.sites[job].length; index++) {
            int first = to.needs.sites[job][index] * to.offers.periods + to.needs.from[job];
            double sum = 0;
            int free = 0;
            for (int step = 0; step < window; step++) {
                free = room[first + step] >= power ? free + 1 : 0;
                sum += to.price[index * window + step];
                if (step >= length) {
                    sum -= to.price[index * window + step - length];
                }
                if (free >= length && sum < best) {
                    best = sum;
                    bestIndex = index;
                    bestStart = step - length + 1;
                }
            }
        }
        if (bestIndex < 0 || best > length * to.needs.lostWorkPerMwh[job]) {
            to.defer(job, to.needs.workWattPeriods[job]);
            return;
        }
        int first = to.needs.sites[job][bestIndex] * to.offers.periods + to.needs.from[job];
        for (int step = bestStart; step < bestStart + length; step++) {
            to.take(first + step, power, to.price[bestIndex * window + step]);
        }
    }
}
