package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flexgate.identity.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Signs checkpoints of one log and remembers the last one, so that it can never sign two histories. The memory
 * is a file beside the key, outside the database: a database restored from an old backup forgets, this does
 * not. The file is on disk before the signature is handed out; what was remembered but never published may be
 * signed again, and Ed25519 then gives the same bytes.
 */
public final class CheckpointSigner {

    private final String origin;
    private final Signer signer;
    private final Path memory;

    /**
     * Signs for the log {@code origin}, and only for it.
     *
     * @param memory a file in an existing folder; made with the first signature
     */
    public CheckpointSigner(String origin, Signer signer, Path memory) {
        this.origin = origin;
        this.signer = signer;
        this.memory = memory.toAbsolutePath();
    }

    /** Whom an auditor has to trust. */
    public NoteKey key() {
        return new NoteKey(origin, signer.publicKey());
    }

    /** The last checkpoint that was signed here; empty before the first. */
    public Optional<Checkpoint> last() {
        try {
            return Files.exists(memory)
                    ? Optional.of(Checkpoint.verified(Files.readAllBytes(memory), key()))
                    : Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException("the memory of the checkpoint signer " + memory, broken);
        }
    }

    /**
     * Signs {@code next} if it continues the last one.
     *
     * @param consistency the proof from {@link #last} to {@code next}; empty for the first and for the same size
     * @throws CheckpointRefusedException if it does not
     */
    public synchronized SignedNote sign(Checkpoint next, List<Hash> consistency) {
        if (!next.origin().equals(origin)) {
            throw new CheckpointRefusedException("asked to sign for " + next.origin() + ", signs for " + origin);
        }
        Optional<Checkpoint> last = last();
        if (last.isPresent()) {
            requireContinuation(last.get(), next, consistency);
        }
        SignedNote note = SignedNote.sign(next.text(), origin, signer);
        remember(note);
        return note;
    }

    private static void requireContinuation(Checkpoint last, Checkpoint next, List<Hash> consistency) {
        if (next.size() < last.size()) {
            throw new CheckpointRefusedException("asked to go back from size " + last.size() + " to " + next.size());
        }
        boolean continues = last.size() == 0
                ? next.size() > 0 || next.root().equals(last.root())
                : Merkle.isConsistent(last.size(), next.size(), last.root(), next.root(), consistency);
        if (!continues) {
            throw new CheckpointRefusedException("the tree of " + next.size() + " with root " + next.root()
                    + " does not continue the signed tree of " + last.size() + " with root " + last.root());
        }
    }

    private void remember(SignedNote note) {
        Path folder = memory.getParent();
        Path fresh = memory.resolveSibling(memory.getFileName() + ".new");
        try (var file = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(note.note().getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
            Files.move(fresh, memory, StandardCopyOption.ATOMIC_MOVE);
            try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("the memory of the checkpoint signer " + memory, broken);
        }
    }
}
