/** What is expected of promises: kept at least once, never after their deadline, never at a neighbour's cost. */
@NullMarked
package dev.flexgate.outbox;

import org.jspecify.annotations.NullMarked;
