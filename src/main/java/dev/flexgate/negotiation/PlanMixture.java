package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A plan of work that divides, done in parts as other plans do it, in whole watts. */
final class PlanMixture {

    private final Offers offers;
    private final Needs needs;
    private final List<Draft> plans;
    private final double[] weights;
    private final Draft mixed;

    /** @param weights of the plans, one in all */
    PlanMixture(Offers offers, Needs needs, List<Draft> plans, double[] weights) {
        this.offers = offers;
        this.needs = needs;
        this.plans = plans;
        this.weights = weights;
        mixed = new Draft(offers, needs);
    }

    Draft draft() {
        long[] wanted = new long[needs.count];
        for (int job = 0; job < needs.count; job++) {
            wanted[job] = roundDown(job);
        }
        for (int job = 0; job < needs.count; job++) {
            long left = wanted[job] - (needs.workWattPeriods[job] - mixed.deferredWattPeriods[job]);
            if (left > 0) {
                topUp(job, left);
            }
        }
        return mixed;
    }

    /** Places the job's mixture rounded down, and returns how much of its work the mixture does. */
    private long roundDown(int job) {
        var sum = new TreeMap<Integer, Double>();
        double done = 0;
        for (int plan = 0; plan < weights.length; plan++) {
            if (weights[plan] > 0) {
                Draft part = plans.get(plan);
                done += weights[plan] * (needs.workWattPeriods[job] - part.deferredWattPeriods[job]);
                for (int index = 0; index < part.cells[job].length; index++) {
                    sum.merge(part.cells[job][index], weights[plan] * part.watts[job][index], Double::sum);
                }
            }
        }
        place(
                job,
                sum.keySet().stream().mapToInt(Integer::intValue).toArray(),
                sum.values().stream()
                        .mapToLong(watts -> (long) Math.floor(watts + 1e-6))
                        .toArray());
        return Math.min(needs.workWattPeriods[job], (long) Math.ceil(done - 1e-6));
    }

    /** A few watts more: where the job runs, if there is room, else at its next cheapest. */
    private void topUp(int job, long watts) {
        var power = new TreeMap<Integer, Long>();
        for (int index = 0; index < mixed.cells[job].length; index++) {
            power.put(mixed.cells[job][index], mixed.watts[job][index]);
        }
        mixed.remove(job);
        long left = watts;
        int[] cells = IntStream.concat(power.keySet().stream().mapToInt(Integer::intValue), cheapest(job))
                .distinct()
                .toArray();
        for (int cell : cells) {
            long here = power.getOrDefault(cell, 0L);
            long more =
                    Math.min(left, Math.min(mixed.roomWatts[cell] - here, needs.watts[job] - drawn(job, cell, power)));
            if (more > 0) {
                power.put(cell, here + more);
                left -= more;
            }
        }
        place(
                job,
                power.keySet().stream().mapToInt(Integer::intValue).toArray(),
                power.values().stream().mapToLong(Long::longValue).toArray());
    }

    private IntStream cheapest(int job) {
        return Arrays.stream(needs.sites[job])
                .flatMap(site -> IntStream.range(needs.from[job], needs.until[job])
                        .map(period -> site * offers.periods + period))
                .filter(cell -> needs.levies.isOpen(job, cell))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(cell -> needs.costPerMwh(job, cell, offers))
                        .thenComparingInt(cell -> cell))
                .mapToInt(Integer::intValue);
    }

    private long drawn(int job, int cell, Map<Integer, Long> power) {
        if (!needs.sharesPower(job)) {
            return power.getOrDefault(cell, 0L);
        }
        long sum = 0;
        for (int site : needs.sites[job]) {
            sum += power.getOrDefault(site * offers.periods + offers.periodOf(cell), 0L);
        }
        return sum;
    }

    private void place(int job, int[] cells, long[] watts) {
        int[] drawing = IntStream.range(0, cells.length)
                .filter(index -> watts[index] > 0)
                .toArray();
        mixed.place(
                job,
                IntStream.of(drawing).map(index -> cells[index]).toArray(),
                IntStream.of(drawing).mapToLong(index -> watts[index]).toArray());
    }
}
