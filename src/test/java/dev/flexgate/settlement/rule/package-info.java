/** Tests of the rules of settlement, most of them against vectors. */
@NullMarked
package dev.flexgate.settlement.rule;

import org.jspecify.annotations.NullMarked;
