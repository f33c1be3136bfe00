package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Makes a plan hold every limit: keeps what of it holds, puts every other job where it costs least of the places that hold,
 * and then moves jobs one by one. Where a job looks is led by the prices of the limits, from not at all to very strictly.
 */
final class Mending {

    private static final double[] STRICTNESS = {0, 0.5, 1, 2, 8, 1_000};
    /** A limit that had no price yet is minded as if it had this part of what energy costs. */
    private static final double SEED = 0.05;

    /** Minding nothing but the limits, and above all that work is done. */
    private static final double SPARING = 1e6;

    private static final int SPARING_SWEEPS = 2;
    private static final int MOST_SWEPT = 5_000;
    private static final int MOST_TAKEN = 5;
    private static final int LEAST_ATTEMPTS = 2_000;
    private static final int MOST_ATTEMPTS = 4_000;

    private final Offers offers;
    private final Needs stated;
    private final CapRows rows;
    private final double carbonCapKg;
    private final double[] prices;
    private final double[] minded;
    private final double carbonPricePerKg;
    private final Responder[] responders = new Responder[STRICTNESS.length];
    private final long[] masked;
    private final int[] order;
    private double[] use = {};
    private double carbonKg;

    /** @param at prices that lead the way */
    Mending(Problem problem, Offers offers, Needs stated, CapRows rows, Announcement at) {
        this.offers = offers;
        this.stated = stated;
        this.rows = rows;
        carbonCapKg = problem.policy().carbonCapKg();
        prices = at.limitPrices().length == rows.rows() ? at.limitPrices() : new double[rows.rows()];
        carbonPricePerKg = at.carbonPricePerKg();
        masked = new long[offers.cells()];
        order = new Insertion(offers, stated).leastChoiceFirst();
        minded = minded();
        for (int index = 0; index < STRICTNESS.length; index++) {
            double times = STRICTNESS[index];
            double[] asked = Arrays.stream(minded).map(price -> times * price).toArray();
            var responder = new Responder(offers, stated.under(stated.levies.priced(rows, asked, offers)));
            double[] scarcity = new double[offers.cells()];
            for (int cell = 0; times > 0 && cell < scarcity.length; cell++) {
                scarcity[cell] = at.scarcityPerMwh(cell);
            }
            double leastCarbonPrice = carbonCapKg < Double.POSITIVE_INFINITY ? SEED : 0;
            responder.quote(scarcity, times * Math.max(carbonPricePerKg, leastCarbonPrice));
            responders[index] = responder;
        }
    }

    private double[] minded() {
        double money = mean(offers.moneyPerMwh);
        double[] minded = prices.clone();
        for (int cap = 0; cap < rows.caps().size(); cap++) {
            double each = switch (rows.caps().get(cap).measure()) {
                case CARBON_KG -> mean(offers.carbonKgPerMwh);
                case MONEY -> money;
                case PEAK_MW, MOVED_MWH -> 1;
            };
            for (int row = rows.firstRow(cap); row < rows.untilRow(cap); row++) {
                minded[row] = Math.max(minded[row], SEED * money / each);
            }
        }
        return minded;
    }

    private static double mean(double[] values) {
        return Math.max(1, Arrays.stream(values).map(Math::abs).average().orElse(1));
    }

    /** The plan mended and, {@code sweeps} times over, bettered. */
    Optional<Draft> mend(Draft plan, int sweeps) {
        Draft draft = new Draft(offers, stated);
        use = new double[rows.rows()];
        carbonKg = 0;
        for (int job : order) {
            keep(job, plan, draft);
        }
        for (int job : order) {
            insert(job, draft);
        }
        for (int sweep = 0; sweep < sweeps && stated.count <= MOST_SWEPT; sweep++) {
            for (int job : order) {
                move(job, draft, sweep == 0 ? 1 : 0);
            }
            for (int job : order) {
                insert(job, draft);
            }
        }
        return Optional.of(draft);
    }

    /**
     * Betters a plan that holds every limit: takes a few jobs out, those left undone first of all, and puts them back in
     * another order; what costs no more is kept.
     */
    Draft better(Draft plan, int movesPerJob, long seed) {
        Draft draft = new Draft(plan);
        if (movesPerJob == 0 || stated.count > MOST_SWEPT || stated.count < 2) {
            return draft;
        }
        use = rows.use(draft);
        carbonKg = draft.carbonKg();
        var random = new SplittableRandom(seed);
        int attempts = Math.clamp((long) movesPerJob * stated.count, LEAST_ATTEMPTS, MOST_ATTEMPTS);
        for (int attempt = 0; attempt < attempts; attempt++) {
            exchange(taken(draft, random), draft, random);
        }
        return draft;
    }

