/**
 * The numerical kernels of the forecast: plain numbers in, plain numbers out, {@link Double#NaN} for what is not
 * known. Nothing here reads a clock, a file or a database, and nothing here can see past the origin it is given.
 */
@NullMarked
package dev.flexgate.forecast.model;

import org.jspecify.annotations.NullMarked;
