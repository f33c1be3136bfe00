package dev.flexgate.negotiation;

import java.util.List;
import java.util.stream.LongStream;

/** Jobs in the kernel's units: whole watts and watt-periods, windows cut to the horizon. */
final class Needs {

    final int count;
    final Shape[] shape;
    /** Greatest power of a malleable job, the one power of any other. */
    final long[] watts;

    final long[] workWattPeriods;
    /** How many periods the job runs at that power: for a malleable job the fewest that hold its work. */
    final int[] length;

    final int[] from;
    final int[] until;
    final int[] release;
    final int[][] sites;
    final int[] home;
    final double[][] perMwhAtSite;
    final double[] money;
    final double[] carbonPricePerKg;
    final double[] delayPerMwhPeriod;
    final double[] lostWorkPerMwh;

    Needs(List<JobNeed> jobs, int periods, double periodHours) {
        count = jobs.size();
        shape = new Shape[count];
        watts = new long[count];
        workWattPeriods = new long[count];
        length = new int[count];
        from = new int[count];
        until = new int[count];
        release = new int[count];
        sites = new int[count][];
        home = new int[count];
        perMwhAtSite = new double[count][];
        money = new double[count];
        carbonPricePerKg = new double[count];
        delayPerMwhPeriod = new double[count];
        lostWorkPerMwh = new double[count];
        for (int job = 0; job < count; job++) {
            measure(job, jobs.get(job), periods, periodHours);
            weigh(job, jobs.get(job), periodHours);
        }
    }

    /** The same jobs as if all could be divided; the arrays are shared. */
    private Needs(Needs other) {
        count = other.count;
        shape = new Shape[count];
        for (int job = 0; job < count; job++) {
            shape[job] = other.isDivisible(job) ? other.shape[job] : Shape.malleable();
        }
        watts = other.watts;
        workWattPeriods = other.workWattPeriods;
        length = other.length;
        from = other.from;
        until = other.until;
        release = other.release;
        sites = other.sites;
        home = other.home;
        perMwhAtSite = other.perMwhAtSite;
        money = other.money;
        carbonPricePerKg = other.carbonPricePerKg;
        delayPerMwhPeriod = other.delayPerMwhPeriod;
        lostWorkPerMwh = other.lostWorkPerMwh;
    }

    Needs asDivisible() {
        return new Needs(this);
    }

    private void measure(int job, JobNeed need, int periods, double periodHours) {
        shape[job] = need.shape();
        watts[job] = Units.wattsUp(need.powerMw());
        workWattPeriods[job] = Units.wattPeriods(need.energyMwh(), periodHours);
        length[job] = Math.toIntExact(Math.min(Integer.MAX_VALUE, Math.ceilDiv(workWattPeriods[job], watts[job])));
        if (!(need.shape() instanceof Shape.Malleable)) {
            watts[job] = Math.ceilDiv(workWattPeriods[job], length[job]);
            workWattPeriods[job] = watts[job] * length[job];
        }
        from[job] = Math.clamp(need.release(), 0, periods);
        until[job] = Math.clamp(need.deadline(), from[job], periods);
        release[job] = need.release();
        sites[job] = need.allowedSites().stream().mapToInt(Integer::intValue).toArray();
        home[job] = need.homeSite();
    }

    private void weigh(int job, JobNeed need, double periodHours) {
        Weights weights = need.weights();
        money[job] = weights.money();
        carbonPricePerKg[job] = weights.carbonPricePerKg();
        delayPerMwhPeriod[job] = weights.delayPerMwhHour() * periodHours;
        lostWorkPerMwh[job] = weights.lostWorkPerMwh();
        perMwhAtSite[job] = new double[sites[job].length];
        for (int index = 0; index < sites[job].length; index++) {
            perMwhAtSite[job][index] = weights.perMwhAt(sites[job][index]);
        }
    }

    /** Latency and transfer of the job at a site, currency per MWh; the site must be one of its own. */
    double perMwhAt(int job, int site) {
        for (int index = 0; index < sites[job].length; index++) {
            if (sites[job][index] == site) {
                return perMwhAtSite[job][index];
            }
        }
        throw new IllegalStateException("job " + job + " may not run at site " + site);
    }

    /** What a MWh of the job's work costs in a cell, scarcity and the cap's carbon price left out. */
    double costPerMwh(int job, int cell, Offers offers) {
        return money[job] * offers.moneyPerMwh[cell]
                + carbonPricePerKg[job] * offers.carbonKgPerMwh[cell]
                + perMwhAt(job, offers.siteOf(cell))
                + delayPerMwhPeriod[job] * (offers.periodOf(cell) - release[job]);
    }

    /** What so much power in those cells costs the job. */
    Bill bill(int job, int[] cells, long[] power, int count, Offers offers) {
        double paid = 0;
        double carbonKg = 0;
        double objective = 0;
        for (int index = 0; index < count; index++) {
            double energyMwh = power[index] * offers.mwhPerWattPeriod;
            paid += energyMwh * offers.moneyPerMwh[cells[index]];
            carbonKg += energyMwh * offers.carbonKgPerMwh[cells[index]];
            objective += energyMwh * costPerMwh(job, cells[index], offers);
        }
        return new Bill(paid, carbonKg, objective);
    }

    /** Whether the job's power limits its sites together. */
    boolean sharesPower(int job) {
        return !(shape[job] instanceof Shape.Malleable malleable) || malleable.limit() == Shape.PowerLimit.OVERALL;
    }

    boolean isDivisible(int job) {
        return shape[job] instanceof Shape.Malleable;
    }

    /** Whether such a plan, within the window and the room, is one the job may have; divisible work may be done in part. */
    boolean keepsShape(int job, int[] cells, long[] power, Offers offers) {
        long[] drawn = new long[offers.periods];
        long done = 0;
        boolean constant = true;
        for (int index = 0; index < cells.length; index++) {
            drawn[offers.periodOf(cells[index])] += power[index];
            done += power[index];
            constant &= power[index] == watts[job] && offers.siteOf(cells[index]) == offers.siteOf(cells[0]);
        }
        long most = LongStream.of(sharesPower(job) ? drawn : power).max().orElse(0);
        return most <= watts[job]
                && switch (shape[job]) {
                    case Shape.Malleable _ -> done <= workWattPeriods[job];
                    case Shape.Contiguous _ -> constant && done == workWattPeriods[job] && pauses(drawn) == 0;
                    case Shape.Preemptible limits ->
                        constant && done == workWattPeriods[job] && pauses(drawn) <= limits.maxInterruptions();
                };
    }

    private static int pauses(long[] drawn) {
        int starts = 0;
        for (int period = 0; period < drawn.length; period++) {
            starts += drawn[period] > 0 && (period == 0 || drawn[period - 1] == 0) ? 1 : 0;
        }
        return starts - 1;
    }

    /** Whether the work fits between release and deadline at the job's power, were there no other limit. */
    boolean fitsWindow(int job) {
        return length[job] <= (long) window(job) * (sharesPower(job) ? 1 : sites[job].length);
    }

    int window(int job) {
        return until[job] - from[job];
    }
}
