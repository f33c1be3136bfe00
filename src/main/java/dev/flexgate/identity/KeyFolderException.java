package dev.flexgate.identity;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A key at rest that cannot be trusted, read or written. Names the file, never what is in it. */
public final class KeyFolderException extends RuntimeException {

    KeyFolderException(Path file, String why) {
        this(file, why, null);
    }

    KeyFolderException(Path file, String why, @Nullable Throwable cause) {
        super(file + " " + why, cause);
    }
}
