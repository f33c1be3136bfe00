package dev.flexgate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Official specifications, vectors and measured series that tests read but the project does not contain. They
 * lie where {@code FLEXGATE_SHARED} says, by default beside the checkout; a test that needs an absent one is
 * skipped and says so.
 */
public final class Shared {

    private static final Path ROOT = Path.of(Objects.requireNonNullElse(System.getenv("FLEXGATE_SHARED"), "../shared"));

    private Shared() {}

    /** The file or folder at {@code path}; skips the calling test when it is absent. */
    public static Path path(String path) {
        Path file = ROOT.resolve(path);
        assumeTrue(Files.exists(file), () -> "skipped: no reference material at " + file + "; set FLEXGATE_SHARED");
        return file;
    }

    public static JsonNode json(String path) {
        try {
            return new ObjectMapper().readTree(path(path).toFile());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
