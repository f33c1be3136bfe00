package dev.flexgate.beckn.signature;

import dev.flexgate.wire.Digests;
import java.util.Base64;

/** BLAKE2b-512 over the exact bytes of a body, taken once for all who ask: it costs a quarter of verifying. */
public final class BodyDigest {

    private final byte[] bytes;
    private final String base64;

    private BodyDigest(byte[] bytes) {
        this.bytes = bytes;
        this.base64 = Base64.getEncoder().encodeToString(bytes);
    }

    public static BodyDigest of(byte[] body) {
        return new BodyDigest(Digests.blake2b512(body));
    }

    /** A copy of the 64 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    String base64() {
        return base64;
    }
}
