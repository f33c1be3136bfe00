/**
 * What the house owes to others: messages promised in the transaction that decided them, carried at least once,
 * in no promised order, by the {@link dev.flexgate.outbox.Courier} of their protocol.
 *
 * <p>A promise goes {@code DUE -> LEASED -> DELIVERED}, or back to {@code DUE} after a failed attempt, or to
 * {@code DEAD} when its deadline or its last attempt has passed; a dead letter can be sent again.
 */
@NullMarked
package dev.flexgate.outbox;

import org.jspecify.annotations.NullMarked;
