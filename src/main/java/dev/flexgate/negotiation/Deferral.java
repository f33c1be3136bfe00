package dev.flexgate.negotiation;

/**
 * Work of a job that the plan leaves for later; of a malleable job possibly only a part.
 *
 * @param energyMwh IT work not done
 * @param lostValue currency that not doing it counts in the objective
 * @param binding the numbers of the rule that binds, where it is a limit
 */
public record Deferral(String jobId, double energyMwh, double lostValue, Reason reason, Binding binding) {

    /** Work left for a reason that has no numbers. */
    public Deferral(String jobId, double energyMwh, double lostValue, Reason reason) {
        this(jobId, energyMwh, lostValue, reason, Binding.NONE);
    }

    /** Which constraint binds; the first that applies, in this order. */
    public enum Reason {
        /** No site may run it. */
        NO_ALLOWED_SITE,
        /** Its work does not fit between release and deadline at its power, even alone on sites without limits. */
        WINDOW_TOO_SHORT,
        /** It would fit, even alone, only where its data may not be processed. */
        RESIDENCY,
        /** It would fit, even alone, only further from its users than it may be. */
        LATENCY,
        /** It would fit, even alone, only in periods that the policy closes. */
        BLACKOUT,
        /** It would fit, even alone, only where nobody knows what energy will cost or cause. */
        MISSING_FORECAST,
        /** What its sites may draw from the grid is too little, for it alone or beside the others. */
        IMPORT_LIMIT,
        /** What its sites, or its tenant, may draw at once is too little, for it alone or beside the others. */
        PEAK_LIMIT,
        /** Even alone it does not fit under the capacity of its sites inside its window. */
        POWER_EXCEEDS_CAPACITY,
        /** Alone it would cause more carbon than the cap of the plan allows. */
        CARBON_CAP_BELOW_JOB,
        /** Its own carbon cap is below the least that it could cause. */
        JOB_CARBON_CAP,
        /** It would cause more carbon than its tenant's cap has left. */
        TENANT_CARBON_CAP,
        /** It would cause more carbon than the day's cap has left. */
        DAY_CARBON_CAP,
        /** It would cost more than a cap of cost has left. */
        COST_CAP,
        /** It would move more energy than the shift budget has left. */
        SHIFT_BUDGET,
        /** Running it costs more than its work is worth to its owner, even at forecast prices. */
        WORTH_LESS_THAN_COST,
        /** There is room for it beside the others, but not under the carbon cap. */
        CARBON_CAP,
        /** Other work that is worth no less holds the capacity in its window. */
        SITE_CAPACITY
    }

    /**
     * What a limit had for the job, in the limit's unit.
     *
     * @param limit its name; empty where no limit binds
     * @param most all of it
     * @param used what others use of it
     * @param least the least that the job would have needed
     */
    public record Binding(String limit, double most, double used, double least) {

        public static final Binding NONE = new Binding("", 0, 0, 0);
    }
}
