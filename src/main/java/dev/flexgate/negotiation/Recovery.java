package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Keeps the best plan known and finds better ones at given prices; every plan it keeps is feasible. */
final class Recovery {

    private static final int CAP_ATTEMPTS = 40;
    /** Again from the best plan, with what divides cleared in between. */
    private static final int ANNEALINGS = 2;

    private static final int BATCHES = 40;
    private static final int TURNS = 4;
    /** Most passes over very many jobs, each in other groups, and the gap at which there is no need of another. */
    private static final int PASSES = 3;

    private static final double NEAR = 3e-3;
    /** How often the jobs left over are cleared among others, where there are very many. */
    private static final int MENDING_TURNS = 8;

    /** So that small problems, which cost little, are searched well. */
    private static final int LEAST_ATTEMPTS = 3_000;

    private static final int MOST_ATTEMPTS = 200_000;
    /** Cells looked at for one answer up to which attempts cost little. */
    private static final long EFFORT = 400;

    /** By what the carbon price rises or falls between two batches of moves. */
    private static final double GIVE_WAY = 1.03;

    private static final double SMALL_CARBON_PRICE = 1e-3;
    /** What a move may cost more at first, in parts of what a job costs on average. */
    private static final double DETOUR = 0.1;

    private static final double NO_GAIN = 1e-9;
    /** Carbon over the cap counts so many times its price when starts are compared. */
    private static final double OVER_CAP = 1.5;

    private final Offers offers;
    private final Needs needs;
    private final double carbonCapKg;
    private final Insertion insertion;
    private final int[] order;
    private final int[] divisible;
    private Draft best;
    private Draft stood;
    private Draft start;
    /** Where moves start from to find a plan close to the one before. */
    private Draft steadyStart;

    private double startCost = Double.POSITIVE_INFINITY;

    Recovery(Offers offers, Needs needs, double carbonCapKg) {
        this.offers = offers;
        this.needs = needs;
        this.carbonCapKg = carbonCapKg;
        insertion = new Insertion(offers, needs);
        order = insertion.leastChoiceFirst();
        divisible = IntStream.range(0, needs.count).filter(needs::isDivisible).toArray();
        best = new RunNow(offers, needs).draft(carbonCapKg);
        start = best;
        steadyStart = best;
        stood = new Draft(offers, needs);
    }

    /** Takes what of the plan before still holds for a plan, and for where jobs stay if leaving saves too little. */
    void stand(Draft standing) {
        stood = standing;
        consider(standing);
    }

    Draft best() {
        return best;
    }

    boolean isAllDivisible() {
        return divisible.length == needs.count;
    }

    /** Keeps the draft if it is within the cap and better than the best; whether it is within the cap. */
    boolean consider(Draft draft) {
        if (draft.carbonKg() > carbonCapKg) {
            return false;
        }
        double most = best.objective();
        // Rounding is no gain, and no reason to move.
        if (draft.objective() < most - (needs.isStaying() ? NO_GAIN * Math.abs(most) : 0)) {
            best = draft;
        }
        return true;
    }

    /** Puts jobs back where they stood, one by one, wherever that costs no more than having moved them. */
    void stay() {
        if (!needs.isStaying()) {
            return;
        }
        Draft draft = new Draft(best);
        double carbonKg = draft.carbonKg();
        for (int job = 0; job < needs.count; job++) {
            boolean whole = stood.deferredWattPeriods[job] <= draft.deferredWattPeriods[job];
            if (whole && stood.cells[job].length > 0 && !Arrays.equals(stood.cells[job], draft.cells[job])) {
                double before = draft.carbonKg(job);
                putBack(job, draft, carbonCapKg - carbonKg + before);
                carbonKg += draft.carbonKg(job) - before;
            }
        }
        consider(draft);
    }

    private void putBack(int job, Draft draft, double mostCarbonKg) {
        int[] cells = draft.cells[job];
        long[] watts = draft.watts[job];
        double cost = draft.objective(job);
        draft.remove(job);
        boolean fits = stood.carbonKg(job) <= mostCarbonKg && stood.objective(job) <= cost;
        for (int index = 0; index < stood.cells[job].length; index++) {
            fits &= draft.roomWatts[stood.cells[job][index]] >= stood.watts[job][index];
        }
        draft.place(job, fits ? stood.cells[job] : cells, fits ? stood.watts[job] : watts);
    }

    /** Plans that keep what stood and insert the rest, at the prices and at cost alone. */
    void complete(double[] scarcityPerMwh, double carbonPricePerKg) {
        if (!needs.isStaying()) {
            return;
        }
        Draft whole = new Draft(stood);
        for (int job = 0; job < needs.count; job++) {
            if (whole.deferredWattPeriods[job] > 0) {
                whole.remove(job);
            }
        }
        Draft anew = start;
        double anewCost = startCost;
        startCost = Double.POSITIVE_INFINITY;
        insert(whole, scarcityPerMwh, carbonPricePerKg);
        insert(whole, new double[scarcityPerMwh.length], carbonPricePerKg);
        steadyStart = start;
        start = anew;
        startCost = anewCost;
    }

