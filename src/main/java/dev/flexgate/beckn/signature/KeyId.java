package dev.flexgate.beckn.signature;

/**
 * Whose key signed, in the deployed three-part form {@code subscriber|key|ed25519}.
 *
 * @param subscriberId the participant, such as {@code bap.example.com}
 * @param uniqueKeyId one of the participant's keys
 */
public record KeyId(String subscriberId, String uniqueKeyId) {

    /** The only algorithm Beckn knows. */
    public static final String ALGORITHM = "ed25519";

    private static final int PART_LENGTH_MAX = 256;

    public KeyId {
        if (!isPart(subscriberId) || !isPart(uniqueKeyId)) {
            throw new IllegalArgumentException("not a part of a keyId: " + subscriberId + ", " + uniqueKeyId);
        }
    }

    /** Reads the header's parameter; the two-part form of NFH-007 needs a registry we do not speak to. */
    static KeyId parse(String text) {
        String[] parts = text.split("\\|", -1);
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

    /** The parameter as it stands in the header. */
    public String text() {
        return subscriberId + "|" + uniqueKeyId + "|" + ALGORITHM;
    }
}
