package dev.flexgate.negotiation;

import java.util.SplittableRandom;

/** Draws a start for a contiguous job: each with a chance that falls with what it costs and is charged. */
final class StartDraw {

    /** What is unlikelier than e to the minus this is not drawn. */
    private static final double NEVER = 30;

    private final Arrangement plan;
    private final Offers offers;
    private final Needs needs;
    private final Strain strain;
    private final StartTable[] tables;
    private final SplittableRandom random;
    private double[] asked = new double[256];
    private double[] charged = new double[64];

    StartDraw(Arrangement plan, StartTable[] tables, SplittableRandom random) {
        this.plan = plan;
        this.tables = tables;
        this.random = random;
        offers = plan.offers;
        needs = plan.needs;
        strain = plan.strain;
    }

    /** Sets a job down that was taken out; at no temperature where it asks least. */
    void place(int job, double temperature) {
        StartTable table = tables[job];
        int undone = table.cost.length;
        if (asked.length <= undone) {
            asked = new double[2 * undone];
        }
        price(job, table);
        asked[undone] = plan.undone(job, needs.workWattPeriods[job]);
        int start = draw(undone + 1, temperature);
        if (start == undone) {
            plan.leave(job);
        } else {
            plan.set(job, StartTable.cells(job, start, table.perSite, offers, needs), table.watts);
        }
    }

    /** What every start costs, and is charged by capacity and limits of power along it, and by limits that count over time. */
    private void price(int job, StartTable table) {
        for (int index = 0; table.perSite > 0 && index < needs.sites[job].length; index++) {
            priceAt(job, table, index);
        }
        for (int index = 0; index < table.rows.length; index++) {
            int row = table.rows[index];
            double[] use = table.use[index];
            for (int start = 0; start < use.length; start++) {
                asked[start] += strain.chargeRow(row, use[start]);
            }
        }
    }

    private void priceAt(int job, StartTable table, int index) {
        int window = needs.window(job);
        int length = needs.length[job];
        if (charged.length < window) {
            charged = new double[2 * window];
        }
        boolean limited = strain.isPowerLimited(job);
        int first = needs.sites[job][index] * offers.periods + needs.from[job];
        double sum = 0;
        for (int step = 0; step < window; step++) {
            double charge = strain.chargeCell(first + step, needs.watts[job]);
            charge += limited ? strain.chargePower(job, needs.from[job] + step, needs.watts[job]) : 0;
            charged[step] = charge;
            sum += charge;
            if (step >= length) {
                sum -= charged[step - length];
            }
            if (step >= length - 1) {
                int start = index * table.perSite + step - length + 1;
                asked[start] = table.cost[start] + Math.max(0, sum);
            }
        }
    }

    private int draw(int count, double temperature) {
        int best = 0;
        for (int index = 1; index < count; index++) {
            best = asked[index] < asked[best] ? index : best;
        }
        if (temperature <= 0) {
            return best;
        }
        double lowest = asked[best];
        double most = lowest + NEVER * temperature;
        double sum = 0;
        for (int index = 0; index < count; index++) {
            // What a start asks is not needed any more: its chance takes the place.
            asked[index] = asked[index] < most ? StrictMath.exp((lowest - asked[index]) / temperature) : 0;
            sum += asked[index];
        }
        double left = sum * random.nextDouble();
        for (int index = 0; index < count; index++) {
            left -= asked[index];
            if (left < 0) {
                return index;
            }
        }
        return best;
    }
}
