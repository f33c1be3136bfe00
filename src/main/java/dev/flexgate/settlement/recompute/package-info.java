/** Judges a settlement from its evidence alone: an arithmetic of its own, that shares nothing with the one that posts. */
@NullMarked
package dev.flexgate.settlement.recompute;

import org.jspecify.annotations.NullMarked;
