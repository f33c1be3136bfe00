package dev.flexgate.forecast.backtest;

import dev.flexgate.forecast.backtest.Savings.Freedom;
import dev.flexgate.forecast.backtest.Savings.Result;
import dev.flexgate.forecast.backtest.Savings.Shape;
import dev.flexgate.forecast.model.Baselines;
import dev.flexgate.forecast.model.EvenSeries;
import dev.flexgate.forecast.model.Trained;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Shifts the same work by one forecast after the other: the truth, ours, and those that need no training.
 *
 * @param regions where work may run; the first is where it arrives
 * @param beside what our own method may look at beside the series itself
 * @param work in steps of the first region's series
 * @param historyDays how much our own models are learnt from
 * @param replan after how many steps what has not begun is decided anew; 0 for never
 */
public record SavingsStudy(
        List<Region> regions,
        List<Beside> beside,
        int historyDays,
        List<Work> work,
        Shape shape,
        Freedom freedom,
        int replan) {

    /** What is printed unless methods are named. */
    public static final List<String> USUAL = List.of("oracle", "flexgate", "avg7d+decay", "seasonal24");

    private static final String ORACLE = "oracle";
    private static final String OURS = "flexgate";
    private static final int REGIONS_MAX = 20;
    private static final int BESIDE_MAX = 12;
    private static final int HISTORY_DAYS_MAX = 1_100;
    private static final int STARTS_MAX = 200_000;

    /**
     * One region.
     *
     * @param column which of the series
     */
    public record Region(String name, EvenSeries series, int column) {}

    public SavingsStudy {
        regions = List.copyOf(regions);
        beside = List.copyOf(beside);
        work = List.copyOf(work);
        if (beside.size() > BESIDE_MAX) {
            throw new BadDataException("beside: at most " + BESIDE_MAX + " series, not " + beside.size());
        }
        if (historyDays < Trained.DAYS_MIN || historyDays > HISTORY_DAYS_MAX) {
            throw new BadDataException("history: has to be " + Trained.DAYS_MIN + " to " + HISTORY_DAYS_MAX + " days");
        }
        if (regions.isEmpty() || regions.size() > REGIONS_MAX) {
            throw new BadDataException("savings: give 1 to " + REGIONS_MAX + " series, not " + regions.size());
        }
        Duration step = regions.getFirst().series().step();
        for (Region region : regions) {
            if (!region.series().step().equals(step)) {
                throw new BadDataException("savings: " + region.name() + " is not in steps of " + step);
            }
        }
    }

    /**
     * Work of one kind that arrives again and again.
     *
     * @param every between arrivals; like the others whole steps of {@code series}
     */
    public static List<Work> arriving(
            EvenSeries series, Instant from, Instant to, Duration every, Duration length, Duration slack) {
        int step = steps(series, every, "every");
        int steps = steps(series, length, "job");
        int more = slack.isZero() ? 0 : steps(series, slack, "slack");
        int first = series.indexOf(from);
        int last = Math.min(series.indexOf(to), series.count() - steps - more);
        if (first < 0 || last < first || (last - first) / step >= STARTS_MAX) {
            throw new BadDataException("savings: from and to have to lie within the series, with at most " + STARTS_MAX
                    + " arrivals between them");
        }
        return IntStream.iterate(first, at -> at <= last, at -> at + step)
                .mapToObj(at -> new Work(at, steps, at + steps + more))
                .toList();
    }

    /** How many steps of {@code series} a length is; {@code field} is named where it is not a whole number. */
    public static int steps(EvenSeries series, Duration length, String field) {
        long steps = length.dividedBy(series.step());
        if (!length.isPositive() || !length.equals(series.step().multipliedBy(steps)) || steps > STARTS_MAX) {
            throw new BadDataException(field + ": has to be whole steps of " + series.step() + ", not " + length);
        }
        return (int) steps;
    }

    /**
     * One result a method, in the order of {@code names}.
     *
     * @param progress told the name of each method before it begins
     */
    public List<Result> all(List<String> names, Consumer<String> progress) {
        List<double[]> places = regions.stream().map(this::aligned).toList();
        var savings = new Savings(places, work, shape, freedom, replan);
        var results = new ArrayList<Result>();
        for (String name : names) {
            progress.accept(name);
            results.add(savings.run(
                    regions.stream().map(region -> foresight(name, region)).toList()));
        }
        return results;
    }

    private Foresight foresight(String name, Region region) {
        Foresight its = of(name, region);
        EvenSeries grid = regions.getFirst().series();
        int shift = region.series().indexOf(grid.start());
        return Foresight.named(its.name(), (origin, leads) -> {
            int at = origin + shift;
            return at < 0 || at + leads > region.series().count() ? new double[0] : its.from(at, leads);
        });
    }

    private Foresight of(String name, Region region) {
        return switch (name) {
            case ORACLE -> Foresight.oracle(region.series(), region.column());
            case OURS ->
                new GatewayForesight(
                        region.series(),
                        region.column(),
                        beside.stream()
                                .filter(each -> !each.name().equals(region.name()))
                                .map(each -> each.to(region.series()))
                                .toList(),
                        reach(),
                        historyDays);
            default ->
                Baselines.all().stream()
                        .filter(method -> method.name().equals(name))
                        .findFirst()
                        .map(method -> Foresight.of(method, region.series(), region.column()))
                        .orElseThrow(() -> new BadDataException("method: there is no " + name + "; use " + ORACLE + ", "
                                + OURS + " or a method of the backtest"));
        };
    }

    private int reach() {
        return work.stream().mapToInt(each -> each.end() - each.arrival()).max().orElse(1);
    }

    /** The region's values on the grid of the first one. */
    private double[] aligned(Region region) {
        EvenSeries grid = regions.getFirst().series();
        double[] values = region.series().columns()[region.column()];
        int shift = region.series().indexOf(grid.start());
        double[] aligned = new double[grid.count()];
        Arrays.setAll(aligned, at -> at + shift >= 0 && at + shift < values.length ? values[at + shift] : Double.NaN);
        return aligned;
    }
}
