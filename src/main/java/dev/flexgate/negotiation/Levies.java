package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a policy's rules mean for each job: which cells are closed to it, and what its limits ask for a MWh in each cell. */
final class Levies {

    static final Levies NONE = new Levies(new boolean[0][], new int[0], new double[0][], new double[0]);

    private static final boolean[] NOTHING = {};

    private final boolean[][] closed;
    private final int[] groupOf;
    private final double[][] perMwh;
    private final double[] movedPerMwh;

    private Levies(boolean[][] closed, int[] groupOf, double[][] perMwh, double[] movedPerMwh) {
        this.closed = closed;
        this.groupOf = groupOf;
        this.perMwh = perMwh;
        this.movedPerMwh = movedPerMwh;
    }

    /** Closed cells alone. */
    static Levies closing(List<JobNeed> jobs, List<Closure> closures, Offers offers) {
        List<Closure> own =
                closures.stream().filter(each -> !each.jobs().isEmpty()).toList();
        if (own.isEmpty()) {
            return NONE;
        }
        List<List<Integer>> closuresOf = closuresOf(jobs, own);
        boolean[][] closed = new boolean[jobs.size()][];
        Map<List<Integer>, boolean[]> shared = new HashMap<>();
        for (int job = 0; job < closed.length; job++) {
            closed[job] = shared.computeIfAbsent(closuresOf.get(job), which -> mask(which, own, offers));
        }
        return new Levies(closed, NONE.groupOf, NONE.perMwh, NONE.movedPerMwh);
    }

    private static List<List<Integer>> closuresOf(List<JobNeed> jobs, List<Closure> closures) {
        Map<String, Integer> index = new HashMap<>();
        for (int job = 0; job < jobs.size(); job++) {
            index.put(jobs.get(job).id(), job);
        }
        List<List<Integer>> closuresOf = new ArrayList<>();
        jobs.forEach(_ -> closuresOf.add(new ArrayList<>(0)));
        for (int number = 0; number < closures.size(); number++) {
            for (String id : closures.get(number).jobs()) {
                int job = index.getOrDefault(id, -1);
                if (job >= 0) {
                    closuresOf.get(job).add(number);
                }
            }
        }
        return closuresOf;
    }

    private static boolean[] mask(List<Integer> which, List<Closure> closures, Offers offers) {
        if (which.isEmpty()) {
            return NOTHING;
        }
        boolean[] mask = new boolean[offers.cells()];
        for (int number : which) {
            Closure closure = closures.get(number);
            int first = closure.site() * offers.periods;
            int from = Math.min(offers.periods, closure.from());
            Arrays.fill(mask, first + from, first + Math.max(from, Math.min(offers.periods, closure.until())), true);
        }
        return mask;
    }

    /** The same closed cells, with a price for each row of the limits. */
    Levies priced(CapRows rows, double[] prices, Offers offers) {
        double[][] base = new double[rows.groups()][];
        double[] moved = new double[rows.groups()];
        for (int group = 0; group < base.length; group++) {
            base[group] = new double[offers.cells()];
            for (int cap : rows.capsOfGroup(group)) {
                if (rows.countsMoves(cap)) {
                    moved[group] += prices[rows.firstRow(cap)];
                } else {
                    addTo(base[group], rows, cap, prices);
                }
            }
        }
        int[] groups = IntStream.range(0, rows.jobs()).map(rows::groupOf).toArray();
        return new Levies(closed, groups, base, moved);
    }

    private static void addTo(double[] levy, CapRows rows, int cap, double[] prices) {
        boolean asked = false;
        for (int row = rows.firstRow(cap); row < rows.untilRow(cap); row++) {
            asked |= prices[row] > 0;
        }
        for (int cell = 0; asked && cell < levy.length; cell++) {
            int row = rows.row(cap, cell);
            levy[cell] += row < 0 ? 0 : prices[row] * rows.perMwh(cap, cell);
        }
    }

    boolean isPriced() {
        return groupOf.length > 0;
    }

    boolean isOpen(int job, int cell) {
        return closed.length == 0 || closed[job].length == 0 || !closed[job][cell];
    }

    boolean closes(int job) {
        return closed.length > 0 && closed[job].length > 0;
    }

    /** The room without what is closed to a job, in {@code scratch}. */
    long[] open(int job, long[] room, long[] scratch) {
        for (int cell = 0; cell < room.length; cell++) {
            scratch[cell] = closed[job][cell] ? 0 : room[cell];
        }
        return scratch;
    }

    /** What a MWh of a job costs more in a cell. */
    double perMwh(int job, int cell, boolean runsNow) {
        if (groupOf.length == 0) {
            return 0;
        }
        int group = groupOf[job];
        return perMwh[group][cell] + (runsNow ? 0 : movedPerMwh[group]);
    }
}
