package dev.flexgate.placement;

import dev.flexgate.workload.JobShape;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Which half-hours suit a job of some shape best. */
final class Shapes {

    private Shapes() {}

    static Optional<List<Integer>> best(PlacementAsk ask, List<BigDecimal> scores, BitSet usable) {
        return best(ask.shape(), ask.demand().halfHours(), scores, usable);
    }

    /** With pauses where they are allowed and few enough; else unbroken, which any shape may be. */
    static Optional<List<Integer>> best(JobShape shape, int length, List<BigDecimal> scores, BitSet usable) {
        int pausesMax = switch (shape) {
            case JobShape.Contiguous _ -> 0;
            case JobShape.Preemptible(int most) -> most;
            case JobShape.Malleable _ -> JobShape.Preemptible.UNLIMITED;
        };
        Optional<List<Integer>> unbroken = Choice.unbroken(scores, usable, length);
        return Choice.split(scores, usable, length)
                .filter(chosen -> pauses(chosen) <= pausesMax)
                .or(() -> unbroken);
    }

    private static int pauses(List<Integer> chosen) {
        int pauses = 0;
        for (int next = 1; next < chosen.size(); next++) {
            pauses += chosen.get(next) == chosen.get(next - 1) + 1 ? 0 : 1;
        }
        return pauses;
    }
}
