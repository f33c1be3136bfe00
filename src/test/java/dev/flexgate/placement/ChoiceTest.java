package dev.flexgate.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.forecast.Quantiles;
import dev.flexgate.workload.JobShape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Half-hours are chosen as trying all of them would. */
class ChoiceTest {

    private final Random random = new Random(11);

    private List<BigDecimal> scores(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> BigDecimal.valueOf(random.nextInt(20) - 5))
                .toList();
    }

    private BitSet usable(int count) {
        var usable = new BitSet();
        IntStream.range(0, count).filter(_ -> random.nextInt(5) > 0).forEach(usable::set);
        return usable;
    }

    private static BigDecimal sum(List<BigDecimal> scores, List<Integer> chosen) {
        return chosen.stream().map(scores::get).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void the_unbroken_choice_is_the_earliest_of_the_best() {
        for (int round = 0; round < 300; round++) {
            int count = 1 + random.nextInt(30);
            int length = 1 + random.nextInt(8);
            List<BigDecimal> scores = scores(count);
            BitSet usable = usable(count);
            Optional<List<Integer>> best = Optional.empty();
            for (int from = 0; from + length <= count; from++) {
                List<Integer> tried =
                        IntStream.range(from, from + length).boxed().toList();
                if (tried.stream().allMatch(usable::get)
                        && (best.isEmpty() || sum(scores, tried).compareTo(sum(scores, best.get())) < 0)) {
                    best = Optional.of(tried);
                }
            }
            assertEquals(best, Choice.unbroken(scores, usable, length));
        }
    }

    @Test
    void ranked_choices_share_no_half_hour_and_never_get_better() {
        for (int round = 0; round < 200; round++) {
            List<BigDecimal> scores = scores(40);
            boolean split = random.nextBoolean();
            List<List<Integer>> ranked = Choice.ranked(scores, 4, split, 5);
            var seen = new ArrayList<Integer>();
            ranked.forEach(seen::addAll);
            assertEquals(seen.size(), seen.stream().distinct().count());
            for (int next = 1; next < ranked.size(); next++) {
                assertTrue(sum(scores, ranked.get(next - 1)).compareTo(sum(scores, ranked.get(next))) <= 0);
            }
            assertEquals(split ? 5 : ranked.size(), ranked.size());
        }
    }

    @Test
    void too_many_pauses_make_a_choice_unbroken() {
        List<BigDecimal> scores = List.of(
                BigDecimal.ONE, BigDecimal.TEN, BigDecimal.ONE, BigDecimal.TEN, BigDecimal.ONE, BigDecimal.valueOf(2));
        var all = new BitSet();
        all.set(0, 6);
        assertEquals(Optional.of(List.of(0, 2, 4)), Shapes.best(new JobShape.Preemptible(2), 3, scores, all));
        assertEquals(Optional.of(List.of(0, 1, 2)), Shapes.best(new JobShape.Preemptible(1), 3, scores, all));
        assertEquals(Optional.empty(), Shapes.best(new JobShape.Malleable(), 7, scores, all));
    }

    @Test
    void a_half_hour_in_both_is_no_uncertainty_of_what_is_saved() {
        Quantiles wide = new Quantiles(BigDecimal.ONE, BigDecimal.TEN, BigDecimal.valueOf(100));
        List<Quantiles> values = List.of(wide, wide, Quantiles.certain(BigDecimal.ONE));
        Quantiles same = Bands.saved(values, List.of(0, 1), List.of(0, 1), 3);
        assertEquals(0, same.p10().signum() + same.p90().signum());
        Quantiles moved = Bands.saved(values, List.of(0, 1), List.of(1, 2), 3);
        assertEquals("0.000 4.500 49.500", moved.p10() + " " + moved.p50() + " " + moved.p90());
    }
}
