package dev.flexgate.beckn.message;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * One line of the terms on which a contract can be ended; of several the one with the longest notice that is kept
 * applies, and below the shortest nothing can be given up any more.
 *
 * @param notice at least this long before the first half-hour that is given up
 * @param feePercent of the price of what is given up, 0 to 100
 */
public record CancellationTerm(Duration notice, BigDecimal feePercent) {}
