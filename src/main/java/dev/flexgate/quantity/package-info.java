/**
 * Exact values that the whole house speaks in: power, energy, money, carbon, intervals and settlement
 * periods. No input or output, no clock, and no {@code double}.
 */
@NullMarked
package dev.flexgate.quantity;

import org.jspecify.annotations.NullMarked;
