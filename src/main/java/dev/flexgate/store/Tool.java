package dev.flexgate.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
final class Tool {

    private static final int LONGEST_OUTPUT = 8_192;

    private Tool() {}

    /** What it printed; {@link IOException} with the same unless it succeeds within {@code seconds}. */
    static String run(List<String> command, String input, int seconds) throws IOException {
        Path output = Files.createTempFile("flexgate-", ".out");
        try {
            Process process = builder(command).redirectOutput(output.toFile()).start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            process.destroyForcibly();
            String printed = Files.readString(output, StandardCharsets.ISO_8859_1);
            String shown = printed.substring(Math.max(0, printed.length() - LONGEST_OUTPUT));
            if (!ended || process.exitValue() != 0) {
                throw new IOException(command.getFirst() + (ended ? " failed: " : " took too long: ") + shown);
            }
            return shown;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in " + command.getFirst(), interrupted);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    static boolean works(String... command) {
        try {
            run(List.of(command), "", 5);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** In a plain environment, so that words and times are the same everywhere. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        return builder;
    }
}
