package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Every start of one contiguous job, site by site: what it costs, and what it uses of each limit that counts over time. */
final class StartTable {

    /** How many starts there are at each site. */
    final int perSite;
    /** As the job is billed; infinite where it may not run. */
    final double[] cost;
    /** Rows of limits, that of carbon last of all rows, and what each start uses of each. */
    final int[] rows;

    final double[][] use;
    /** The job's power in every period that it runs. */
    final long[] watts;

    private StartTable(int perSite, double[] cost, int[] rows, double[][] use, long[] watts) {
        this.watts = watts;
        this.perSite = perSite;
        this.cost = cost;
        this.rows = rows;
        this.use = use;
    }

    /** The starts of a job; of one that does not run unbroken, none. */
    static StartTable of(int job, Offers offers, Needs needs, Strain strain) {
        boolean unbroken = needs.shape[job] instanceof Shape.Contiguous;
        int perSite = unbroken ? Math.max(0, needs.window(job) - needs.length[job] + 1) : 0;
        int count = perSite * needs.sites[job].length;
        int[] rows = strain.summed(job);
        double[] cost = new double[count];
        double[][] use = new double[rows.length][count];
        long[] watts = new long[perSite == 0 ? 0 : needs.length[job]];
        Arrays.fill(watts, needs.watts[job]);
        for (int start = 0; start < count; start++) {
            int[] cells = cells(job, start, perSite, offers, needs);
            boolean open = IntStream.of(cells)
                    .allMatch(cell -> offers.capacityWatts[cell] >= needs.watts[job] && needs.levies.isOpen(job, cell));
            cost[start] =
                    open ? needs.bill(job, cells, watts, cells.length, offers).objective() : Double.POSITIVE_INFINITY;
            for (int index = 0; open && index < rows.length; index++) {
                use[index][start] = strain.use(job, rows[index], cells, watts);
            }
        }
        return new StartTable(perSite, cost, rows, use, watts);
    }

    /** Where the job runs with a start of the table. */
    static int[] cells(int job, int start, int perSite, Offers offers, Needs needs) {
        int first = needs.sites[job][start / perSite] * offers.periods + needs.from[job] + start % perSite;
        return IntStream.range(first, first + needs.length[job]).toArray();
    }
}
