package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Betters a plan of work that does not divide by simulated annealing. Job after job is taken out and put back, at any of its
 * places with a chance that falls with what it costs there, the more steeply the later. Capacity and limits may be exceeded
 * on the way, which is charged; again and again the plan is brought back within them, and the best such plan kept. Counted in
 * steps, so that every machine comes to the same plan.
 *
 * <p>Method: S. Geman and D. Geman, Stochastic relaxation, Gibbs distributions, and the Bayesian restoration of images, 1984;
 * the charges: F. Glover, Heuristics for integer programming using surrogate constraints, 1977 (strategic oscillation).
 */
final class Annealing {

    /**
     * How one of the searches cools.
     *
     * @param hottest first temperature, in parts of what a job costs on average: what is far above, chooses between jobs
     *     that cannot all be done
     * @param cooler so many times cooler each cycle begins than the one before
     * @param cycles from hot to cold
     */
    private record Cooling(double hottest, double cooler, int cycles) {}

    private static final List<Cooling> SEARCHES =
            List.of(new Cooling(0.1, 2, 3), new Cooling(10, 10, 3), new Cooling(0.02, 2, 3), new Cooling(1, 5, 3));
    /** Many jobs are cooled once, with all the steps: a few rounds of each search would lead nowhere. */
    private static final List<Cooling> ONE_SEARCH = List.of(new Cooling(0.05, 1, 1));

    private static final int MANY_JOBS = 300;
    private static final double COLDEST = 1e-3;
    private static final int BATCHES = 40;

    private static final int QUENCHING_SWEEPS = 3;
    /** One step in so many moves two jobs together. */
    private static final int PAIRS = 5;

    private final Needs needs;
    private final Arrangement plan;
    private final Strain strain;
    private final SplittableRandom random;
    private final StartDraw starts;
    private final Answers answers;
    private final int[] order;
    private double temperature;

    private Annealing(Arrangement plan, StartTable[] tables, long seed) {
        this.plan = plan;
        needs = plan.needs;
        strain = plan.strain;
        random = new SplittableRandom(seed);
        starts = new StartDraw(plan, tables, random);
        answers = new Answers(plan, random);
        order = IntStream.range(0, needs.count).toArray();
    }

    /**
     * The best plan that several searches find side by side; {@code from} where none is better.
     *
     * @param prices scarcity of every cell, then carbon
     * @param limitPrices of every row of the limits
     * @param steps of all searches together
     */
    static Draft better(
            Draft from,
            CapRows rows,
            double carbonCapKg,
            double[] prices,
            double[] limitPrices,
            long steps,
            long seed) {
        Needs needs = from.needs;
        var blank = new Strain(from.offers, needs, rows, carbonCapKg, prices, limitPrices);
        StartTable[] tables = IntStream.range(0, needs.count)
                .mapToObj(job -> StartTable.of(job, from.offers, needs, blank))
                .toArray(StartTable[]::new);
        List<Cooling> searches = needs.count > MANY_JOBS ? ONE_SEARCH : SEARCHES;
        List<Draft> found = IntStream.range(0, searches.size())
                .parallel()
                .mapToObj(which -> {
                    var strain = new Strain(from.offers, needs, rows, carbonCapKg, prices, limitPrices);
                    return new Annealing(new Arrangement(from, strain), tables, seed + which)
                            .search(searches.get(which), steps / searches.size());
                })
                .toList();
        Draft best = from;
        for (Draft each : found) {
            best = each.objective() < best.objective() ? each : best;
        }
        return best;
    }

    private Draft search(Cooling cooling, long steps) {
        double hottest = cooling.hottest();
        for (int cycle = 0; cycle < cooling.cycles(); cycle++) {
            for (int batch = 0; batch < BATCHES; batch++) {
                double part = (double) batch / (BATCHES - 1);
                temperature = plan.meanCost * hottest * StrictMath.pow(COLDEST / hottest, part);
                batch(steps / cooling.cycles() / BATCHES, 1 - part);
                quench();
            }
            hottest = Math.max(2 * COLDEST, hottest / cooling.cooler());
        }
        return plan.best();
    }

