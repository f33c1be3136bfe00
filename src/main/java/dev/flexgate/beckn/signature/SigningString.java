package dev.flexgate.beckn.signature;

import java.nio.charset.StandardCharsets;

/** The bytes that are really signed: three or four lines joined by a newline, without one at the end. */
final class SigningString {

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
