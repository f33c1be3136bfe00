package dev.flexgate.forecast.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What shifting work by forecasts would have saved, against running it on arrival where it arrived. The forecast decides,
 * what came is counted. All work draws the same power; moving it costs nothing here.
 *
 * @param places what came, by place, on one grid; the first is where work arrives
 * @param work what is to be done; what touches a step that is not known is left out
 * @param shape whether work runs in one piece
 * @param freedom what may be chosen
 * @param replan after how many steps what has not begun is decided anew, with the newest forecast; 0 for never
 */
public record Savings(List<double[]> places, List<Work> work, Shape shape, Freedom freedom, int replan) {

    private static final int NEVER = Integer.MAX_VALUE / 2;
    private static final double ROUNDING = 1e-9;
    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;

    /** How work may be cut. */
    public enum Shape {
        /** In one piece. */
        BLOCK,
        /** In pieces of one step. */
        PIECES
    }

    /** What may be chosen. */
    public enum Freedom {
        TIME,
        PLACE,
        TIME_AND_PLACE
    }

    /**
     * What came of it.
     *
     * @param jobs how many were counted
     * @param nowMean mean of the series over all work, run on arrival, weighed by length
     * @param mean the same as it was shifted
     * @param savingPercent of the first, all work together
     * @param worsePercent share of the jobs that would have done better on arrival
     * @param lowPercent saving that one job in twenty stays below; may be negative
     * @param highPercent saving that one job in twenty exceeds
     */
    public record Result(
            String method,
            int jobs,
            double nowMean,
            double mean,
            double savingPercent,
            double worsePercent,
            double lowPercent,
            double highPercent) {}

    public Savings {
        places = List.copyOf(places);
        work = List.copyOf(work);
        if (places.isEmpty()) {
            throw new BadDataException("savings: no series is given");
        }
        if (places.stream().mapToInt(each -> each.length).distinct().count() > 1) {
            throw new BadDataException("savings: the series are not of one length");
        }
        if (shape == Shape.PIECES && freedom != Freedom.TIME) {
            throw new BadDataException("savings: work in pieces stays where it arrives");
        }
        if (replan < 0) {
            throw new BadDataException("savings: replan has to be zero or more");
        }
    }

    /** One job on its way. */
    private static final class Pending {

        private final Work work;
        private final double now;
        private int left;
        private double sum;

        Pending(Work work, double now) {
            this.work = work;
            this.now = now;
            this.left = work.length();
        }
    }

    /** With what {@code foresight}, one a place, says; decided in order of time, each forecast asked for once. */
    public Result run(List<Foresight> foresight) {
        if (foresight.size() != places.size()) {
            throw new IllegalArgumentException(foresight.size() + " forecasts of " + places.size() + " places");
        }
        List<Pending> all = work.stream()
                .filter(this::isKnown)
                .map(each -> new Pending(each, sum(places.getFirst(), each.arrival(), each.length())))
                .toList();
        SortedMap<Integer, List<Pending>> due = new TreeMap<>();
        all.forEach(each -> queue(due, each.work.arrival(), each));
        while (!due.isEmpty()) {
            int now = due.firstKey();
            decide(now, Objects.requireNonNull(due.remove(now)), foresight, due);
        }
        return result(foresight.getFirst().name(), all);
    }

    private void decide(
            int now, List<Pending> waiting, List<Foresight> foresight, SortedMap<Integer, List<Pending>> due) {
        int next = now + (replan == 0 ? NEVER : replan);
        for (Pending each : waiting) {
            boolean isDone = switch (shape) {
                case BLOCK -> block(each, now, next, foresight);
                case PIECES -> pieces(each, now, next, foresight.getFirst().from(now, each.work.end() - now));
            };
            if (!isDone) {
                queue(due, next, each);
            }
        }
    }

    private static void queue(SortedMap<Integer, List<Pending>> due, int at, Pending pending) {
        due.computeIfAbsent(at, _ -> new ArrayList<>()).add(pending);
    }

    /** Begins now, or where it is best if that comes before {@code next}; whether it has begun. */
    private boolean block(Pending pending, int now, int next, List<Foresight> foresight) {
        int length = pending.work.length();
        int starts = freedom == Freedom.PLACE ? 1 : pending.work.end() - length - now + 1;
        int usable = freedom == Freedom.TIME ? 1 : foresight.size();
        int bestPlace = 0;
        int bestStart = now;
        double best = Double.MAX_VALUE;
        for (int place = 0; place < usable; place++) {
            double[] sums = foresight.get(place).blocks(now, starts, length);
            if (sums.length == 0) {
                return begun(pending, 0, now);
            }
            for (int start = 0; start < starts; start++) {
                // Sums that differ by their rounding alone are equal, and of equal ones the first is taken.
                if (sums[start] < best - ROUNDING * Math.abs(best)) {
                    best = sums[start];
                    bestPlace = place;
                    bestStart = now + start;
                }
            }
        }
        return bestStart < next && begun(pending, bestPlace, bestStart);
    }

    private boolean begun(Pending pending, int place, int start) {
        pending.left = 0;
        pending.sum = sum(places.get(place), start, pending.work.length());
        return true;
    }

    /** Runs in the best steps before {@code next}; whether it is done. */
    private boolean pieces(Pending pending, int now, int next, double[] ahead) {
        int end = pending.work.end();
        IntStream order = IntStream.range(now, end);
        int[] chosen = ahead.length == 0
                ? order.limit(pending.left).toArray()
                : order.boxed()
                        .sorted(Comparator.comparingDouble(at -> ahead[at - now]))
                        .limit(pending.left)
                        .mapToInt(Integer::intValue)
                        .toArray();
        for (int at : chosen) {
            if (at < next) {
                pending.sum += places.getFirst()[at];
                pending.left--;
            }
        }
        return pending.left == 0;
    }

    private boolean isKnown(Work each) {
        return each.end() <= places.getFirst().length
                && places.stream()
                        .allMatch(place -> Double.isFinite(sum(place, each.arrival(), each.end() - each.arrival())));
    }

    private static double sum(double[] values, int from, int count) {
        double sum = 0;
        for (int at = from; at < from + count; at++) {
            sum += values[at];
        }
        return sum;
    }

    private static Result result(String name, List<Pending> all) {
        if (all.isEmpty()) {
            throw new BadDataException("savings: no job lies within what is known");
        }
        double now = all.stream().mapToDouble(each -> each.now).sum();
        double then = all.stream().mapToDouble(each -> each.sum).sum();
        double steps = all.stream().mapToDouble(each -> each.work.length()).sum();
        double[] each = all.stream()
                .filter(job -> job.now > 0)
                .mapToDouble(job -> 100 * (1 - job.sum / job.now))
                .sorted()
                .toArray();
        double worse = Arrays.stream(each).filter(saving -> saving < -1e-9).count();
        return new Result(
                name,
                all.size(),
                now / steps,
                then / steps,
                100 * (1 - then / now),
                100 * worse / all.size(),
                quantile(each, LOW),
                quantile(each, HIGH));
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1.0, sorted.length * share)];
    }
}
