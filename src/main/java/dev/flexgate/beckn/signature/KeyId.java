package dev.flexgate.beckn.signature;

import java.util.regex.Pattern;

/**
 * Whose key signed: in the deployed three-part form {@code subscriber|key|ed25519}, or in the two-part form of NFH-007,
 * {@code namespace/registry/record|ed25519}, which names an entry of a directory.
 *
 * @param subscriberId the participant, such as {@code bap.example.com}; of an entry the path of it
 * @param uniqueKeyId one of the participant's keys; {@link #RECORD} of an entry
 */
public record KeyId(String subscriberId, String uniqueKeyId) {

    /** The only algorithm Beckn knows. */
    public static final String ALGORITHM = "ed25519";

    /** Stands for the key of a directory entry, which holds one. */
    public static final String RECORD = "@";

    private static final int PART_LENGTH_MAX = 256;
    private static final Pattern ENTRY = Pattern.compile("[^/]+/[^/]+/[^/]+");

    public KeyId {
        if (!isPart(subscriberId) || !isPart(uniqueKeyId)) {
            throw new IllegalArgumentException("not a part of a keyId: " + subscriberId + ", " + uniqueKeyId);
        }
    }

    /** Reads the header's parameter; an address instead of a path would have us ask whoever it names. */
    static KeyId parse(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length == 2
                && ALGORITHM.equals(parts[1])
                && isPart(parts[0])
                && ENTRY.matcher(parts[0]).matches()) {
            return new KeyId(parts[0], RECORD);
        }
        if (parts.length != 3) {
            throw SignatureFault.MALFORMED.refused(
                    "keyId has " + parts.length + " parts", "send keyId=\"subscriber|key|ed25519\"");
        }
        if (!ALGORITHM.equals(parts[2])) {
            throw SignatureFault.ALGORITHM_UNKNOWN.refused(
                    "keyId names another algorithm", "sign with Ed25519 and end keyId with |ed25519");
        }
        if (!isPart(parts[0]) || !isPart(parts[1])) {
            throw SignatureFault.MALFORMED.refused(
                    "a part of keyId is empty, too long or not printable ASCII",
                    "send keyId=\"subscriber|key|ed25519\"");
        }
        return new KeyId(parts[0], parts[1]);
    }

    private static boolean isPart(String part) {
        if (part.isEmpty() || part.length() > PART_LENGTH_MAX) {
            return false;
        }
        for (int at = 0; at < part.length(); at++) {
            char c = part.charAt(at);
            if (c <= ' ' || c >= 0x7f || c == '|' || c == '"') {
                return false;
            }
        }
        return true;
    }

    /** Whether it names an entry of a directory, which says whose it is. */
    public boolean isRecord() {
        return uniqueKeyId.equals(RECORD);
    }

    /** The parameter as it stands in the header. */
    public String text() {
        return isRecord() ? subscriberId + "|" + ALGORITHM : subscriberId + "|" + uniqueKeyId + "|" + ALGORITHM;
    }
}
