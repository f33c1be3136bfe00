package dev.flexgate.negotiation;

import java.util.Arrays;

/**
 * The cheapest periods of one site: any of them where pauses are free, otherwise the cheapest few unbroken
 * stretches by dynamic programming over (period, periods run, stretches begun, running or not).
 */
final class PreemptibleResponse {

    private final CheapestFirst cheapest = new CheapestFirst();
    private int[] chosen = new int[128];
    private int[] bestChosen = new int[128];
    private double[] cost = new double[0];
    private byte[] cameRunning = new byte[0];

    void answer(Responder to, int job, int maxInterruptions, long[] room) {
        int length = to.needs.length[job];
        if (chosen.length < length) {
            chosen = new int[length];
            bestChosen = new int[length];
        }
        int stretches = maxInterruptions >= length - 1 ? length : maxInterruptions + 1;
        double best = Double.POSITIVE_INFINITY;
        int bestIndex = -1;
        for (int index = 0; length <= to.needs.window(job) && index < to.needs.sites[job].length; index++) {
            double sum = any(to, job, index, room);
            // Without a limit of pauses nothing is dearer: mostly that is the answer with one, and quickly found.
            if (sum < best && stretches < length && stretches(length) > stretches) {
                sum = few(to, job, index, stretches, room);
            }
            if (sum < best) {
                best = sum;
                bestIndex = index;
                int[] swap = bestChosen;
                bestChosen = chosen;
                chosen = swap;
            }
        }
        if (bestIndex < 0 || best > length * to.needs.lostWorkPerMwh[job]) {
            to.defer(job, to.needs.workWattPeriods[job]);
            return;
        }
        int first = to.needs.sites[job][bestIndex] * to.offers.periods + to.needs.from[job];
        int window = to.needs.window(job);
        Arrays.sort(bestChosen, 0, length);
        for (int turn = 0; turn < length; turn++) {
            to.take(first + bestChosen[turn], to.needs.watts[job], to.price[bestIndex * window + bestChosen[turn]]);
        }
    }

    private int stretches(int length) {
        Arrays.sort(chosen, 0, length);
        int stretches = 1;
        for (int turn = 1; turn < length; turn++) {
            stretches += chosen[turn] > chosen[turn - 1] + 1 ? 1 : 0;
        }
        return stretches;
    }

    private double any(Responder to, int job, int index, long[] room) {
        int window = to.needs.window(job);
        int first = to.needs.sites[job][index] * to.offers.periods + to.needs.from[job];
        cheapest.clear();
        for (int step = 0; step < window; step++) {
            if (room[first + step] >= to.needs.watts[job]) {
                cheapest.add(to.price[index * window + step], step);
            }
        }
        cheapest.heapify();
        if (cheapest.size() < to.needs.length[job]) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int turn = 0; turn < to.needs.length[job]; turn++) {
            sum += cheapest.price();
            chosen[turn] = cheapest.slot();
            cheapest.drop();
        }
        return sum;
    }

    /**
     * State: after a number of periods, {@code run} of them run in {@code begun} stretches, the last period
     * running or not. Layer by layer over the window; one bit a state remembers whether it came from running.
     */
    private double few(Responder to, int job, int index, int stretches, long[] room) {
        int window = to.needs.window(job);
        int length = to.needs.length[job];
        int first = to.needs.sites[job][index] * to.offers.periods + to.needs.from[job];
        int layer = 2 * (length + 1) * (stretches + 1);
        if (cost.length < layer * (window + 1)) {
            cost = new double[layer * (window + 1)];
            cameRunning = new byte[layer * (window + 1)];
        }
        Arrays.fill(cost, 0, layer, Double.POSITIVE_INFINITY);
        cost[0] = 0;
        for (int step = 0; step < window; step++) {
            boolean open = room[first + step] >= to.needs.watts[job];
            // As many as may have run by then, and as must have for the rest to do.
            int most = Math.min(length, step + 1);
            int least = Math.max(0, length - (window - step - 1));
            advance(step * layer, layer, least, most, stretches, open, to.price[index * window + step]);
        }
        return trace(window, layer, length, stretches);
    }

    private void advance(int before, int layer, int least, int most, int stretches, boolean open, double price) {
        int after = before + layer;
        Arrays.fill(cost, after, after + layer, Double.POSITIVE_INFINITY);
        for (int run = least; run <= most; run++) {
            for (int begun = 0; begun <= stretches; begun++) {
                int idle = 2 * (run * (stretches + 1) + begun);
                keepCheaper(after + idle, cost[before + idle], cost[before + idle + 1]);
                if (open && run > 0 && begun > 0) {
                    int fresh = 2 * ((run - 1) * (stretches + 1) + begun - 1);
                    int further = 2 * ((run - 1) * (stretches + 1) + begun) + 1;
                    keepCheaper(after + idle + 1, cost[before + fresh] + price, cost[before + further] + price);
                }
            }
        }
    }

    private void keepCheaper(int state, double fromIdle, double fromRunning) {
        cost[state] = Math.min(fromIdle, fromRunning);
        cameRunning[state] = (byte) (fromRunning <= fromIdle ? 1 : 0);
    }

    private double trace(int window, int layer, int length, int stretches) {
        int state = -1;
        double best = Double.POSITIVE_INFINITY;
        for (int begun = 1; begun <= stretches; begun++) {
            for (int running = 0; running <= 1; running++) {
                int candidate = 2 * (length * (stretches + 1) + begun) + running;
                if (cost[window * layer + candidate] < best) {
                    best = cost[window * layer + candidate];
                    state = candidate;
                }
            }
        }
        for (int step = window, left = length; state >= 0 && left > 0; step--) {
            boolean ran = state % 2 == 1;
            boolean ranBefore = cameRunning[step * layer + state] == 1;
            if (ran) {
                chosen[--left] = step - 1;
                int begun = state / 2 % (stretches + 1);
                state = 2 * (left * (stretches + 1) + (ranBefore ? begun : begun - 1)) + (ranBefore ? 1 : 0);
            } else {
                state = state - state % 2 + (ranBefore ? 1 : 0);
            }
        }
        return best;
    }
}
