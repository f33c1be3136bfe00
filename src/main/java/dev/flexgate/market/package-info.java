/**
 * The marketplace: slots derived from the standing plan, quotes held by a reservation, orders as a sealed
 * state machine, and the capacity rows that the database itself refuses to oversell.
 */
@NullMarked
package dev.flexgate.market;

import org.jspecify.annotations.NullMarked;
