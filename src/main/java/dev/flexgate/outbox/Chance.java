package dev.flexgate.outbox;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a dispatcher takes from the world outside and a test replaces.
 *
 * @param random makes the jitter; used by several threads, under a lock
 */
public record Chance(InstantSource clock, RandomGenerator random) {}
