package dev.flexgate.negotiation;

import java.util.OptionalDouble;

/**
 * The search for the carbon price at which a market just keeps its cap.
 *
 * <p>Cleared at a carbon price, the market has a cost and a carbon mass; cost + price x (carbon - cap) bounds the
 * cost under the cap from below, as a concave function of the price. Below the best price the cap is broken, above
 * it there is room. Two prices on either side define two lines; where they meet is the next price to try, and
 * when the market is no better there than the lines say, it is the best one (Newton's method on a concave
 * piecewise linear function: finite). Then it is cleared once a hair above and once a hair below, so that the
 * search passes the plan that meets the cap exactly.
 */
final class CarbonSearch {

    private static final double FIRST_STEP = 0.05;
    private static final double SMALLEST_PRICE = 1e-7;
    private static final double GREATEST_PRICE = 1e6;
    /** Costs are cleared in whole millionths, so no market is better known than this. */
    private static final double RELATIVE = 1e-8;

    private static final double HAIR = 1e-5;
    private static final int MOST_PRICES = 100;

    private record Point(double price, double cost, double carbonKg) {

        double lineAt(double otherPrice) {
            return cost + otherPrice * carbonKg;
        }
    }

    private static final Point NOWHERE = new Point(Double.NaN, 0, 0);

    private final double capKg;
    private Point tooMuch;
    private Point within;
    private double step = FIRST_STEP;
    private double meeting = Double.NaN;
    private int hairs;
    private int tried;

    CarbonSearch(double capKg) {
        this.capKg = capKg;
        tooMuch = NOWHERE;
        within = NOWHERE;
    }

    private static boolean isKnown(Point point) {
        return !Double.isNaN(point.price());
    }

    /**
     * The next price to try, or none when the search is over.
     *
     * @param cost of the market cleared at {@code price}, the price itself left out
     */
    OptionalDouble next(double price, double cost, double carbonKg) {
        if (hairs > 0) {
            return hairs++ == 1 ? OptionalDouble.of(meeting * (1 - HAIR)) : OptionalDouble.empty();
        }
        if ((price <= 0 && carbonKg <= capKg) || ++tried > MOST_PRICES) {
            return OptionalDouble.empty();
        }
        Point here = new Point(price, cost, carbonKg);
        boolean met = price == meeting && isOnTheLines(here);
        if (carbonKg > capKg) {
            tooMuch = here;
        } else {
            within = here;
        }
        if (met) {
            hairs = 1;
            return OptionalDouble.of(meeting * (1 + HAIR));
        }
        return OptionalDouble.of(isKnown(tooMuch) && isKnown(within) ? meet() : outward(price));
    }

    private boolean isOnTheLines(Point here) {
        double line = Math.min(tooMuch.lineAt(here.price()), within.lineAt(here.price()));
        return here.lineAt(here.price()) >= line - RELATIVE * Math.abs(line);
    }

    private double meet() {
        meeting = (within.cost() - tooMuch.cost()) / (tooMuch.carbonKg() - within.carbonKg());
        return meeting;
    }

    /** Away from what is known, in growing steps. */
    private double outward(double price) {
        step *= 2;
        if (isKnown(tooMuch)) {
            return Math.min(GREATEST_PRICE, Math.max(SMALLEST_PRICE, price * (1 + step)));
        }
        double lower = price / (1 + step);
        return lower < SMALLEST_PRICE ? 0 : lower;
    }
}