    /**
     * A plan that holds every limit and uses as little of them as it can, dear as that may be: one in which work fits that
     * no exchange of a few jobs finds room for.
     */
    Draft sparing() {
        Draft draft = new Draft(offers, stated);
        if (stated.count > MOST_SWEPT) {
            return draft;
        }
        use = new double[rows.rows()];
        carbonKg = 0;
        int[] preciousFirst = IntStream.of(order)
                .boxed()
                .sorted(Comparator.comparingDouble(job -> -stated.lostWorkPerMwh[job]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int sweep = 0; sweep <= SPARING_SWEEPS; sweep++) {
            for (int job : preciousFirst) {
                move(job, draft, SPARING);
            }
        }
        return draft;
    }

    private int[] taken(Draft draft, SplittableRandom random) {
        int first = random.nextInt(stated.count);
        for (int step = 0; step < stated.count && random.nextBoolean(); step++) {
            int job = (first + step) % stated.count;
            if (draft.deferredWattPeriods[job] > 0) {
                first = job;
                break;
            }
        }
        int wanted = Math.min(stated.count, 2 + random.nextInt(MOST_TAKEN - 1));
        return IntStream.concat(
                        IntStream.of(first),
                        IntStream.generate(() -> random.nextInt(stated.count)).limit(2L * wanted))
                .distinct()
                .limit(wanted)
                .toArray();
    }

    private void exchange(int[] jobs, Draft draft, SplittableRandom random) {
        int[][] cells = new int[jobs.length][];
        long[][] watts = new long[jobs.length][];
        double before = 0;
        for (int index = 0; index < jobs.length; index++) {
            before += draft.objective(jobs[index]);
            cells[index] = draft.cells[jobs[index]];
            watts[index] = draft.watts[jobs[index]];
            remove(jobs[index], draft);
        }
        double minding = random.nextInt(3) / 2.0;
        double after = 0;
        for (int job : jobs) {
            best(job, draft, minding, new int[0], new long[0]);
            after += draft.objective(job);
        }
        if (after > before) {
            for (int job : jobs) {
                remove(job, draft);
            }
            for (int index = 0; index < jobs.length; index++) {
                place(jobs[index], cells[index], watts[index], draft);
            }
        }
    }

    private void keep(int job, Draft plan, Draft draft) {
        int[] cells = plan.cells[job];
        if (cells.length == 0) {
            return;
        }
        for (int index = 0; index < cells.length; index++) {
            if (draft.roomWatts[cells[index]] < plan.watts[job][index]) {
                return;
            }
        }
        place(job, cells, plan.watts[job], draft);
        if (!holds(job)) {
            remove(job, draft);
            keepPart(job, cells, plan.watts[job].clone(), draft);
        }
    }

    /** Of work that divides, as much as holds: of a mixture that rounding made too large, all but a few watts. */
    private void keepPart(int job, int[] cells, long[] watts, Draft draft) {
        if (!stated.isDivisible(job)) {
            return;
        }
        cut(job, cells, watts);
        int[] drawing = IntStream.range(0, cells.length)
                .filter(index -> watts[index] > 0)
                .toArray();
        int[] where = IntStream.of(drawing).map(index -> cells[index]).toArray();
        long[] power = IntStream.of(drawing).mapToLong(index -> watts[index]).toArray();
        if (where.length > 0 && fits(job, where, power)) {
            place(job, where, power, draft);
        }
    }

    private boolean holds(int job) {
        return rows.holds(job, use) && carbonKg <= carbonCapKg;
    }

    private void place(int job, int[] cells, long[] watts, Draft draft) {
        draft.place(job, cells, watts);
        rows.add(job, cells, watts, cells.length, 1, use);
        carbonKg += draft.carbonKg(job);
    }

    private void remove(int job, Draft draft) {
        rows.add(job, draft.cells[job], draft.watts[job], draft.cells[job].length, -1, use);
        carbonKg -= draft.carbonKg(job);
        draft.remove(job);
    }

    /** Puts work that is not done where it costs least and holds; of work that divides at least a part. */
    private void insert(int job, Draft draft) {
        if (draft.deferredWattPeriods[job] == stated.workWattPeriods[job]) {
            best(job, draft, 0, new int[0], new long[0]);
        }
    }

    private void move(int job, Draft draft, double minding) {
        int[] cells = draft.cells[job];
        long[] watts = draft.watts[job];
        remove(job, draft);
        best(job, draft, minding, cells, watts);
    }

    /** Places the best of the known place and of whatever the responders name. */
    private void best(int job, Draft draft, double minding, int[] knownCells, long[] knownWatts) {
        int[] bestCells = knownCells;
        long[] bestWatts = knownWatts;
        double least = cost(job, knownCells, knownWatts, draft, minding);
        for (int strictness = 0; strictness < responders.length; strictness++) {
            Responder responder = responders[strictness];
            responder.respond(job, room(job, responder, draft.roomWatts));
            int[] cells = Arrays.copyOf(responder.cell, responder.count);
            long[] watts = Arrays.copyOf(responder.watts, responder.count);
            if (!fits(job, cells, watts)) {
                if (!stated.isDivisible(job) || strictness < responders.length - 1) {
                    continue;
                }
                cut(job, cells, watts);
            }
            double cost = cost(job, cells, watts, draft, minding);
            if (cost < least && fits(job, cells, watts)) {
                least = cost;
                bestCells = cells;
                bestWatts = watts;
            }
        }
        if (bestCells.length > 0) {
            place(job, bestCells, bestWatts, draft);
        }
    }

    private double cost(int job, int[] cells, long[] watts, Draft draft, double minding) {
        Bill bill = stated.bill(job, cells, watts, cells.length, offers);
        long done = Arrays.stream(watts).sum();
        double worth = draft.worthOf(job, stated.workWattPeriods[job] - done);
        if (minding == SPARING) {
            return worth * SPARING + use(job, cells, watts, minded) / dearest() + bill.carbonKg() * SEED;
        }
        double levy = minding > 0 ? use(job, cells, watts, prices) : 0;
        return bill.objective() + worth + minding * (levy + carbonPricePerKg * bill.carbonKg());
    }

    /** What the job would use of all limits, each at its price. */
    private double use(int job, int[] cells, long[] watts, double[] at) {
        double[] own = new double[use.length];
        rows.add(job, cells, watts, cells.length, 1, own);
        double sum = 0;
        for (int row = 0; row < own.length; row++) {
            sum += at[row] * own[row];
        }
        return sum;
    }

    private double dearest() {
        return Arrays.stream(minded).max().orElse(1);
    }

    private boolean fits(int job, int[] cells, long[] watts) {
        rows.add(job, cells, watts, cells.length, 1, use);
        boolean fits = rows.holds(job, use);
        rows.add(job, cells, watts, cells.length, -1, use);
        return fits
                && carbonKg
                                + stated.bill(job, cells, watts, cells.length, offers)
                                        .carbonKg()
                        <= carbonCapKg;
    }

    /** Draws less wherever a limit is exceeded, as much as it takes. */
    private void cut(int job, int[] cells, long[] watts) {
        double[] own = new double[use.length];
        rows.add(job, cells, watts, cells.length, 1, own);
        double part = 1;
        for (int row = 0; row < own.length; row++) {
            if (own[row] > 0) {
                part = Math.min(part, Math.max(0, rows.most(row) - use[row]) / own[row]);
            }
        }
        double carbon = stated.bill(job, cells, watts, cells.length, offers).carbonKg();
        if (carbon > 0) {
            part = Math.min(part, Math.max(0, carbonCapKg - carbonKg) / carbon);
        }
        for (int index = 0; index < watts.length; index++) {
            watts[index] = (long) Math.floor(part * watts[index] * (1 - 1e-12));
        }
    }

    /** Room as limits of power leave it: where the job could exceed one at several sites together, only at its cheapest. */
    private long[] room(int job, Responder responder, long[] room) {
        long[] open = room;
        boolean copied = false;
        for (int cap : rows.capsOf(job)) {
            if (rows.caps().get(cap).measure() != Cap.Measure.PEAK_MW) {
                continue;
            }
            if (!copied) {
                System.arraycopy(room, 0, masked, 0, room.length);
                open = masked;
                copied = true;
            }
            for (int row = rows.firstRow(cap); row < rows.untilRow(cap); row++) {
                int period = rows.caps().get(cap).from() + row - rows.firstRow(cap);
                long left = (long) Math.floor(Math.max(0, rows.most(row) - use[row]) / offers.mwhPerWattPeriod + 1e-6);
                keepCheapest(job, responder, period, left, open);
            }
        }
        return open;
    }

    private void keepCheapest(int job, Responder responder, int period, long left, long[] open) {
        if (left >= stated.watts[job] * (stated.sharesPower(job) ? 1 : stated.sites[job].length)) {
            return;
        }
        int best = -1;
        for (int index = 0; index < stated.sites[job].length; index++) {
            int cell = stated.sites[job][index] * offers.periods + period;
            open[cell] = Math.min(open[cell], left);
            boolean usable = open[cell] > 0 && stated.levies.isOpen(job, cell);
            if (usable
                    && (best < 0
                            || responder.pricePerMwh(job, index, cell)
                                    < responder.pricePerMwh(
                                            job, best, stated.sites[job][best] * offers.periods + period))) {
                best = index;
            }
        }
        for (int index = 0; stated.isDivisible(job) && index < stated.sites[job].length; index++) {
            if (index != best) {
                open[stated.sites[job][index] * offers.periods + period] = 0;
            }
        }
    }
}
