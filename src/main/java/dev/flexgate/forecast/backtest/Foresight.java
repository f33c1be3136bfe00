package dev.flexgate.forecast.backtest;

import dev.flexgate.forecast.model.Baselines;
import dev.flexgate.forecast.model.EvenSeries;
import dev.flexgate.forecast.model.Method;
import dev.flexgate.forecast.model.Past;
import java.util.Arrays;

/** What a scheduler is told of the steps ahead. */
public interface Foresight {

    /** As reports name it. */
    String name();

    /** The {@code leads} steps from {@code origin} on, in the unit of the series; an empty array for nothing to say. */
    double[] from(int origin, int leads);

    /**
     * What a block of {@code length} steps is expected to sum up to, by its start: the {@code starts} steps from {@code
     * origin} on. Empty for nothing to say.
     */
    default double[] blocks(int origin, int starts, int length) {
        double[] ahead = from(origin, starts + length - 1);
        if (ahead.length == 0) {
            return ahead;
        }
        double[] sums = new double[starts];
        double sum = Arrays.stream(ahead, 0, length).sum();
        for (int start = 0; start < starts; start++) {
            sums[start] = sum;
            if (start + length < ahead.length) {
                sum += ahead[start + length] - ahead[start];
            }
        }
        return sums;
    }

    /** What came: no forecast does better. */
    static Foresight oracle(EvenSeries series, int column) {
        double[] values = series.columns()[column];
        return named("oracle", (origin, leads) -> Arrays.copyOfRange(values, origin, origin + leads));
    }

    /** What a method says that needs no training. */
    static Foresight of(Method method, EvenSeries series, int column) {
        return named(method.name(), (origin, leads) -> method.forecast(new Past(series, column, origin), leads));
    }

    /** The usual fall-back. */
    static Foresight averageDecay(EvenSeries series, int column) {
        return of(Baselines.AVERAGE_DECAY, series, column);
    }

    /** Something that tells the steps ahead. */
    @FunctionalInterface
    interface Telling {
        double[] from(int origin, int leads);
    }

    static Foresight named(String name, Telling telling) {
        return new Foresight() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double[] from(int origin, int leads) {
                return telling.from(origin, leads);
            }
        };
    }
}
