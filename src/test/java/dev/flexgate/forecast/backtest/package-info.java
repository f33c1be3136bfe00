@NullMarked
package dev.flexgate.forecast.backtest;

import org.jspecify.annotations.NullMarked;
