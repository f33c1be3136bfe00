package dev.flexgate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a command is given. */
final class Inputs {

    private Inputs() {}

    /** The bytes of a file, or of stdin for {@code -}. */
    static byte[] read(Path file) {
        try {
            return file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the file cannot be read", file + " is no readable file", "name a JSON file, or -");
        }
    }
}
