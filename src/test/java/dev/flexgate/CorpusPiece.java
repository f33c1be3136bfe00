package dev.flexgate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a corpus that is too long for one sitting: it begins where the last piece stopped, which a file says, and
 * stops when its time is over. Without {@code -Dflexgate.corpus.pieces=FOLDER} the first piece is all of it.
 */
public final class CorpusPiece {

    private static final @Nullable String FOLDER = System.getProperty("flexgate.corpus.pieces");

    private static final long END = System.nanoTime()
            + Duration.parse(System.getProperty("flexgate.corpus.piece", "PT4M"))
                    .toNanos();

    private final Optional<Path> folder;
    private final String name;

    /** A piece of the corpus of this name. */
    public CorpusPiece(String name) {
        this.folder = Optional.ofNullable(FOLDER).map(Path::of);
        this.name = name;
    }

    /** How many cases were sent before. */
    public int begin() {
        return folder.map(each -> each.resolve(name + ".sent"))
                .filter(Files::exists)
                .map(file -> Integer.parseInt(read(file).strip().split(" ")[0]))
                .orElse(0);
    }

    /** Whether there is time for more; a piece sends at least one batch. */
    public boolean isOver() {
        return folder.isPresent() && System.nanoTime() - END > 0;
    }

    /** So many of all have been sent, and that was found in them. */
    public void reached(int sent, int all, List<String> findings) {
        folder.ifPresent(each -> {
            try {
                Files.createDirectories(each);
                Files.write(
                        each.resolve(name + ".findings"),
                        findings,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
                Files.writeString(each.resolve(name + ".sent"), sent + " of " + all + "\n");
                if (sent == all) {
                    Files.writeString(each.resolve(name + ".done"), all + "\n");
                }
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
