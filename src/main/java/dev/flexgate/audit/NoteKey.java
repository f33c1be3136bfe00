package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flexgate.identity.Ed25519;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.wire.Digests;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Who verifies a signed note with one Ed25519 key: the "verifier key" of C2SP signed-note, which is how an
 * auditor is told whom to trust.
 *
 * @param name of the signer; for a log its origin
 */
public record NoteKey(String name, PublicKey32 key) {

    static final int ID_BYTES = 4;

    private static final byte ED25519 = 1;

    public NoteKey {
        if (!isName(name)) {
            throw new NoteRefusedException("a key name has no space and no plus sign and is not empty");
        }
    }

    /** Reads {@code name+hex(id)+base64(type || key)}; the id must be the one that belongs to name and key. */
    public static NoteKey of(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw new NoteRefusedException("a verifier key has three parts");
        }
        byte[] typed = decoded(parts[2]);
        if (typed.length != 1 + PublicKey32.LENGTH || typed[0] != ED25519) {
            throw new NoteRefusedException("not an Ed25519 verifier key");
        }
        var key = new NoteKey(parts[0], new PublicKey32(Arrays.copyOfRange(typed, 1, typed.length)));
        if (!key.text().equals(vkey)) {
            throw new NoteRefusedException("the verifier key's id does not belong to it");
        }
        return key;
    }

    /** The verifier key as it is handed out. */
    public String text() {
        byte[] typed = concatenated(new byte[] {ED25519}, key.bytes());
        return name + "+" + HexFormat.of().formatHex(id()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /** The four bytes that stand before every signature of this key. */
    byte[] id() {
        byte[] digest = Digests.sha256(name.getBytes(UTF_8), new byte[] {'\n', ED25519}, key.bytes());
        return Arrays.copyOf(digest, ID_BYTES);
    }

    boolean verifies(String text, byte[] signature) {
        return Ed25519.verify(key, text.getBytes(UTF_8), signature);
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.indexOf('+') < 0
                && name.chars().noneMatch(each -> Character.isWhitespace(each) || Character.isSpaceChar(each));
    }

    /** Strict base64: one text for one value, or refused. */
    static byte[] decoded(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // Refused below, together with the sloppy forms that Java would decode.
        }
        throw new NoteRefusedException("not base64 as written by this format");
    }

    static byte[] concatenated(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }
}
