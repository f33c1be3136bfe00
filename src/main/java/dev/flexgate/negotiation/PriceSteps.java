package dev.flexgate.negotiation;

/**
 * The step rule: prices of over-subscribed periods rise, of idle ones fall towards the forecast price.
 *
 * <p>A deflected subgradient step of Polyak's length in a fixed diagonal metric: excess counts relative to
 * capacity, so that a large site is not priced faster than a small one. The target of the step is the best plan
 * known; when the bound stalls the length is halved. With lengths that shrink so, the best dual value converges
 * to the optimum of the dual (Polyak 1969; Camerini, Fratta, Maffioli 1975 for the deflected direction).
 */
final class PriceSteps {

    private static final double DEFLECTION = 0.7;
    private static final int PATIENCE = 6;

    private final double[] metric;
    private final double[] direction;
    private double boldness = 1.0;
    private int stalled;

    /** One metric a price: how far it moves for one unit of excess. */
    PriceSteps(double[] metric) {
        this.metric = metric;
        this.direction = new double[metric.length];
    }

    /**
     * Moves {@code prices} in place.
     *
     * @param excess demand less supply for each price, in the unit that the price is for
     * @param shortfall target objective less dual value: how much there is to climb
     */
    void step(double[] prices, double[] excess, double shortfall, boolean improved) {
        stalled = improved ? 0 : stalled + 1;
        if (stalled > PATIENCE) {
            boldness /= 2;
            stalled = 0;
        }
        double norm = 0;
        for (int index = 0; index < prices.length; index++) {
            direction[index] = DEFLECTION * excess[index] + (1 - DEFLECTION) * direction[index];
            if (prices[index] <= 0 && direction[index] < 0) {
                direction[index] = 0;
            }
            norm += metric[index] * direction[index] * direction[index];
        }
        if (norm <= 0) {
            return;
        }
        double length = boldness * Math.max(0, shortfall) / norm;
        for (int index = 0; index < prices.length; index++) {
            prices[index] = Math.max(0, prices[index] + length * metric[index] * direction[index]);
        }
    }
}
