package dev.flexgate.outbox;

/** An attempt that is over and not yet written down. */
record Ended(Claimed claimed, Delivery delivery) {}
