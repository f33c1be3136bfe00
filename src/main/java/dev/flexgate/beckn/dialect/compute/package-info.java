/** Compute windows in the words of 2.0.0-rc1: the profile {@code compute-energy} of the DEG world, 2025. */
@NullMarked
package dev.flexgate.beckn.dialect.compute;

import org.jspecify.annotations.NullMarked;
