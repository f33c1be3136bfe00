package dev.flexgate.negotiation;

/**
 * Work of a job that the plan leaves for later; of a malleable job possibly only a part.
 *
 * @param energyMwh IT work not done
 * @param lostValue currency that not doing it counts in the objective
 */
public record Deferral(String jobId, double energyMwh, double lostValue, Reason reason) {

    /** Which constraint binds; the first that applies, in this order. */
    public enum Reason {
        /** No site may run it. */
        NO_ALLOWED_SITE,
        /** Its work does not fit between release and deadline at its power, even alone on sites without limits. */
        WINDOW_TOO_SHORT,
        /** It would fit, even alone, only in periods that the policy closes. */
        BLACKOUT,
        /** Even alone it does not fit under the capacity of its sites inside its window. */
        POWER_EXCEEDS_CAPACITY,
        /** Alone it would cause more carbon than the cap allows. */
        CARBON_CAP_BELOW_JOB,
        /** Running it costs more than its work is worth to its owner, even at forecast prices. */
        WORTH_LESS_THAN_COST,
        /** There is room for it beside the others, but not under the carbon cap. */
        CARBON_CAP,
        /** Other work that is worth no less holds the capacity in its window. */
        SITE_CAPACITY
    }
}
