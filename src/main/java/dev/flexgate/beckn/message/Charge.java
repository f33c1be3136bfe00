package dev.flexgate.beckn.message;

import dev.flexgate.quantity.Money;
import java.util.List;

/**
 * What is to be paid for a contract.
 *
 * @param id its id in the contract
 * @param lines what the total is made of; may be empty in what a consumer repeats
 */
public record Charge(String id, Money total, List<Line> lines) {

    /**
     * A part of the total.
     *
     * @param kind what is charged for, in capitals
     * @param basis how the amount came about, for people
     */
    public record Line(String kind, Money amount, String basis) {}

    public Charge {
        lines = List.copyOf(lines);
    }
}
