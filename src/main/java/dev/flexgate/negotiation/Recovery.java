package dev.flexgate.negotiation;

import java.util.Optional;
import java.util.stream.IntStream;

/** Keeps the best plan known and finds better ones at given prices; every plan it keeps is feasible. */
final class Recovery {

    private static final double[] GUIDANCE = {1, 1.2};
    private static final int CAP_ATTEMPTS = 40;
    /** Moves are made in turns, and after each the divisible work is cleared anew round what has moved. */
    private static final int TURNS = 4;

    private final Offers offers;
    private final Needs needs;
    private final double carbonCapKg;
    private final Insertion insertion;
    private final int[] order;
    private final int[] divisible;
    private Draft best;

    Recovery(Offers offers, Needs needs, double carbonCapKg) {
        this.offers = offers;
        this.needs = needs;
        this.carbonCapKg = carbonCapKg;
        insertion = new Insertion(offers, needs);
        order = insertion.leastChoiceFirst();
        divisible = IntStream.range(0, needs.count).filter(needs::isDivisible).toArray();
        best = new RunNow(offers, needs).draft(carbonCapKg);
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
        if (draft.objective() < best.objective()) {
            best = draft;
        }
        return true;
    }

    /** A plan by inserting every job at the prices, the carbon price raised until it keeps the cap. */
    Draft insert(double[] scarcityPerMwh, double carbonPricePerKg) {
        Draft cheapest = new Draft(offers, needs);
        for (double guidance : GUIDANCE) {
            double carbonPrice = carbonPricePerKg;
            for (int attempt = 0; attempt < CAP_ATTEMPTS; attempt++) {
                Draft draft = new Draft(offers, needs);
                insertion.fill(draft, order, scaled(scarcityPerMwh, guidance), carbonPrice);
                boolean within = consider(draft);
                if (draft.objective() < cheapest.objective()) {
                    cheapest = draft;
                }
                if (within) {
                    break;
                }
                carbonPrice = 1.25 * carbonPrice + 1e-3;
            }
        }
        return cheapest;
    }

    private static double[] scaled(double[] values, double by) {
        double[] scaled = new double[values.length];
        for (int index = 0; index < values.length; index++) {
            scaled[index] = by * values[index];
        }
        return scaled;
    }

    /** Betters the best plan by moves, in turns with clearing its divisible work. */
    void better(double[] scarcityPerMwh, double carbonPricePerKg, int movesPerJob, long seed) {
        if (isAllDivisible()) {
            return;
        }
        for (int turn = 0; turn < TURNS; turn++) {
            Draft draft = new Draft(best);
            var moves = new Reinsertion(draft, scarcityPerMwh, carbonPricePerKg, carbonCapKg, seed + turn);
            moves.attempt(Math.multiplyExact(movesPerJob, needs.count) / TURNS);
            consider(draft);
            if (divisible.length > 0) {
                clearDivisible(scarcityPerMwh, carbonPricePerKg);
            }
        }
    }

    /** Clears the divisible work of the best plan exactly, the rest staying as it is. */
    private void clearDivisible(double[] scarcityPerMwh, double carbonPricePerKg) {
        Draft others = new Draft(best);
        for (int job : divisible) {
            others.remove(job);
        }
        double capKg = carbonCapKg - others.carbonKg();
        var market = new DivisibleMarket(offers, needs, divisible, others.roomWatts, capKg);
        market.name(best);
        market.name(scarcityPerMwh, carbonPricePerKg);
        market.open(carbonPricePerKg);
        do {
            consider(market, others);
        } while (market.advance());
        consider(market, others);
    }

    void consider(DivisibleMarket market, Draft others) {
        Optional<Draft> atCap = market.planAtCap(others);
        atCap.ifPresent(this::consider);
        consider(market.plan(others));
    }
}
