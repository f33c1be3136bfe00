package dev.flexgate.forecast.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RidgeTest {

    private static final int LEADS = 6;
    private static final int EARLIER = 150;
    private static final int END = 300;
    private static final int[] ORIGINS = IntStream.range(0, END).toArray();

    /** Two numbers that follow from origin and lead alone. */
    private static final class Features implements Block {
        private int origin;

        @Override
        public int size() {
            return 2;
        }

        @Override
        public void origin(int at) {
            this.origin = at;
        }

        @Override
        public void write(int lead, double[] out, int at) {
            out[at] = Math.sin(origin * 0.7 + lead);
            out[at + 1] = (origin * 31 + lead * 17) % 13;
        }
    }

    @Test
    void an_earlier_fit_knows_nothing_of_what_came_after_it() {
        double[] values = new Random(3).doubles(END).toArray();
        double[] changed = values.clone();
        Arrays.fill(changed, EARLIER, END, 1e6);
        List<Ridge> fits = fits(values, EARLIER, END);
        List<Ridge> others = fits(changed, EARLIER, END);
        assertArrayEquals(said(fits.getFirst()), said(others.getFirst()));
        assertFalse(Arrays.equals(said(fits.getLast()), said(others.getLast())));
    }

    @Test
    void what_is_added_up_piece_by_piece_is_what_is_added_up_at_once() {
        double[] values = new Random(4).doubles(END).toArray();
        assertArrayEquals(
                said(fits(values, END).getFirst()),
                said(fits(values, EARLIER, END).getLast()),
                1e-12);
    }

    private static List<Ridge> fits(double[] values, int... ends) {
        return Ridge.fits(new Features(), ORIGINS, LEADS, 24, (origin, lead) -> values[origin + lead], ends, () -> {});
    }

    private static double[] said(Ridge ridge) {
        var features = new Features();
        features.origin(77);
        return ridge.predict(features);
    }
}
