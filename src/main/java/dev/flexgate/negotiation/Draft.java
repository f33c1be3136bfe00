package dev.flexgate.negotiation;

/** A plan in the making: what each job does, the room it leaves, and what it costs. Always within capacity. */
final class Draft {

    private static final int[] NO_CELLS = {};
    private static final long[] NO_WATTS = {};

    final Offers offers;
    final Needs needs;
    final long[] roomWatts;
    final int[][] cells;
    final long[][] watts;
    final long[] deferredWattPeriods;
    private final double[] objective;
    private final double[] carbonKg;

    Draft(Offers offers, Needs needs) {
        this.offers = offers;
        this.needs = needs;
        roomWatts = offers.capacityWatts.clone();
        cells = new int[needs.count][];
        watts = new long[needs.count][];
        deferredWattPeriods = needs.workWattPeriods.clone();
        objective = new double[needs.count];
        carbonKg = new double[needs.count];
        for (int job = 0; job < needs.count; job++) {
            cells[job] = NO_CELLS;
            watts[job] = NO_WATTS;
            objective[job] = worthOf(job, deferredWattPeriods[job]);
        }
    }

    Draft(Draft other) {
        offers = other.offers;
        needs = other.needs;
        roomWatts = other.roomWatts.clone();
        cells = other.cells.clone();
        watts = other.watts.clone();
        deferredWattPeriods = other.deferredWattPeriods.clone();
        objective = other.objective.clone();
        carbonKg = other.carbonKg.clone();
    }

    /** The same plan, priced by other needs of the same jobs. */
    Draft by(Needs other) {
        if (other == needs) {
            return this;
        }
        var draft = new Draft(offers, other);
        for (int job = 0; job < needs.count; job++) {
            if (cells[job].length > 0) {
                draft.place(job, cells[job], watts[job]);
            }
        }
        return draft;
    }

    void place(int job, Responder answer) {
        place(
                job,
                java.util.Arrays.copyOf(answer.cell, answer.count),
                java.util.Arrays.copyOf(answer.watts, answer.count));
    }

    /** The job must hold nothing; the arrays are kept, not copied, and never written to. */
    void place(int job, int[] where, long[] power) {
        cells[job] = where;
        watts[job] = power;
        long done = 0;
        for (int index = 0; index < where.length; index++) {
            roomWatts[where[index]] -= power[index];
            done += power[index];
        }
        Bill bill = needs.bill(job, where, power, where.length, offers);
        deferredWattPeriods[job] = needs.workWattPeriods[job] - done;
        objective[job] = bill.objective() + worthOf(job, deferredWattPeriods[job]);
        carbonKg[job] = bill.carbonKg();
    }

    void remove(int job) {
        for (int index = 0; index < cells[job].length; index++) {
            roomWatts[cells[job][index]] += watts[job][index];
        }
        cells[job] = NO_CELLS;
        watts[job] = NO_WATTS;
        deferredWattPeriods[job] = needs.workWattPeriods[job];
        objective[job] = worthOf(job, deferredWattPeriods[job]);
        carbonKg[job] = 0;
    }

    double worthOf(int job, long wattPeriods) {
        return wattPeriods * needs.lostWorkPerMwh[job] * offers.mwhPerWattPeriod;
    }

    /** Objective of one job, work deferred included at its worth. */
    double objective(int job) {
        return objective[job];
    }

    double carbonKg(int job) {
        return carbonKg[job];
    }

    /** Summed anew in the order of the jobs, so that it does not depend on how the draft came about. */
    double objective() {
        double sum = 0;
        for (double each : objective) {
            sum += each;
        }
        return sum;
    }

    double carbonKg() {
        double sum = 0;
        for (double each : carbonKg) {
            sum += each;
        }
        return sum;
    }

    double lostValue() {
        double sum = 0;
        for (int job = 0; job < needs.count; job++) {
            sum += worthOf(job, deferredWattPeriods[job]);
        }
        return sum;
    }

    Bill bill(int job) {
        return needs.bill(job, cells[job], watts[job], cells[job].length, offers);
    }
}
