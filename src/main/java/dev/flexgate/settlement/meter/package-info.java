/** Readings of meters as they arrive: whole batches or nothing, corrections as versions, and what was known when. */
@NullMarked
package dev.flexgate.settlement.meter;

import org.jspecify.annotations.NullMarked;
