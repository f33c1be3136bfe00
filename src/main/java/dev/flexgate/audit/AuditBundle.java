package dev.flexgate.audit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * One case as files: its records, their proofs, the raw inputs, the keys, the policy and how to check all that
 * without us. The same files give the same zip, byte for byte.
 */
public final class AuditBundle {

    public static final String MEDIA_TYPE = "application/zip";

    static final String README = "README.md";
    static final String MANIFEST = "manifest.json";
    static final String KEYS = "jwks.json";
    static final String POLICY = "policy.txt";
    static final String RECORDS = "records/";
    static final String EVIDENCE = "evidence/";
    static final String RECORD_END = ".jws";
    static final String PROOF_END = ".tlog-proof";

    static final int FILES_MAX = 10_000;
    static final long BYTES_MAX = 256L * 1024 * 1024;

    /** The earliest time a zip can name, for all: when a bundle was cut says nothing. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final SortedMap<String, byte[]> files;

    AuditBundle(SortedMap<String, byte[]> files) {
        this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    SortedMap<String, byte[]> files() {
        return files;
    }

    Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    public byte[] zip() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                var entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a zip from anybody, bounded in files and bytes.
     *
     * @throws NoteRefusedException if it is none, is too large, or holds a name twice
     */
    static AuditBundle ofZip(byte[] zip) {
        return ofZip(zip, BYTES_MAX);
    }

    static AuditBundle ofZip(byte[] zip, long bytesMax) {
        var files = new TreeMap<String, byte[]>();
        long room = bytesMax;
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] bytes = in.readNBytes((int) Math.min(room + 1, Integer.MAX_VALUE));
                room -= bytes.length;
                if (room < 0 || files.size() == FILES_MAX) {
                    throw new NoteRefusedException("a bundle larger than this verifier reads");
                }
                if (files.put(entry.getName(), bytes) != null) {
                    throw new NoteRefusedException("the name " + entry.getName() + " twice");
                }
            }
        } catch (IOException | IllegalArgumentException broken) {
            throw new NoteRefusedException("not a whole zip file: " + broken.getMessage());
        }
        return new AuditBundle(files);
    }
}
