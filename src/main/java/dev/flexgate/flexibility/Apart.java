package dev.flexgate.flexibility;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Runs a piece of work outside the transaction that is open on this thread, and waits for it. */
final class Apart {

    private static final Executor THREADS = work -> {
        var _ = Thread.ofVirtual().name("flex-apart").start(work);
    };

    private Apart() {}

    static void run(Runnable work) {
        CompletableFuture.runAsync(work, THREADS).join();
    }
}
