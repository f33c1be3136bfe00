package dev.flexgate.identity;

import dev.flexgate.wire.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * An Ed25519 public key: the 32 bytes of RFC 8032 section 5.1.5. Whether they are a point of the curve shows
 * when a signature is verified.
 */
public final class PublicKey32 {

    public static final int LENGTH = 32;

    private final byte[] bytes;

    /** Takes a copy of exactly 32 bytes. */
    public PublicKey32(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /**
     * The key that standard base64 with padding spells, as Beckn registries publish it.
     *
     * @throws IllegalArgumentException when it does not spell 32 bytes
     */
    public static PublicKey32 ofBase64(String text) {
        return new PublicKey32(Base64.getDecoder().decode(text));
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Standard base64 with padding, as Beckn registries publish it. */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Base64url without padding: the {@code x} of a JWK (RFC 8037). */
    public String base64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** RFC 7638 thumbprint with SHA-256, base64url: the {@code kid} under which FlexGate publishes the key. */
    public String thumbprint() {
        String required = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + base64Url() + "\"}";
        byte[] digest = Digests.sha256(required.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey32 key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }
}
