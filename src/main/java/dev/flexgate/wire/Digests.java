package dev.flexgate.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The two hashes FlexGate speaks: SHA-256 for records and evidence, BLAKE2b-512 for Beckn bodies. */
public final class Digests {

    private Digests() {}

    /** SHA-256 over the parts as if they were one: 32 bytes. */
    public static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** SHA-256 in 64 lower-case hexadecimal digits. */
    public static String sha256Hex(byte[]... parts) {
        return HexFormat.of().formatHex(sha256(parts));
    }

    /** BLAKE2b with a 64-byte digest and no key (RFC 7693): what Beckn calls {@code BLAKE-512}. */
    public static byte[] blake2b512(byte[] message) {
        return Blake2b.of(message);
    }
}
