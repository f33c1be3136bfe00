package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flexgate.identity.Signer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Text that carries its signatures, as C2SP signed-note v1 defines it: the lines, an empty line, and one line
 * for each signature.
 *
 * @param text what is signed, its last newline included
 * @param signatures in the order in which they stand; those of unknown keys are kept too
 */
public record SignedNote(String text, List<Signature> signatures) {

    public static final int BYTES_MAX = 64 * 1024;
    public static final int SIGNATURES_MAX = 100;

    private static final String DASH = "— ";

    /**
     * One signature line.
     *
     * @param name of the signer's key
     * @param base64 of the key's id and the signature
     */
    public record Signature(String name, String base64) {

        boolean isOf(NoteKey key) {
            byte[] bytes = NoteKey.decoded(base64);
            return name.equals(key.name()) && Arrays.equals(Arrays.copyOf(bytes, NoteKey.ID_BYTES), key.id());
        }

        byte[] signature() {
            byte[] bytes = NoteKey.decoded(base64);
            return Arrays.copyOfRange(bytes, NoteKey.ID_BYTES, bytes.length);
        }

        private static Signature of(String line) {
            String[] parts = line.split(" ", -1);
            boolean wellFormed = parts.length == 3
                    && DASH.equals(parts[0] + " ")
                    && NoteKey.isName(parts[1])
                    && NoteKey.decoded(parts[2]).length > NoteKey.ID_BYTES;
            if (!wellFormed) {
                throw new NoteRefusedException("malformed signature line");
            }
            return new Signature(parts[1], parts[2]);
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /** Signs {@code text}, which must end with a newline, under {@code name}. */
    public static SignedNote sign(String text, String name, Signer signer) {
        var key = new NoteKey(name, signer.publicKey());
        byte[] bytes = NoteKey.concatenated(key.id(), signer.sign(text.getBytes(UTF_8)));
        return new SignedNote(
                text, List.of(new Signature(name, Base64.getEncoder().encodeToString(bytes))));
    }

    /**
     * Reads a note without judging its signatures.
     *
     * @throws NoteRefusedException if it is malformed
     */
    public static SignedNote parse(byte[] note) {
        String whole = decoded(note);
        int end = whole.lastIndexOf("\n\n");
        if (end < 0 || !whole.endsWith("\n") || end + 2 >= whole.length()) {
            throw new NoteRefusedException("a note ends with an empty line and signature lines");
        }
        var signatures = new ArrayList<Signature>();
        for (String line : whole.substring(end + 2, whole.length() - 1).split("\n", SIGNATURES_MAX + 1)) {
            signatures.add(Signature.of(line));
        }
        if (signatures.size() > SIGNATURES_MAX) {
            throw new NoteRefusedException("more than " + SIGNATURES_MAX + " signatures");
        }
        return new SignedNote(whole.substring(0, end + 1), signatures);
    }

    private static String decoded(byte[] note) {
        if (note.length > BYTES_MAX) {
            throw new NoteRefusedException("longer than " + BYTES_MAX + " bytes");
        }
        for (byte each : note) {
            if (each >= 0 && each < ' ' && each != '\n') {
                throw new NoteRefusedException("a control character");
            }
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(note)).toString();
        } catch (CharacterCodingException _) {
            throw new NoteRefusedException("not UTF-8");
        }
    }

    /**
     * Those of {@code trusted} that really signed. Lines of unknown keys are passed over.
     *
     * @throws NoteRefusedException if none signed, or if a line claims a trusted key and is not genuine
     */
    public List<NoteKey> verifiedBy(List<NoteKey> trusted) {
        var verified = new ArrayList<NoteKey>();
        for (Signature line : signatures) {
            for (NoteKey key : trusted) {
                if (line.isOf(key)) {
                    requireGenuine(key, line);
                    verified.add(key);
                }
            }
        }
        if (verified.isEmpty()) {
            throw new NoteRefusedException("no signature of a trusted key");
        }
        return verified.stream().distinct().toList();
    }

    private void requireGenuine(NoteKey key, Signature line) {
        if (!key.verifies(text, line.signature())) {
            throw new NoteRefusedException("the signature of " + key.name() + " is not genuine");
        }
    }

    /** The whole note as it is published. */
    public String note() {
        var note = new StringBuilder(text).append('\n');
        for (Signature line : signatures) {
            note.append(DASH)
                    .append(line.name())
                    .append(' ')
                    .append(line.base64())
                    .append('\n');
        }
        return note.toString();
    }
}
