package dev.flexgate.webhook;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret shared with one receiver: 24 to 64 bytes, written {@code whsec_} and base64. Never in logs. */
public final class Secret {

    public static final String PREFIX = "whsec_";

    private static final int BYTES = 32;
    private static final int BYTES_MIN = 24;
    private static final int BYTES_MAX = 64;

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        if (bytes.length < BYTES_MIN || bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("a webhook secret has 24 to 64 bytes behind whsec_");
        }
        this.bytes = bytes.clone();
    }

    static Secret of(byte[] bytes) {
        return new Secret(bytes);
    }

    static Secret generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(bytes);
    }

    /**
     * Reads {@code whsec_...}.
     *
     * @throws IllegalArgumentException when it is not one; the message does not repeat it
     */
    public static Secret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a webhook secret begins with whsec_");
        }
        try {
            return new Secret(Base64.getDecoder().decode(text.substring(PREFIX.length())));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("a webhook secret is whsec_ and the base64 of 24 to 64 bytes");
        }
    }

    /** As its receiver must know it. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** HMAC-SHA256 of the signed content. */
    byte[] sign(byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException cannot) {
            throw new IllegalStateException("this JDK has no HMAC-SHA256", cannot);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
