/**
 * From a meter to money, exactly: contracts to settle, baselines, delivered volumes, money by the contract's formula,
 * and a double-entry ledger that only grows; what is corrected is restated, and only the difference falls due.
 */
@NullMarked
package dev.flexgate.settlement;

import org.jspecify.annotations.NullMarked;
