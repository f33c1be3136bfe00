package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;

/** Turns powers in cells into runs and back. */
final class Runs {

    private Runs() {}

    /** Neighbouring periods of a site at one power become one run; the order is site, then period. */
    static List<Run> of(Offers offers, int[] cells, long[] watts, int count) {
        long[] keys = new long[count];
        for (int index = 0; index < count; index++) {
            keys[index] = ((long) cells[index] << 32) | index;
        }
        java.util.Arrays.sort(keys);
        List<Run> runs = new ArrayList<>();
        int index = 0;
        while (index < count) {
            int first = (int) (keys[index] >>> 32);
            long power = watts[(int) keys[index]];
            int length = 1;
            while (index + length < count
                    && (int) (keys[index + length] >>> 32) == first + length
                    && watts[(int) keys[index + length]] == power
                    && offers.siteOf(first + length) == offers.siteOf(first)) {
                length++;
            }
            int from = offers.periodOf(first);
            runs.add(new Run(offers.siteOf(first), from, from + length, power));
            index += length;
        }
        return runs;
    }
}
