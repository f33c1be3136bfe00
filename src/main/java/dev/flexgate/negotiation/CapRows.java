package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The limits of a policy as rows of numbers: so much of each MWh that some jobs draw in some cells counts, and all of it
 * together is at most so much. A limit of power is one row a period, any other is one row. Jobs bound by the same limits
 * are one group.
 */
final class CapRows {

    private static final int[] NO_CAPS = {};

    private final Offers offers;
    private final Needs needs;
    private final List<Cap> caps;
    /** The first row of each limit, and how many there are in the end. */
    private final int[] firstRow;

    private final double[] most;
    private final int[] groupOf;
    private final List<int[]> capsOfGroup = new ArrayList<>();

    CapRows(List<JobNeed> jobs, Needs needs, PolicyTerms policy, Offers offers) {
        this.offers = offers;
        this.needs = needs;
        caps = policy.caps();
        firstRow = new int[caps.size() + 1];
        for (int cap = 0; cap < caps.size(); cap++) {
            firstRow[cap + 1] = firstRow[cap] + (isPower(cap) ? periods(cap) : 1);
        }
        most = new double[rows()];
        for (int cap = 0; cap < caps.size(); cap++) {
            double limit = caps.get(cap).most() * (isPower(cap) ? offers.periodHours : 1);
            Arrays.fill(most, firstRow[cap], firstRow[cap + 1], limit);
        }
        groupOf = groups(jobs);
    }

    private int[] groups(List<JobNeed> jobs) {
        Map<String, Integer> index = new HashMap<>();
        for (int job = 0; job < jobs.size(); job++) {
            index.put(jobs.get(job).id(), job);
        }
        int[][] capsOf = new int[jobs.size()][];
        Arrays.fill(capsOf, NO_CAPS);
        for (int cap = 0; cap < caps.size(); cap++) {
            int number = cap;
            if (caps.get(cap).jobs().isEmpty()) {
                Arrays.setAll(capsOf, job -> with(capsOf[job], number));
            } else {
                for (String id : caps.get(cap).jobs()) {
                    int job = index.getOrDefault(id, -1);
                    if (job >= 0) {
                        capsOf[job] = with(capsOf[job], cap);
                    }
                }
            }
        }
        Map<List<Integer>, Integer> groups = new HashMap<>();
        int[] group = new int[jobs.size()];
        for (int job = 0; job < group.length; job++) {
            List<Integer> key = Arrays.stream(capsOf[job]).boxed().toList();
            int known = groups.size();
            group[job] = groups.computeIfAbsent(key, _ -> known);
            if (group[job] == known) {
                capsOfGroup.add(capsOf[job]);
            }
        }
        return group;
    }

    private static int[] with(int[] list, int number) {
        int[] longer = Arrays.copyOf(list, list.length + 1);
        longer[list.length] = number;
        return longer;
    }

    private boolean isPower(int cap) {
        return caps.get(cap).measure() == Cap.Measure.PEAK_MW;
    }

    private int periods(int cap) {
        return Math.max(
                0,
                Math.min(offers.periods, caps.get(cap).until())
                        - Math.min(offers.periods, caps.get(cap).from()));
    }

    int rows() {
        return firstRow[caps.size()];
    }

    List<Cap> caps() {
        return caps;
    }

    double most(int row) {
        return most[row];
    }

    /** The limits that bind a job, by number. */
    int[] capsOf(int job) {
        return capsOfGroup.get(groupOf[job]);
    }

    int jobs() {
        return groupOf.length;
    }

    /** How many jobs a limit binds. */
    int jobs(int cap) {
        Set<String> named = caps.get(cap).jobs();
        return named.isEmpty() ? groupOf.length : Math.min(groupOf.length, named.size());
    }

    int groups() {
        return capsOfGroup.size();
    }

    int groupOf(int job) {
        return groupOf[job];
    }

    /** The limits that bind a group, by number. */
    int[] capsOfGroup(int group) {
        return capsOfGroup.get(group);
    }

    int firstRow(int cap) {
        return firstRow[cap];
    }

    int untilRow(int cap) {
        return firstRow[cap + 1];
    }

    /** The row of a limit that counts a cell; negative where none does. */
    int row(int cap, int cell) {
        int period = offers.periodOf(cell);
        boolean counts =
                caps.get(cap).from() <= period && period < caps.get(cap).until();
        return counts ? firstRow[cap] + (isPower(cap) ? period - caps.get(cap).from() : 0) : -1;
    }

    /** How much of each MWh in a cell counts; for a limit of moved energy, where the job would not run now. */
    double perMwh(int cap, int cell) {
        return switch (caps.get(cap).measure()) {
            case CARBON_KG -> offers.carbonKgPerMwh[cell];
            case MONEY -> offers.moneyPerMwh[cell];
            case PEAK_MW, MOVED_MWH -> 1;
        };
    }

    boolean countsMoves(int cap) {
        return caps.get(cap).measure() == Cap.Measure.MOVED_MWH;
    }

    /** Adds, {@code times} over, what so much power of a job counts. */
    void add(int job, int[] cells, long[] watts, int count, double times, double[] use) {
        for (int cap : capsOf(job)) {
            for (int index = 0; index < count; index++) {
                int row = row(cap, cells[index]);
                if (row >= 0 && !(countsMoves(cap) && needs.runsNow(job, cells[index], offers))) {
                    use[row] += times * watts[index] * offers.mwhPerWattPeriod * perMwh(cap, cells[index]);
                }
            }
        }
    }

    double[] use(Draft draft) {
        double[] use = new double[rows()];
        for (int job = 0; job < needs.count; job++) {
            add(job, draft.cells[job], draft.watts[job], draft.cells[job].length, 1, use);
        }
        return use;
    }

    /** Whether so much keeps every row. */
    boolean holds(double[] use) {
        for (int row = 0; row < use.length; row++) {
            if (use[row] > most[row]) {
                return false;
            }
        }
        return true;
    }

    /** Whether so much keeps the rows that bind a job. */
    boolean holds(int job, double[] use) {
        for (int cap : capsOf(job)) {
            for (int row = firstRow[cap]; row < firstRow[cap + 1]; row++) {
                if (use[row] > most[row]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What one more of each limit would save: of power, one more MW in every period. */
    double[] shadowPrices(double[] prices) {
        double[] shadow = new double[caps.size()];
        for (int cap = 0; cap < caps.size(); cap++) {
            for (int row = firstRow[cap]; row < firstRow[cap + 1]; row++) {
                shadow[cap] += prices[row] * (isPower(cap) ? offers.periodHours : 1);
            }
        }
        return shadow;
    }
}
