package dev.flexgate.store;

import java.time.Instant;

/**
 * The right to be the only one, for a while.
 *
 * @param name what is held, such as {@code audit-sequencer}
 * @param holder who holds it; unique to one process
 * @param fencingToken grows with every holder: the greater one is the later one
 * @param until when it ends, by the database's clock
 */
public record Lease(String name, String holder, long fencingToken, Instant until) {}
