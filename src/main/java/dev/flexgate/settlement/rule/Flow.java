package dev.flexgate.settlement.rule;

import dev.flexgate.quantity.Money;

/**
 * Money that moves from one role to another for a reason; a negative amount moves the other way.
 *
 * @param purpose why
 * @param amount rounded once, half-even, to four decimals
 */
public record Flow(Purpose purpose, Money amount) {

    /** Who takes part. */
    public enum Role {
        BUYER,
        SELLER,
        /** Central imbalance settlement. */
        IMBALANCE,
        /** The supplier of the customer whose load moved. */
        SUPPLIER,
        /** All suppliers together. */
        SUPPLIERS
    }

    /** Why money moves, and between whom. */
    public enum Purpose {
        DELIVERY(Role.BUYER, Role.SELLER),
        BONUS(Role.BUYER, Role.SELLER),
        SHORTFALL(Role.SELLER, Role.BUYER),
        SALE(Role.BUYER, Role.SELLER),
        IMBALANCE(Role.IMBALANCE, Role.SELLER),
        COMPENSATION_DIRECT(Role.SELLER, Role.SUPPLIER),
        COMPENSATION_MUTUALISED(Role.SUPPLIERS, Role.SUPPLIER);

        private final Role from;
        private final Role to;

        Purpose(Role from, Role to) {
            this.from = from;
            this.to = to;
        }

        public Role from() {
            return from;
        }

        public Role to() {
            return to;
        }
    }

    /** What {@code role} gets by it, negative where it pays. */
    public Money toward(Role role) {
        Money zero = Money.zero(amount.currency());
        Money got = purpose.to() == role ? amount : zero;
        return purpose.from() == role ? got.minus(amount) : got;
    }
}