    /** Begins with what is held already and inserts every other job at the prices, whatever that makes of the cap. */
    void begin(Draft holding, double[] scarcityPerMwh, double carbonPricePerKg) {
        insertion.fill(holding, order, scarcityPerMwh, carbonPricePerKg);
        offerStart(holding, carbonPricePerKg);
        consider(holding);
    }

    /** A plan by inserting every job at the prices, the carbon price raised until it keeps the cap. */
    Draft insert(double[] scarcityPerMwh, double carbonPricePerKg) {
        return insert(new Draft(offers, needs), scarcityPerMwh, carbonPricePerKg);
    }

    /** The same on top of what a draft holds already. */
    private Draft insert(Draft on, double[] scarcityPerMwh, double carbonPricePerKg) {
        Draft first = on;
        double carbonPrice = carbonPricePerKg;
        for (int attempt = 0; attempt < CAP_ATTEMPTS; attempt++) {
            Draft draft = new Draft(on);
            insertion.fill(draft, order, scarcityPerMwh, carbonPrice);
            if (attempt == 0) {
                first = draft;
                offerStart(draft, carbonPricePerKg);
            }
            if (consider(draft)) {
                break;
            }
            carbonPrice = 1.25 * carbonPrice + 1e-3;
        }
        return first;
    }

    /** Takes from the plan of work as if it divided whatever keeps its job's shape, and inserts the rest. */
    void round(Draft divided, double[] scarcityPerMwh, double carbonPricePerKg) {
        Draft draft = new Draft(offers, needs);
        for (int job = 0; job < needs.count; job++) {
            if (needs.keepsShape(job, divided.cells[job], divided.watts[job], offers)) {
                draft.place(job, divided.cells[job], divided.watts[job]);
            }
        }
        insert(draft, scarcityPerMwh, carbonPricePerKg);
    }

    private void offerStart(Draft draft, double carbonPricePerKg) {
        double over = Math.max(0, draft.carbonKg() - carbonCapKg);
        double cost = draft.objective() + OVER_CAP * carbonPricePerKg * over;
        if (cost < startCost) {
            start = draft;
            startCost = cost;
        }
    }

    /**
     * Betters the plan by moves, again from the best as long as work is left undone, and clears what divides.
     *
     * @param bound of the prices, to know when to be content
     */
    void better(double[] scarcityPerMwh, double carbonPricePerKg, double bound, int movesPerJob, long seed) {
        if (isAllDivisible()) {
            if (needs.count > Sample.MOST_JOBS || needs.isStaying()) {
                clearDivisible(scarcityPerMwh, carbonPricePerKg, bound, seed);
            }
            return;
        }
        int attempts = movesPerJob == 0 ? 0 : attempts((long) movesPerJob * needs.count);
        for (int turn = 0; turn == 0 || (turn < TURNS && best.lostValue() > 0); turn++) {
            move(turn == 0 ? start : best, scarcityPerMwh, carbonPricePerKg, attempts, seed + turn);
            if (turn == 0 && needs.isStaying()) {
                move(steadyStart, scarcityPerMwh, carbonPricePerKg, attempts, seed);
                move(best, scarcityPerMwh, carbonPricePerKg, attempts, ~seed);
            }
            clearDivisible(scarcityPerMwh, carbonPricePerKg, bound, seed + turn);
        }
    }

    /** The fewer the more there is to look at for each, so that long windows do not take long. */
    private int attempts(long asked) {
        long effort = 0;
        for (int job = 0; job < needs.count; job++) {
            effort += needs.isDivisible(job) ? 0 : needs.effort(job);
        }
        long mean = effort / Math.max(1, needs.count - divisible.length);
        long attempts = Math.clamp(asked, LEAST_ATTEMPTS, MOST_ATTEMPTS);
        return (int) Math.max(BATCHES, attempts * EFFORT / Math.max(EFFORT, mean));
    }

    /**
     * Moves from a plan at a carbon price that gives way: up while the plan breaks the cap, down while there is
     * room, faster the longer it stays on one side. Work left undone may be worth a detour, so that dearer plans
     * are accepted for a while. The last moves are made from the best plan within the cap.
     */
    private void move(Draft from, double[] scarcityPerMwh, double carbonPricePerKg, int attempts, long seed) {
        Draft draft = new Draft(from);
        double carbonPrice = carbonPricePerKg;
        double lostValue = draft.lostValue();
        double detour = lostValue > 0 ? DETOUR * Math.abs(draft.objective() - lostValue) / needs.count : 0;
        var moves = new Reinsertion(draft, scarcityPerMwh, seed);
        double pace = GIVE_WAY;
        boolean wasWithin = false;
        for (int batch = BATCHES - 1; batch >= 0; batch--) {
            double heat = (double) batch / BATCHES;
            moves.attempt(attempts / BATCHES, carbonPrice, detour * heat * heat);
            boolean within = draft.carbonKg() <= carbonCapKg;
            pace = within == wasWithin ? Math.min(2, pace * GIVE_WAY) : GIVE_WAY;
            carbonPrice = within ? carbonPrice / pace : Math.max(carbonPrice, SMALL_CARBON_PRICE) * pace;
            wasWithin = within;
            if (within && draft.objective() < best.objective()) {
                best = new Draft(draft);
            }
        }
        Draft last = new Draft(best);
        new Reinsertion(last, scarcityPerMwh, ~seed).attemptWithin(carbonCapKg, attempts / 4, carbonPricePerKg);
        consider(last);
    }

