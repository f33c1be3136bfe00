package dev.flexgate.beckn.signature;

import java.nio.charset.StandardCharsets;

/** The bytes that are really signed: three or four lines joined by a newline, without one at the end. */
final class SigningString {

    /** The digest prefix of every deployed implementation and every vector. */
    static final String DIGEST_PREFIX = "BLAKE-512=";

    /** The prefix as NFH-007 writes it; accepted, never sent. */
    static final String DIGEST_PREFIX_OF_NFH_007 = "BLAKE2b-512=";

    private SigningString() {}

    static byte[] ofRequest(long created, long expires, String prefixedDigest) {
        return lines(created, expires, prefixedDigest).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] ofAnswer(long created, long expires, String prefixedDigest, String requestSignature) {
        return (lines(created, expires, prefixedDigest) + "\nrequest-signature: " + requestSignature)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String lines(long created, long expires, String prefixedDigest) {
        return "(created): " + created + "\n(expires): " + expires + "\ndigest: " + prefixedDigest;
    }
}
