package dev.flexgate;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens elsewhere: until a condition holds, never for a fixed time. */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SHORTEST_PAUSE = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(25).toNanos();

    private Await() {}

    /** Fails after a minute, which is for machines that are busy with other things: what holds ends the wait at once. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, condition, () -> "");
    }

    /** As the other, and tells {@code story} when it waited in vain. */
    public static void until(String what, BooleanSupplier condition, Supplier<String> story) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            long waited = System.nanoTime() - start;
            if (waited > PATIENCE.toNanos()) {
                throw new AssertionError("waited " + PATIENCE + " in vain: " + what + " " + story.get());
            }
            // Whoever asks all the time takes the processor from those who are waited for.
            LockSupport.parkNanos(Math.clamp(waited / 8, SHORTEST_PAUSE, LONGEST_PAUSE));
        }
    }
}
