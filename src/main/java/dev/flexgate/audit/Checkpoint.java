package dev.flexgate.audit;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a log promises about itself, C2SP tlog-checkpoint v1: its name, how many entries it has, and the root
 * over them.
 *
 * @param origin the log's name, without scheme; also the name of its key
 * @param size number of entries
 */
public record Checkpoint(String origin, long size, Hash root) {

    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    public Checkpoint {
        if (!NoteKey.isName(origin) || size < 0) {
            throw new NoteRefusedException("no log " + origin + " of size " + size);
        }
    }

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }

    /**
     * Reads the signed text; lines after the third are extensions, which carry no meaning here.
     *
     * @throws NoteRefusedException if it is not a checkpoint
     */
    public static Checkpoint of(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < 4 || !SIZE.matcher(lines[1]).matches()) {
            throw new NoteRefusedException("not a checkpoint");
        }
        byte[] root = NoteKey.decoded(lines[2]);
        if (root.length != Hash.BYTES) {
            throw new NoteRefusedException("the root of a checkpoint has 32 bytes");
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), Hash.of(root));
    }

    /**
     * Reads a published checkpoint that {@code log} has signed.
     *
     * @throws NoteRefusedException if it is malformed, of another log, or not signed by this one
     */
    public static Checkpoint verified(byte[] note, NoteKey log) {
        SignedNote signed = SignedNote.parse(note);
        signed.verifiedBy(List.of(log));
        Checkpoint checkpoint = of(signed.text());
        if (!checkpoint.origin().equals(log.name())) {
            throw new NoteRefusedException("a checkpoint of another log");
        }
        return checkpoint;
    }
}
