package dev.flexgate;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process will do, no longer than needed. */
public final class Eventually {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long POLL_NANOS = 2_000_000;

    private Eventually() {}

    /** Returns as soon as {@code condition} holds; fails the test when it does not within 30 s. */
    public static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + LONGEST + ": " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
