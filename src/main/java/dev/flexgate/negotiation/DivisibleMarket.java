package dev.flexgate.negotiation;

import java.util.Optional;

/**
 * Finds the prices and the plan of divisible work, step by step: each step announces the prices of a cleared
 * market, hears which cells the jobs would rather have, and clears again; when they want no other, it moves the
 * carbon price. Ends with the optimum over all cells and all carbon prices, the cap met exactly.
 */
final class DivisibleMarket {

    private final int[] jobs;
    private final long[] roomWatts;
    private final double carbonCapKg;
    private final Clearing clearing;
    private final CarbonSearch search;
    private final Responder responder;
    private final double[] scarcityPerMwh;
    private double carbonPricePerKg;
    private boolean isHeld;

    /**
     * A market for {@code jobs} in the room that others leave.
     *
     * @param carbonCapKg for these jobs alone
     */
    DivisibleMarket(Offers offers, Needs needs, int[] jobs, long[] roomWatts, double carbonCapKg) {
        this.jobs = jobs;
        this.roomWatts = roomWatts;
        this.carbonCapKg = carbonCapKg;
        clearing = new Clearing(offers, needs, jobs, roomWatts);
        search = new CarbonSearch(carbonCapKg);
        responder = new Responder(offers, needs);
        scarcityPerMwh = new double[offers.cells()];
    }

    /** Every job names the cells that it would choose at these prices; whether any was new. */
    boolean name(double[] scarcityPerMwh, double carbonPricePerKg) {
        responder.quote(scarcityPerMwh, carbonPricePerKg);
        boolean isNew = false;
        for (int place = 0; place < jobs.length; place++) {
            responder.respond(jobs[place], roomWatts);
            for (int index = 0; index < responder.count; index++) {
                isNew |= clearing.name(place, responder.cell[index]);
            }
        }
        return isNew;
    }

    /** Every job names the cells that a plan gives it. */
    void name(Draft plan) {
        for (int place = 0; place < jobs.length; place++) {
            for (int cell : plan.cells[jobs[place]]) {
                clearing.name(place, cell);
            }
        }
    }

    /** The job at that place among the market's jobs names cells. */
    void name(int place, int[] cells) {
        for (int cell : cells) {
            clearing.name(place, cell);
        }
    }

    /** Clears at a first carbon price among the cells named so far. */
    void open(double carbonPricePerKg) {
        clear(carbonCapKg == Double.POSITIVE_INFINITY ? 0 : carbonPricePerKg);
    }

    /** Clears at a carbon price that stays, whatever that makes of the cap. */
    void openAt(double carbonPricePerKg) {
        isHeld = true;
        clear(carbonPricePerKg);
    }

    private void clear(double carbonPrice) {
        carbonPricePerKg = carbonPrice;
        clearing.quote(carbonPrice);
        clearing.clear(carbonCapKg);
        for (int cell = 0; cell < scarcityPerMwh.length; cell++) {
            scarcityPerMwh[cell] = clearing.scarcityMicroPerMwh(cell) * Announcement.SCARCITY_UNIT;
        }
    }

    /** Hears the jobs at the present prices and clears anew; false once nothing can be bettered. */
    boolean advance() {
        if (name(scarcityPerMwh, carbonPricePerKg)) {
            clear(carbonPricePerKg);
            return true;
        }
        if (isHeld) {
            return false;
        }
        var next = search.next(carbonPricePerKg, clearing.objective(), clearing.carbonKg());
        next.ifPresent(this::clear);
        return next.isPresent();
    }

    double[] scarcityPerMwh() {
        return scarcityPerMwh;
    }

    double carbonPricePerKg() {
        return carbonPricePerKg;
    }

    /** The plan cleared last, together with what others do; it may break the cap. */
    Draft plan(Draft others) {
        Draft draft = new Draft(others);
        clearing.into(draft);
        return draft;
    }

    /** Objective of the jobs that are not in this market, in a plan of which they alone are part. */
    double rest(Draft others) {
        double sum = others.objective();
        for (int job : jobs) {
            sum -= others.objective(job);
        }
        return sum;
    }

    /** Objective of the plan cleared last; above all where it breaks the cap. */
    double objectiveWithinCap() {
        return clearing.carbonKg() <= carbonCapKg ? clearing.objective() : Double.POSITIVE_INFINITY;
    }

    /** Objective of the plan that met the cap on the way there; above all where there was none. */
    double objectiveAtCap() {
        return clearing.hasCrossed() ? clearing.crossingObjective() : Double.POSITIVE_INFINITY;
    }

    /** Gives every job of this market its part of the plan cleared last, or of the one that met the cap. */
    void into(Draft draft, boolean atCap) {
        if (atCap) {
            clearing.crossingInto(draft);
        } else {
            clearing.into(draft);
        }
    }

    /** The plan that met the cap on the way there, where there was one. */
    Optional<Draft> planAtCap(Draft others) {
        if (!clearing.hasCrossed()) {
            return Optional.empty();
        }
        Draft draft = new Draft(others);
        clearing.crossingInto(draft);
        return Optional.of(draft);
    }
}
