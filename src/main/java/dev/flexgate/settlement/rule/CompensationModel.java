package dev.flexgate.settlement.rule;

/** Who compensates the customer's supplier for energy that it bought and that was not consumed. */
public enum CompensationModel {
    /** All suppliers together, by their share of demand (BSC P415, wholesale). */
    MUTUALISED,
    /** The seller itself (BSC P444, balancing mechanism). */
    DIRECT,
    /** Nobody (NESO DFS, contracts of distribution operators). */
    NONE
}
