package dev.flexgate.placement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Chooses half-hours by their scores: the least sum, of equal ones the earliest. Pure and exact. */
final class Choice {

    private Choice() {}

    /** The best unbroken run of {@code length} half-hours that may all be used. */
    static Optional<List<Integer>> unbroken(List<BigDecimal> scores, BitSet usable, int length) {
        int best = -1;
        BigDecimal least = BigDecimal.ZERO;
        BigDecimal sum = BigDecimal.ZERO;
        int run = 0;
        for (int index = 0; index < scores.size(); index++) {
            if (!usable.get(index)) {
                run = 0;
                sum = BigDecimal.ZERO;
                continue;
            }
            sum = sum.add(scores.get(index));
            if (++run > length) {
                sum = sum.subtract(scores.get(index - length));
            }
            if (run >= length && (best < 0 || sum.compareTo(least) < 0)) {
                best = index - length + 1;
                least = sum;
            }
        }
        return best < 0
                ? Optional.empty()
                : Optional.of(IntStream.range(best, best + length).boxed().toList());
    }

    /** The best {@code length} half-hours that may be used, in order of time. */
    static Optional<List<Integer>> split(List<BigDecimal> scores, BitSet usable, int length) {
        if (usable.cardinality() < length) {
            return Optional.empty();
        }
        return Optional.of(usable.stream()
                .boxed()
                .sorted(Comparator.comparing((Integer index) -> scores.get(index))
                        .thenComparing(index -> index))
                .limit(length)
                .sorted()
                .toList());
    }

    /** Up to {@code count} choices, the best first, of which no two share a half-hour. */
    static List<List<Integer>> ranked(List<BigDecimal> scores, int length, boolean split, int count) {
        var free = new BitSet();
        free.set(0, scores.size());
        List<List<Integer>> found = new ArrayList<>();
        while (found.size() < count) {
            Optional<List<Integer>> next = split ? split(scores, free, length) : unbroken(scores, free, length);
            if (next.isEmpty()) {
                break;
            }
            next.get().forEach(free::clear);
            found.add(next.get());
        }
        return found;
    }
}
