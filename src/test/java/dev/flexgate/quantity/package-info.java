/** Tests of the exact values. */
@NullMarked
package dev.flexgate.quantity;

import org.jspecify.annotations.NullMarked;
