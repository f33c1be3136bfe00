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

    /**
     * What pauses are allowed and what they cost.
     *
     * @param stretches at most; where pauses are not counted, one stands for all that have begun
     * @param costPerMwh of a pause, in the prices' unit: currency per MWh of one period's work
     */
    private record Pauses(int stretches, boolean uncounted, double costPerMwh) {}

    void answer(Responder to, int job, int maxInterruptions, long[] room) {
        int length = to.needs.length[job];
        if (chosen.length < length) {
            chosen = new int[length];
            bestChosen = new int[length];
        }
        boolean free = to.needs.perPause(job) == 0;
        boolean any = maxInterruptions >= length - 1;
        var rule = new Pauses(any ? 1 : maxInterruptions + 1, any, free ? 0 : costPerMwh(to, job));
        double best = Double.POSITIVE_INFINITY;
        int bestIndex = -1;
        for (int index = 0; length <= to.needs.window(job) && index < to.needs.sites[job].length; index++) {
            double sum = any(to, job, index, room);
            // Where pauses are neither limited nor cost nothing is dearer: mostly that is the answer, and quickly
            // found.
            boolean done = free && (any || stretches(length) <= rule.stretches());
            if (sum < best && !done) {
                sum = few(to, job, index, rule, room);
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
            boolean begins = turn == 0 || bestChosen[turn] > bestChosen[turn - 1] + 1;
            to.value += begins && to.needs.pausesBefore(job, bestChosen[turn], turn) ? to.needs.perPause(job) : 0;
            to.take(first + bestChosen[turn], to.needs.watts[job], to.price[bestIndex * window + bestChosen[turn]]);
        }
    }

    private static double costPerMwh(Responder to, int job) {
        return to.needs.perPause(job) / (to.needs.watts[job] * to.offers.mwhPerWattPeriod);
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
    private double few(Responder to, int job, int index, Pauses rule, long[] room) {
        int window = to.needs.window(job);
        int length = to.needs.length[job];
        int first = to.needs.sites[job][index] * to.offers.periods + to.needs.from[job];
        int layer = 2 * (length + 1) * (rule.stretches() + 1);
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
            double beginning = to.needs.pausesBefore(job, step, 0) ? rule.costPerMwh() : 0;
            advance(step * layer, layer, least, most, rule, open, to.price[index * window + step], beginning);
        }
        return trace(window, layer, length, rule);
    }

    private void advance(
            int before, int layer, int least, int most, Pauses rule, boolean open, double price, double beginning) {
        int stretches = rule.stretches();
        int after = before + layer;
        Arrays.fill(cost, after, after + layer, Double.POSITIVE_INFINITY);
        for (int run = least; run <= most; run++) {
            for (int begun = 0; begun <= stretches; begun++) {
                int idle = 2 * (run * (stretches + 1) + begun);
                keepCheaper(after + idle, cost[before + idle], cost[before + idle + 1]);
                if (open && run > 0 && begun > 0) {
                    int fresh = 2 * ((run - 1) * (stretches + 1) + before(begun, run, rule));
                    double begins = price + (run > 1 ? rule.costPerMwh() : beginning);
                    int further = 2 * ((run - 1) * (stretches + 1) + begun) + 1;
                    keepCheaper(after + idle + 1, cost[before + fresh] + begins, cost[before + further] + price);
                }
            }
        }
    }

    /** How many stretches had begun before one that begins as the {@code run}th period; uncounted, one or none. */
    private static int before(int begun, int run, Pauses rule) {
        return rule.uncounted() && run > 1 ? begun : begun - 1;
    }

    private void keepCheaper(int state, double fromIdle, double fromRunning) {
        cost[state] = Math.min(fromIdle, fromRunning);
        cameRunning[state] = (byte) (fromRunning <= fromIdle ? 1 : 0);
    }

    private double trace(int window, int layer, int length, Pauses rule) {
        int stretches = rule.stretches();
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
                int begun = state / 2 % (stretches + 1);
                int earlier = ranBefore ? begun : before(begun, left, rule);
                chosen[--left] = step - 1;
                state = 2 * (left * (stretches + 1) + earlier) + (ranBefore ? 1 : 0);
            } else {
                state = state - state % 2 + (ranBefore ? 1 : 0);
            }
        }
        return best;
    }
}
