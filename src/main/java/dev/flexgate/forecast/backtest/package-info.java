/** How well methods would have done on recorded series: each forecast made from what lay before its origin. */
@NullMarked
package dev.flexgate.forecast.backtest;

import org.jspecify.annotations.NullMarked;
