package dev.flexgate.forecast.backtest;

/**
 * Work that may be done now or later, in steps of a series.
 *
 * @param arrival the first step it could run in, and in which it would run if nobody shifted it
 * @param length how many steps it takes
 * @param end the first step by which it has to be done
 */
public record Work(int arrival, int length, int end) {

    public Work {
        if (arrival < 0 || length < 1 || end - arrival < length) {
            throw new IllegalArgumentException(
                    "work of " + length + " steps does not fit between " + arrival + " and " + end);
        }
    }
}
