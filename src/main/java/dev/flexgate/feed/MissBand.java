package dev.flexgate.feed;

import java.math.BigDecimal;

/**
 * How far a provider's forecasts of one range of leads missed: outturn minus forecast, in the signal's unit.
 *
 * @param leadBlock which range, counted from 0 in the order asked for
 * @param count how many misses are behind it
 * @param p10 a tenth of the misses were at or below this
 * @param p90 nine tenths were
 */
public record MissBand(int leadBlock, long count, BigDecimal p10, BigDecimal p90) {}
