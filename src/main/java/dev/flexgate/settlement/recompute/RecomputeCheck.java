package dev.flexgate.settlement.recompute;

/** What a {@link SettlementVerifier} checks in this order, after every check of the bundle itself. */
public enum RecomputeCheck {
    /** The bundle holds a settlement, in the form this verifier reads. */
    SETTLEMENT,
    /** Settlement date, period number and UTC times agree. */
    PERIODS,
    /** Every state follows from the one before. */
    TRANSITIONS,
    /** The readings calculated with are those of the batches that came. */
    READINGS,
    /** The days left out are those that were declared. */
    EVENT_DAYS,
    /** The baseline follows from the readings. */
    BASELINE,
    /** The delivered volume follows from baseline and readings. */
    VOLUME,
    /** The money follows from the volume by the contract's formula. */
    MONEY,
    /** What falls due is the difference to the run before. */
    DUE
}
