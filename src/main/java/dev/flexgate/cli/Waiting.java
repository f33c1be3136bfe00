package dev.flexgate.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Waits for what another process will do. It looks at once and then again at growing distances, until there is what is
 * waited for, the time is over, or somebody interrupts.
 */
final class Waiting {

    private static final long FIRST_MILLIS = 20;
    private static final long LONGEST_MILLIS = 500;

    /** Never opened: waiting for it is a pause that an interrupt ends. */
    private final CountDownLatch never = new CountDownLatch(1);

    private final long endNanos;
    private long pauseMillis = FIRST_MILLIS;

    private Waiting(Duration patience) {
        this.endNanos = System.nanoTime() + patience.toNanos();
    }

    /**
     * What {@code look} found.
     *
     * @param patience how long to look; there is one look even if it is zero
     * @return empty when the time was over first
     * @throws CommandFailure when interrupted
     */
    static <T> Optional<T> until(Duration patience, Supplier<Optional<T>> look) {
        var waiting = new Waiting(patience);
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent() || !waiting.pause()) {
                return found;
            }
        }
    }

    /** Says whether there is time for another look, after the pause before it. */
    private boolean pause() {
        long left = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
        if (left <= 0) {
            return false;
        }
        try {
            var _ = never.await(Math.min(pauseMillis, left), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted", "while waiting", "run it again");
        }
        pauseMillis = Math.min(LONGEST_MILLIS, pauseMillis * 3 / 2);
        return true;
    }
}
