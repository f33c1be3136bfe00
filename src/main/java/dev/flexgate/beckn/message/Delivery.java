package dev.flexgate.beckn.message;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Money;
import java.time.Instant;

/**
 * What was delivered under a contract, and what it came to.
 *
 * @param plannedEnergy IT energy that was sold
 * @param actualEnergy IT energy that was delivered
 * @param plannedCarbon emissions that were forecast when it was sold, median
 * @param actualCarbon emissions of the delivered energy at the intensities that were measured afterwards
 * @param plannedCost the total of the contract
 * @param actualCost what is to be paid
 * @param method how the actual values came about, for people
 * @param asOf when they were computed
 * @param settled whether they are final
 */
public record Delivery(
        Energy plannedEnergy,
        Energy actualEnergy,
        CarbonMass plannedCarbon,
        CarbonMass actualCarbon,
        Money plannedCost,
        Money actualCost,
        String method,
        Instant asOf,
        boolean settled) {}
