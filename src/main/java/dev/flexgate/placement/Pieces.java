package dev.flexgate.placement;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import java.util.ArrayList;
import java.util.List;

/** Half-hours joined to unbroken pieces. */
final class Pieces {

    private Pieces() {}

    /** @param chosen indexes into the grid, rising */
    static List<Interval> of(HalfHours grid, List<Integer> chosen) {
        List<Interval> pieces = new ArrayList<>();
        for (int index : chosen) {
            Interval next = grid.at(index);
            boolean goesOn = !pieces.isEmpty() && pieces.getLast().end().equals(next.start());
            pieces.add(goesOn ? new Interval(pieces.removeLast().start(), next.end()) : next);
        }
        return pieces;
    }
}
