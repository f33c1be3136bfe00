/** The rules of settlement as pure functions on values: no clock, no database; nothing is rounded before it leaves. */
@NullMarked
package dev.flexgate.settlement.rule;

import org.jspecify.annotations.NullMarked;
