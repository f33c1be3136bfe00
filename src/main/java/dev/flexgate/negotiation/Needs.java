package dev.flexgate.negotiation;

import java.util.Arrays;
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
    /** What a pause costs, currency. */
    private final double[] perPause;
    /** Whether beginning later than the window is a pause too. */
    private final boolean[] running;
    /** Where jobs stood in the plan before, one array a job; none at all where moving costs nothing. */
    private final Stood[] stands;

    private final double switchingPerMwh;
    /** What the policy's rules mean for each job. */
    final Levies levies;

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
        perPause = new double[count];
        running = new boolean[count];
        stands = new Stood[0];
        switchingPerMwh = 0;
        levies = Levies.NONE;
        for (int job = 0; job < count; job++) {
            measure(job, jobs.get(job), periods, periodHours);
            weigh(job, jobs.get(job), periodHours);
        }
    }

    private Needs(
            Needs other,
            Shape[] shape,
            long[] watts,
            long[] workWattPeriods,
            Stood[] stands,
            double switchingPerMwh,
            Levies levies) {
        count = other.count;
        this.levies = levies;
        this.shape = shape;
        this.stands = stands;
        this.switchingPerMwh = switchingPerMwh;
        this.watts = watts;
        this.workWattPeriods = workWattPeriods;
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
        perPause = other.perPause;
        running = other.running;
    }

    /** The same jobs as if all could be divided; the arrays are shared. */
    Needs asDivisible() {
        Shape[] divisible = shape.clone();
        for (int job = 0; job < count; job++) {
            divisible[job] = isDivisible(job) ? shape[job] : Shape.malleable();
        }
        return new Needs(this, divisible, watts, workWattPeriods, stands, switchingPerMwh, levies);
    }

    /** The same jobs with the power and work of some so many times as large. */
    Needs enlarged(int[] jobs, double[] times) {
        long[] power = watts.clone();
        long[] work = workWattPeriods.clone();
        for (int index = 0; index < jobs.length; index++) {
            power[jobs[index]] = Math.round(power[jobs[index]] * times[index]);
            work[jobs[index]] = Math.round(work[jobs[index]] * times[index]);
        }
        return new Needs(this, shape, power, work, stands, switchingPerMwh, levies);
    }

    /** Where a job stood before: cells in order, and its power in each. */
    static final class Stood {

        final int[] cells;
        final long[] watts;

        Stood(int[] cells, long[] watts) {
            this.cells = cells;
            this.watts = watts;
        }
    }

    /** The same jobs, for which work costs more wherever they did not run before; what did not run moves for free. */
    Needs staying(Stood[] before, double perMwh) {
        return new Needs(this, shape, watts, workWattPeriods, before, perMwh, levies);
    }

    /** The same jobs under rules. */
    Needs under(Levies rules) {
        return new Needs(this, shape, watts, workWattPeriods, stands, switchingPerMwh, rules);
    }

    /** The same jobs, closed to what the policy closes to them, and asked for its limits what they cost. */
    Needs under(List<JobNeed> jobs, PolicyTerms policy, Offers offers, double[] limitPrices) {
        Levies closing = Levies.closing(jobs, policy.closures(), offers);
        if (limitPrices.length == 0) {
            return closing == Levies.NONE ? this : under(closing);
        }
        return under(closing.priced(new CapRows(jobs, this, policy, offers), limitPrices, offers));
    }

    /** Whether the job would run in a cell if it ran now: at home, unbroken, from its release on. */
    boolean runsNow(int job, int cell, Offers offers) {
        int period = offers.periodOf(cell);
        return offers.siteOf(cell) == home[job] && from[job] <= period && period < (long) from[job] + length[job];
    }

    /** What the policy's limits ask for a MWh of the job's work in a cell. */
    double levyPerMwh(int job, int cell, Offers offers) {
        return levies.isPriced() ? levies.perMwh(job, cell, runsNow(job, cell, offers)) : 0;
    }

    /** Adds what the policy's limits ask to prices site by site, period by period of the job's window. */
    void addLevies(int job, Offers offers, double[] price) {
        int window = window(job);
        for (int index = 0; index < sites[job].length; index++) {
            int first = sites[job][index] * offers.periods + from[job];
            for (int step = 0; step < window; step++) {
                price[index * window + step] += levyPerMwh(job, first + step, offers);
            }
        }
    }

    boolean isStaying() {
        return stands.length > 0;
    }

    /** What a MWh of the job's work costs more in a cell because the job was not there before. */
    double movingPerMwh(int job, int cell) {
        return stoodWatts(job, cell) > 0 ? 0 : switchingPerMwh;
    }

    /** Makes every period dearer where the job was not before; prices site by site, period by period of its window. */
    void addMoving(int job, Offers offers, double[] price) {
        if (stands[job].cells.length == 0) {
            return;
        }
        int window = window(job);
        for (int slot = 0; slot < sites[job].length * window; slot++) {
            price[slot] += switchingPerMwh;
        }
        for (int cell : stands[job].cells) {
            int step = offers.periodOf(cell) - from[job];
            for (int index = 0; 0 <= step && step < window && index < sites[job].length; index++) {
                price[index * window + step] -= sites[job][index] == offers.siteOf(cell) ? switchingPerMwh : 0;
            }
        }
    }

    /** What each MWh above the power that it had there costs more. */
    double switchingPerMwh() {
        return switchingPerMwh;
    }

    /** Its power there in the plan before; unlimited for a job that moves for free. */
    long stoodWatts(int job, int cell) {
        if (stands.length == 0 || stands[job].cells.length == 0) {
            return Long.MAX_VALUE;
        }
        int at = Arrays.binarySearch(stands[job].cells, cell);
        return at < 0 ? 0 : stands[job].watts[at];
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
        perPause[job] = weights.pausing().each();
        running[job] = weights.pausing().running();
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
                + delayPerMwhPeriod[job] * (offers.periodOf(cell) - release[job])
                + movingPerMwh(job, cell)
                + levyPerMwh(job, cell, offers);
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
            if (isStaying()) {
                long stood = stoodWatts(job, cells[index]);
                long above = stood > 0 ? Math.max(0, power[index] - stood) : 0;
                objective += above * offers.mwhPerWattPeriod * switchingPerMwh;
            }
        }
        return new Bill(paid, carbonKg, objective + pauseCost(job, cells, count, offers));
    }

    /** What a pause costs a job that may pause; nothing for work that divides, so that a relaxation stays below. */
    double perPause(int job) {
        return shape[job] instanceof Shape.Preemptible ? perPause[job] : 0;
    }

    /** Whether a pause comes before a stretch that begins in a period of the window, where {@code done} periods have run. */
    boolean pausesBefore(int job, int step, int done) {
        return done > 0 || (running[job] && step > 0);
    }

    private double pauseCost(int job, int[] cells, int count, Offers offers) {
        if (perPause(job) == 0 || count == 0) {
            return 0;
        }
        int[] periods = new int[count];
        for (int index = 0; index < count; index++) {
            periods[index] = offers.periodOf(cells[index]);
        }
        Arrays.sort(periods);
        int pauses = 0;
        for (int index = 0; index < count; index++) {
            boolean begins = index == 0 || periods[index] > periods[index - 1] + 1;
            pauses += begins && pausesBefore(job, periods[index] - from[job], index) ? 1 : 0;
        }
        return pauses * perPause[job];
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

    /** About how many cells are looked at, once or again, for one answer of a job that does not divide. */
    long effort(int job) {
        long cells = (long) sites[job].length * window(job);
        boolean limited = shape[job] instanceof Shape.Preemptible limits && limits.maxInterruptions() < length[job] - 1;
        return limited ? cells * (1 + length[job] / 8) : cells;
    }

    int window(int job) {
        return until[job] - from[job];
    }
}
