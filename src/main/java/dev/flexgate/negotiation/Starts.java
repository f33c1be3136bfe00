package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Every way to run one contiguous job, leaving it undone among them, cheapest first at given prices. */
final class Starts {

    /** The start of a job that is not done. */
    static final int UNDONE = -1;

    final int count;
    /** Cell of the first period. */
    final int[] from;
    /** As the job is billed. */
    final double[] cost;

    final double[] carbonKg;
    /** The cost with scarcity and carbon at the prices. */
    final double[] reduced;

    final double cleanestKg;

    private record Start(int from, double cost, double carbonKg, double reduced) {}

    private Starts(List<Start> starts) {
        count = starts.size();
        from = starts.stream().mapToInt(Start::from).toArray();
        cost = starts.stream().mapToDouble(Start::cost).toArray();
        carbonKg = starts.stream().mapToDouble(Start::carbonKg).toArray();
        reduced = starts.stream().mapToDouble(Start::reduced).toArray();
        cleanestKg = starts.stream().mapToDouble(Start::carbonKg).min().orElse(0);
    }

    /** @param prices scarcity of every cell, then carbon */
    static Starts of(int job, Offers offers, Needs needs, double[] prices) {
        List<Start> found = new ArrayList<>();
        double worth = needs.workWattPeriods[job] * needs.lostWorkPerMwh[job] * offers.mwhPerWattPeriod;
        found.add(new Start(UNDONE, worth, 0, worth));
        double[] perMwh = new double[needs.window(job)];
        for (int site : needs.sites[job]) {
            int first = site * offers.periods + needs.from[job];
            for (int step = 0; step < perMwh.length; step++) {
                perMwh[step] = needs.costPerMwh(job, first + step, offers);
            }
            for (int step = 0; step + needs.length[job] <= perMwh.length; step++) {
                add(found, job, first, step, perMwh, offers, needs, prices);
            }
        }
        found.sort(Comparator.comparingDouble(Start::reduced).thenComparingInt(Start::from));
        return new Starts(found);
    }

    private static void add(
            List<Start> found,
            int job,
            int first,
            int start,
            double[] perMwh,
            Offers offers,
            Needs needs,
            double[] prices) {
        double energyMwh = needs.watts[job] * offers.mwhPerWattPeriod;
        double cost = 0;
        double carbonKg = 0;
        double scarcity = 0;
        for (int step = start; step < start + needs.length[job]; step++) {
            if (offers.capacityWatts[first + step] < needs.watts[job] || !needs.levies.isOpen(job, first + step)) {
                return;
            }
            cost += energyMwh * perMwh[step];
            carbonKg += energyMwh * offers.carbonKgPerMwh[first + step];
            scarcity += energyMwh * prices[first + step];
        }
        found.add(new Start(first + start, cost, carbonKg, cost + scarcity + prices[offers.cells()] * carbonKg));
    }
}
