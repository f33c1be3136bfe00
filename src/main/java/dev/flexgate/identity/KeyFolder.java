package dev.flexgate.identity;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Private keys at rest: one JWK (RFC 8037) a purpose, {@code <purpose>.jwk}, readable by the owner alone. A
 * folder wider than 0700 or a file wider than 0600 is refused: whoever could read the key may have done so. A
 * new key is on disk, synced and in place before it is handed out, so a crash never loses one that has signed.
 */
public final class KeyFolder {

    private static final Pattern PURPOSE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Set<PosixFilePermission> FOLDER_MODE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");
    private static final int FILE_BYTES_MAX = 4096;

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    /** Opens the folder, making it when absent. */
    public KeyFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_MODE));
            requireAtMost(folder, FOLDER_MODE);
        } catch (IOException broken) {
            throw new KeyFolderException(folder, "cannot be used for keys", broken);
        }
    }

    /**
     * The key for {@code purpose}: lower-case letters, digits and hyphens. Two gateways that share a folder get
     * the same key.
     *
     * @throws KeyFolderException when the file is wider than 0600, damaged, or cannot be written
     */
    public synchronized SigningKey loadOrCreate(String purpose) {
        if (!PURPOSE.matcher(purpose).matches()) {
            throw new IllegalArgumentException("not a key's purpose: " + purpose);
        }
        Path file = folder.resolve(purpose + ".jwk");
        Path lock = folder.resolve(".lock");
        try (var channel = FileChannel.open(
                        lock,
                        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(FILE_MODE));
                var _ = channel.lock()) {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? load(file) : create(file);
        } catch (IOException broken) {
            throw new KeyFolderException(file, "cannot be read or written", broken);
        }
    }

    private SigningKey load(Path file) throws IOException {
        requireAtMost(file, FILE_MODE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > FILE_BYTES_MAX) {
            throw new KeyFolderException(file, "is not a key file");
        }
        try {
            return signingKey(OctetKeyPair.parse(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (ParseException | IllegalArgumentException _) {
            throw new KeyFolderException(file, "is not a whole Ed25519 private JWK"); // the cause would quote the key
        }
    }

    private static SigningKey signingKey(OctetKeyPair pair) {
        if (!Curve.Ed25519.equals(pair.getCurve()) || !pair.isPrivate() || pair.getKeyID() == null) {
            throw new IllegalArgumentException("a part is missing");
        }
        SigningKey key = SigningKey.ofSeed(pair.getKeyID(), pair.getDecodedD());
        if (!key.publicKey().base64Url().equals(pair.getX().toString())) {
            throw new IllegalArgumentException("its public part does not belong to its private part");
        }
        return key;
    }

    private SigningKey create(Path file) throws IOException {
        SigningKey key = SigningKey.generate(random);
        String jwk = new OctetKeyPair.Builder(
                        Curve.Ed25519, Base64URL.encode(key.publicKey().bytes()))
                .d(Base64URL.encode(key.seed()))
                .keyID(key.keyId())
                .build()
                .toJSONString();
        Path temporary = Files.createTempFile(folder, ".new-", ".tmp", PosixFilePermissions.asFileAttribute(FILE_MODE));
        try {
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(jwk.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
        return key;
    }

    private static void requireAtMost(Path path, Set<PosixFilePermission> widest) throws IOException {
        var mode = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (!widest.containsAll(mode)) {
            throw new KeyFolderException(
                    path,
                    "has mode " + PosixFilePermissions.toString(mode) + ", allowed is at most "
                            + PosixFilePermissions.toString(widest));
        }
    }
}
