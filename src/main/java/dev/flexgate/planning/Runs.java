package dev.flexgate.planning;

import dev.flexgate.quantity.Interval;
import java.time.Instant;
import java.util.List;

/** Parts of runs. */
final class Runs {

    private Runs() {}

    /** What of the runs lies in {@code span}. */
    static List<Allocation> within(List<Allocation> runs, Interval span) {
        return runs.stream()
                .filter(run -> run.interval().overlaps(span))
                .map(run -> new Allocation(
                        run.job(),
                        run.site(),
                        new Interval(
                                later(run.interval().start(), span.start()),
                                earlier(run.interval().end(), span.end())),
                        run.itPower()))
                .toList();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
