package dev.flexgate.negotiation;

/**
 * Prices that bind a small problem tightly: climbs the dual value by Polyak's steps towards the best plan known, with the
 * jobs' exact best responses at each. Many rounds, which is why only few jobs are asked; what it finds is announced like
 * any prices, and it is the jobs' answers to that which give the bound.
 *
 * <p>Step rule: B. T. Polyak, Minimization of unsmooth functionals, 1969; the factor is halved when the value stalls.
 */
final class DualAscent {

    private static final int STALLED = 12;
    private static final double LEAST_FACTOR = 1e-3;
    /** How far above the best value a step aims at the most, in parts of what a plan costs. */
    private static final double AHEAD = 0.05;

    private final Offers offers;
    private final Needs needs;
    private final double carbonCapKg;
    private final Responder responder;
    private final double[] excess;
    private final double[] prices;
    private double[] best;
    private double bestValue = Double.NEGATIVE_INFINITY;

    /** @param prices to begin with: scarcity of every cell, then carbon */
    DualAscent(Offers offers, Needs needs, double carbonCapKg, double[] prices) {
        this.offers = offers;
        this.needs = needs;
        this.carbonCapKg = carbonCapKg;
        this.prices = prices.clone();
        responder = new Responder(offers, needs);
        excess = new double[prices.length];
        best = this.prices;
    }

    /**
     * The best prices after so many rounds.
     *
     * @param plan whose objective is climbed towards; not far at once where it leaves work undone that need not be
     */
    double[] climb(int rounds, Draft plan) {
        double most = plan.objective();
        double ahead = AHEAD * Math.abs(most - plan.lostValue());
        double factor = 1;
        int stalled = 0;
        for (int round = 0; round < rounds && factor > LEAST_FACTOR; round++) {
            double value = value();
            stalled = value > bestValue ? 0 : stalled + 1;
            if (value > bestValue) {
                bestValue = value;
                best = prices.clone();
            }
            if (stalled == STALLED) {
                factor /= 2;
                stalled = 0;
                System.arraycopy(best, 0, prices, 0, prices.length);
                value = value();
            }
            double target = Math.min(most, bestValue + ahead);
            double squared = 0;
            for (int index = 0; index < excess.length; index++) {
                boolean held = prices[index] <= 0 && excess[index] < 0;
                squared += held ? 0 : excess[index] * excess[index];
            }
            if (squared <= 0 || target <= value) {
                break;
            }
            double step = factor * (target - value) / squared;
            for (int index = 0; index < excess.length; index++) {
                prices[index] = Math.max(0, prices[index] + step * excess[index]);
            }
        }
        return best;
    }

    /** The dual value at the present prices; leaves the excess demand behind, per MWh and per kg. */
    private double value() {
        int cells = offers.cells();
        double[] scarcity = java.util.Arrays.copyOf(prices, cells);
        double carbonPrice = prices[cells];
        boolean capped = carbonCapKg < Double.POSITIVE_INFINITY;
        double value = capped ? -carbonPrice * carbonCapKg : 0;
        for (int cell = 0; cell < cells; cell++) {
            excess[cell] = -offers.capacityWatts[cell] * offers.mwhPerWattPeriod;
            value += scarcity[cell] * excess[cell];
        }
        excess[cells] = capped ? -carbonCapKg : 0;
        responder.quote(scarcity, carbonPrice);
        for (int job = 0; job < needs.count; job++) {
            responder.respond(job, offers.capacityWatts);
            value += responder.value;
            for (int index = 0; index < responder.count; index++) {
                int cell = responder.cell[index];
                double energyMwh = responder.watts[index] * offers.mwhPerWattPeriod;
                excess[cell] += energyMwh;
                excess[cells] += capped ? energyMwh * offers.carbonKgPerMwh[cell] : 0;
            }
        }
        return value;
    }
}
