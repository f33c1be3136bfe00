package dev.flexgate.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a postmaster says of itself in {@code postmaster.pid}: its number in the first line, its state in the eighth. */
record PostmasterFile(long pid, String state) {

    /** Empty when there is none, or when it is being written just now. */
    static Optional<PostmasterFile> read(Path cluster) throws IOException {
        try {
            List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
            boolean begun = !lines.isEmpty() && lines.getFirst().strip().matches("\\d+");
            return begun
                    ? Optional.of(new PostmasterFile(
                            Long.parseLong(lines.getFirst().strip()),
                            lines.size() < 8 ? "" : lines.get(7).strip()))
                    : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }
}