    /** @param ease how much cheaper becomes what is kept within */
    private void batch(long steps, double ease) {
        strain.recount(plan.cells, plan.watts);
        for (long step = 0; step < steps; step++) {
            if (random.nextInt(PAIRS) == 0) {
                settlePair();
            } else {
                settle(random.nextInt(needs.count));
            }
            if (step % needs.count == 0) {
                strain.adapt(ease);
            }
        }
    }

    /** Brings the plan back within capacity and limits, and goes on from where it was. */
    private void quench() {
        int[][] cells = plan.cells.clone();
        long[][] watts = plan.watts.clone();
        double heat = temperature;
        temperature = 0;
        plan.strict(true);
        for (int sweep = 0; sweep < QUENCHING_SWEEPS; sweep++) {
            shuffle();
            for (int job : order) {
                settle(job);
            }
        }
        plan.strict(false);
        temperature = heat;
        plan.restore(cells, watts);
    }

    private void shuffle() {
        for (int index = order.length - 1; index > 0; index--) {
            int other = random.nextInt(index + 1);
            int job = order[index];
            order[index] = order[other];
            order[other] = job;
        }
    }

    private void settle(int job) {
        if (needs.shape[job] instanceof Shape.Contiguous) {
            plan.takeOut(job);
            starts.place(job, temperature);
        } else {
            answer(job);
        }
        plan.note();
    }

    /** Another answer of a job that does not run unbroken, kept with a chance that falls with what it costs more. */
    private void answer(int job) {
        int[] cells = plan.cells[job];
        long[] watts = plan.watts[job];
        plan.takeOut(job);
        Responder responder = needs.isDivisible(job) && random.nextBoolean()
                ? answers.shift(job, cells, watts)
                : answers.answer(job, temperature);
        double before = plan.asked(job, cells, watts);
        int[] where = Arrays.copyOf(responder.cell, responder.count);
        long[] drawn = Arrays.copyOf(responder.watts, responder.count);
        double more = plan.asked(job, where, drawn) - before;
        if (plan.isStrict() && before + Math.min(0, more) > plan.undone(job, needs.workWattPeriods[job])) {
            plan.leave(job);
        } else if (isTaken(more)) {
            plan.set(job, where, drawn);
        } else {
            plan.set(job, cells, watts);
        }
    }

    private boolean isTaken(double more) {
        return more <= 0 || (temperature > 0 && random.nextDouble() < StrictMath.exp(-more / temperature));
    }

    /** Two jobs change places, or at least may: one is put back before the other. */
    private void settlePair() {
        int one = anyIdle();
        int other = random.nextInt(needs.count);
        if (one == other) {
            return;
        }
        double before = plan.asked(one, other);
        int[][] cells = {plan.cells[one], plan.cells[other]};
        long[][] watts = {plan.watts[one], plan.watts[other]};
        plan.takeOut(one);
        plan.takeOut(other);
        place(one);
        place(other);
        if (!isTaken(plan.asked(one, other) - before)) {
            plan.takeOut(one);
            plan.takeOut(other);
            plan.set(one, cells[0], watts[0]);
            plan.set(other, cells[1], watts[1]);
        }
        plan.note();
    }

    private void place(int job) {
        if (needs.shape[job] instanceof Shape.Contiguous) {
            starts.place(job, temperature);
        } else {
            Responder responder = answers.answer(job, temperature);
            plan.set(
                    job,
                    Arrays.copyOf(responder.cell, responder.count),
                    Arrays.copyOf(responder.watts, responder.count));
        }
    }

    /** Any job, but every other time one that does not run, if there is one. */
    private int anyIdle() {
        int start = random.nextInt(needs.count);
        boolean isIdleWanted = random.nextBoolean();
        for (int step = 0; step < needs.count && isIdleWanted; step++) {
            int job = (start + step) % needs.count;
            if (plan.isIdle(job)) {
                return job;
            }
        }
        return start;
    }
}
