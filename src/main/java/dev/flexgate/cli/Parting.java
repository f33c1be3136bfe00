package dev.flexgate.cli;

import java.io.PrintWriter;

/**
 * What is said when somebody presses Ctrl-C while a command waits: that what it waits for goes on. The virtual machine
 * then ends with {@link ExitCode#INTERRUPTED}, which is what shells give to SIGINT; nothing is cleaned up, since the
 * gateway is in another process.
 */
final class Parting implements AutoCloseable {

    private final Thread hook;

    private Parting(Thread hook) {
        this.hook = hook;
    }

    /** Says {@code words} if the process is told to end before {@link #close}. */
    static Parting of(PrintWriter err, String words) {
        Thread hook = Thread.ofPlatform().name("parting").unstarted(() -> {
            err.println();
            err.println("interrupted: " + words);
            err.flush();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return new Parting(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending: the words are being said.
        }
    }
}