    /**
     * Betters by annealing where work runs that does not divide, and clears what does in what that leaves.
     *
     * @param noRows of limits
     * @param prices scarcity of every cell, then carbon
     */
    void anneal(CapRows noRows, double[] prices, long steps, long seed) {
        if (steps == 0) {
            return;
        }
        for (int turn = 0; turn < ANNEALINGS; turn++) {
            consider(Annealing.better(
                    best, noRows, carbonCapKg, prices, new double[0], steps / ANNEALINGS, seed + turn));
            if (divisible.length <= Sample.MOST_JOBS) {
                clear(divisible, Arrays.copyOf(prices, offers.cells()), prices[offers.cells()]);
            }
        }
    }

    /**
     * Betters where contiguous jobs start by branch and bound: all together where they are few, the rest staying where it
     * is, and where that cannot be seen through, some at a time.
     *
     * @param prices scarcity of every cell, then carbon
     * @param looks at a start, for each of the two
     */
    void searchStarts(double[] prices, long looks, long seed) {
        int[] rigid = IntStream.range(0, needs.count)
                .filter(job -> StartSearch.suits(needs, job))
                .toArray();
        if (rigid.length == 0 || looks == 0) {
            return;
        }
        var search = new StartSearch(offers, needs, prices);
        if (rigid.length <= StartSearch.MOST_JOBS) {
            search.below(best, rigid, carbonCapKg, looks).ifPresent(this::consider);
            if (search.looksLeft() >= 0) {
                return;
            }
        }
        consider(new StartExchange(offers, needs, search).better(best, carbonCapKg, looks, seed));
    }

    /** Clears the divisible work of the best plan exactly, all of it or group by group, the rest staying as it is. */
    private void clearDivisible(double[] scarcityPerMwh, double carbonPricePerKg, double bound, long seed) {
        if (divisible.length <= Sample.MOST_JOBS) {
            clear(divisible, scarcityPerMwh, carbonPricePerKg);
            return;
        }
        Draft from = isAllDivisible() ? needs.isStaying() ? steadyStart : start : best;
        boolean within = false;
        for (int pass = 0; pass < PASSES && !(within && isNear(from, bound)); pass++) {
            from = Lanes.better(from, divisible, scarcityPerMwh, carbonPricePerKg, carbonCapKg, seed - pass);
            within = consider(from);
        }
        if (!within) {
            insert(scarcityPerMwh, carbonPricePerKg);
            from = best;
        }
        for (int turn = 1; turn < MENDING_TURNS && from.lostValue() > 0; turn++) {
            int[] group = unplacedAmongOthers(from, seed + turn);
            from = Lanes.better(from, group, scarcityPerMwh, carbonPricePerKg, carbonCapKg, seed + turn);
            consider(from);
        }
    }

    private static boolean isNear(Draft plan, double bound) {
        double lostValue = plan.lostValue();
        Bill done = new Bill(0, 0, plan.objective() - lostValue);
        return Certificate.of(done, lostValue, bound).gap() <= NEAR;
    }

    /** Jobs whose work is not all placed, and as many others as are cleared together with them. */
    private int[] unplacedAmongOthers(Draft draft, long seed) {
        var random = new SplittableRandom(seed);
        return IntStream.concat(
                        IntStream.of(divisible).filter(job -> draft.deferredWattPeriods[job] > 0),
                        IntStream.generate(() -> divisible[random.nextInt(divisible.length)])
                                .limit(Lanes.GROUP))
                .distinct()
                .limit(Lanes.GROUP)
                .toArray();
    }

    private void clear(int[] group, double[] scarcityPerMwh, double carbonPricePerKg) {
        if (group.length == 0) {
            return;
        }
        Draft others = new Draft(best);
        for (int job : group) {
            others.remove(job);
        }
        var market = new DivisibleMarket(offers, needs, group, others.roomWatts, carbonCapKg - others.carbonKg());
        market.name(best);
        market.name(stood);
        market.name(scarcityPerMwh, carbonPricePerKg);
        market.open(carbonPricePerKg);
        do {
            consider(market, others);
        } while (market.advance());
        consider(market, others);
    }

    void consider(DivisibleMarket market, Draft others) {
        // To write a plan out takes longer than to know that it is dearer; a rounding error decides nothing here.
        double most = best.objective() - market.rest(others);
        most += NO_GAIN * Math.abs(most);
        if (market.objectiveAtCap() < most) {
            market.planAtCap(others).ifPresent(this::consider);
        }
        if (market.objectiveWithinCap() < most) {
            consider(market.plan(others));
        }
    }
}
