package dev.flexgate.negotiation;

import java.util.Arrays;

/**
 * Finds prices for very many jobs by asking a sample of them first: steps along the sample's excess demand, then clears its market. What it finds is announced to all like any prices, and their answers give the bound.
 */
final class Rehearsal {

    private static final int STEPS = 24;
    /** Most clearings; each is one answer of the sample. */
    private static final int CLEARINGS = 60;

    private final Offers offers;
    private final int[] jobs;
    private final double carbonCapKg;
    private final Responder responder;

    Rehearsal(Offers offers, Needs needs, int[] jobs, double carbonCapKg) {
        this.offers = offers;
        this.jobs = jobs;
        this.carbonCapKg = carbonCapKg;
        responder = new Responder(offers, needs);
    }

    /** Brings {@code prices}, scarcity of every cell and then carbon, to those of the sample's market. */
    void bring(double[] prices, double[] scale, DivisibleMarket market) {
        var steps = new PriceSteps(scale);
        for (int step = 0; step < STEPS; step++) {
            steps.step(prices, excess(prices));
        }
        market.name(scarcity(prices), prices[offers.cells()]);
        System.arraycopy(steps.average(), 0, prices, 0, prices.length);
        market.name(scarcity(prices), prices[offers.cells()]);
        market.open(prices[offers.cells()]);
        for (int clearing = 0; clearing < CLEARINGS && market.advance(); clearing++) {
            // Each step clears anew.
        }
        System.arraycopy(market.scarcityPerMwh(), 0, prices, 0, offers.cells());
        prices[offers.cells()] = market.carbonPricePerKg();
    }

    private double[] scarcity(double[] prices) {
        return Arrays.copyOf(prices, offers.cells());
    }

    /** The sample's demand above its supply: MWh for each cell, then kg for the cap. */
    private double[] excess(double[] prices) {
        int cells = offers.cells();
        boolean capped = carbonCapKg < Double.POSITIVE_INFINITY;
        double[] excess = new double[cells + 1];
        for (int cell = 0; cell < cells; cell++) {
            excess[cell] = -offers.capacityWatts[cell] * offers.mwhPerWattPeriod;
        }
        excess[cells] = capped ? -carbonCapKg : 0;
        responder.quote(scarcity(prices), prices[cells]);
        for (int job : jobs) {
            responder.respond(job, offers.capacityWatts);
            for (int index = 0; index < responder.count; index++) {
                int cell = responder.cell[index];
                double energyMwh = responder.watts[index] * offers.mwhPerWattPeriod;
                excess[cell] += energyMwh;
                excess[cells] += capped ? energyMwh * offers.carbonKgPerMwh[cell] : 0;
            }
        }
        return excess;
    }
}
