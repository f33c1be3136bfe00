/** Tests of settlement, from a batch of readings to the ledger and the recomputed bundle. */
@NullMarked
package dev.flexgate.settlement;

import org.jspecify.annotations.NullMarked;
