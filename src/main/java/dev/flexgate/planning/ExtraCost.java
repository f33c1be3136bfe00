package dev.flexgate.planning;

import dev.flexgate.quantity.Money;

/**
 * What ceilings or floors cost, and how well that is known. Neither plan is proven to be the best, so the true difference lies
 * within {@code uncertainty} of the one found: what the plan under the ceilings may be above its certified bound, or
 * what the plan without them may be above its own, whichever is more.
 *
 * @param difference cost under the ceilings less cost without, never below zero: a plan under ceilings is also one
 *     without
 * @param uncertainty never negative
 */
public record ExtraCost(Money difference, Money uncertainty) {

    /** Whether it is more than what is not known about it. */
    public boolean isResolved() {
        return difference.compareTo(uncertainty) > 0;
    }

    static ExtraCost between(Certificate without, Certificate with) {
        return between(without, with, with.lowerBound());
    }

    /** @param bound no plan that keeps what was asked has an objective below this */
    static ExtraCost between(Certificate without, Certificate with, Money bound) {
        Money zero = Money.zero(with.cost().currency());
        Money difference = larger(with.cost().minus(without.cost()), zero);
        // What bounds every plan bounds those under ceilings; what is found under ceilings is a plan without them too.
        Money higher = larger(bound, without.lowerBound());
        Money best = smaller(without.objective(), with.objective());
        Money below = larger(with.objective().minus(higher), zero);
        Money above = larger(best.minus(without.lowerBound()), zero);
        return new ExtraCost(difference, larger(below, above));
    }

    private static Money larger(Money one, Money other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Money smaller(Money one, Money other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
