package dev.flexgate.negotiation;

/**
 * How good a plan is, proven.
 *
 * @param bill what the work that is done costs
 * @param lostValue value of the work deferred, counted in the objective
 * @param lowerBound no plan, of whatever shapes and deferrals, has an objective below this
 * @param gap (objective - bound) over what the work done costs at least by the bound; so that much value lost
 *     cannot make a gap look small. Zero or more; infinite where the bound says nothing
 */
public record Certificate(Bill bill, double lostValue, double lowerBound, double gap) {

    /** Cost of the work done plus the value of the work deferred. */
    public double objective() {
        return bill.objective() + lostValue;
    }

    static Certificate of(Bill bill, double lostValue, double lowerBound) {
        double difference = Math.max(0, bill.objective() + lostValue - lowerBound);
        double atLeast = Math.abs(lowerBound - lostValue);
        double gap = difference <= 1e-9 * Math.abs(lowerBound) ? 0 : difference / atLeast;
        return new Certificate(bill, lostValue, lowerBound, gap);
    }
}
