/**
 * Promised shifts made to happen: one instruction a site and promise, issued in time, acknowledged, sent again,
 * overridden or aborted, every change with its record; what carries it to a site is an edge's matter.
 */
@NullMarked
package dev.flexgate.flexibility.dispatch;

import org.jspecify.annotations.NullMarked;
