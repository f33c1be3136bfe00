package dev.flexgate.negotiation;

import java.util.Arrays;

/**
 * The step rule: prices of over-subscribed periods rise, of idle ones fall towards the forecast price.
 *
 * <p>Each price moves along its excess demand (a subgradient of the bound), smoothed over the last rounds, by a
 * length that shrinks with the root of the sum of its own squared excesses so far (AdaGrad: Duchi, Hazan, Singer
 * 2011). No length needs to be known in advance and no price is favoured by its unit; the average of the prices
 * converges to the best there are, and is far better than the last ones, which keep swinging.
 */
final class PriceSteps {

    private static final double LENGTH = 0.4;
    private static final double MEMORY = 0.8;

    private final double[] scale;
    private final double[] squares;
    private final double[] smoothed;
    private final double[] sum;
    private double weight;
    private int steps;

    /** @param scale what a large price is, one each; a price of scale zero never moves */
    PriceSteps(double[] scale) {
        this.scale = scale;
        squares = new double[scale.length];
        smoothed = new double[scale.length];
        sum = new double[scale.length];
    }

    /** Moves {@code prices} in place along the demand above supply at those prices. */
    void step(double[] prices, double[] excess) {
        steps++;
        double gain = (double) steps * steps;
        weight += gain;
        for (int index = 0; index < prices.length; index++) {
            sum[index] += gain * prices[index];
            boolean idle = prices[index] <= 0 && excess[index] <= 0 && squares[index] == 0;
            if (idle || scale[index] == 0) {
                continue;
            }
            squares[index] += excess[index] * excess[index];
            smoothed[index] = MEMORY * smoothed[index] + (1 - MEMORY) * excess[index];
            double length = LENGTH * scale[index] / Math.sqrt(squares[index]);
            prices[index] = Math.max(0, prices[index] + length * smoothed[index]);
        }
    }

    /** The average of the prices stepped from, later ones counting more. */
    double[] average() {
        double[] average = Arrays.copyOf(sum, sum.length);
        for (int index = 0; index < average.length; index++) {
            average[index] /= Math.max(1, weight);
        }
        return average;
    }
}
