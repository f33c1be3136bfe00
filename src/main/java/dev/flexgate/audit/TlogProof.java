package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file that proves one entry to whoever holds the log's key, without asking the log: C2SP tlog-proof.
 *
 * @param index where the entry stands in the log
 * @param hashes the inclusion proof, leaf side first
 * @param checkpoint the published checkpoint, byte for byte
 */
public record TlogProof(long index, List<Hash> hashes, String checkpoint) {

    public static final String MEDIA_TYPE = "text/plain; charset=utf-8";

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,17})");
    private static final int HASHES_MAX = 64;

    public TlogProof {
        hashes = List.copyOf(hashes);
    }

    public String text() {
        var text = new StringBuilder(HEADER + "\nindex " + index + "\n");
        hashes.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }

    /**
     * Reads a proof file; an {@code extra} line, which is not ours, is refused.
     *
     * @throws NoteRefusedException if it is malformed
     */
    public static TlogProof parse(byte[] file) {
        if (file.length > SignedNote.BYTES_MAX) {
            throw new NoteRefusedException("a proof file longer than " + SignedNote.BYTES_MAX + " bytes");
        }
        String text = new String(file, UTF_8);
        int end = text.indexOf("\n\n");
        String[] lines = text.substring(0, Math.max(end, 0)).split("\n", HASHES_MAX + 3);
        var index = INDEX.matcher(lines.length < 2 ? "" : lines[1]);
        if (!lines[0].equals(HEADER) || !index.matches() || lines.length > HASHES_MAX + 2) {
            throw new NoteRefusedException("not a tlog-proof file");
        }
        var hashes = new ArrayList<Hash>();
        for (String line : List.of(lines).subList(2, lines.length)) {
            hashes.add(hash(line));
        }
        return new TlogProof(Long.parseLong(index.group(1)), hashes, text.substring(end + 2));
    }

    private static Hash hash(String line) {
        byte[] bytes = NoteKey.decoded(line);
        if (bytes.length != Hash.BYTES) {
            throw new NoteRefusedException("a hash of a proof has 32 bytes");
        }
        return Hash.of(bytes);
    }

    /**
     * The checkpoint of {@code log} that covers {@code entry}.
     *
     * @throws NoteRefusedException if the checkpoint is not the log's or the entry is not at this place in it
     */
    public Checkpoint verified(byte[] entry, NoteKey log) {
        Checkpoint signed = Checkpoint.verified(checkpoint.getBytes(UTF_8), log);
        if (!Merkle.isIncluded(Merkle.leafHash(entry), index, signed.size(), hashes, signed.root())) {
            throw new NoteRefusedException("the entry is not at index " + index + " of the signed tree");
        }
        return signed;
    }
}
