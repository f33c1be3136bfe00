package dev.flexgate.forecast.model;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known at an origin: the values of the steps before it. A later one cannot be read, so no method can use
 * what it could not have known.
 */
public final class Past {

    private final EvenSeries series;
    private final int target;
    private final int origin;

    /**
     * @param target which column is forecast
     * @param origin index of the first step that is not known
     */
    public Past(EvenSeries series, int target, int origin) {
        if (origin < 0 || origin > series.count()) {
            throw new IndexOutOfBoundsException("origin " + origin + " of " + series.count());
        }
        this.series = series;
        this.target = target;
        this.origin = origin;
    }

    /** Index of the first step that is forecast. */
    public int origin() {
        return origin;
    }

    public Instant originTime() {
        return series.startOf(origin);
    }

    public int perDay() {
        return series.perDay();
    }

    public Duration step() {
        return series.step();
    }

    /** The value of step {@code index}; NaN where it is not known or before the beginning. */
    public double value(int index) {
        return value(target, index);
    }

    /** The same of another column. */
    public double value(int column, int index) {
        if (index >= origin) {
            throw new IndexOutOfBoundsException("step " + index + " is not known at " + origin);
        }
        return index < 0 ? Double.NaN : series.columns()[column][index];
    }
}
