package dev.flexgate.identity;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that signs or checks messages as Standard Webhooks 1.0.0 says; never shows itself in words. */
public sealed interface WebhookKey {

    /** Signs, as {@code v1a} (Ed25519) or {@code v1} (HMAC-SHA256). */
    sealed interface Signs extends WebhookKey {

        /** One entry of the signature header over exactly these bytes. */
        String entry(byte[] signed);
    }

    /** Checks the entries of its own kind. */
    sealed interface Checks extends WebhookKey {

        /** Whether {@code entry} is this key's signature of exactly these bytes; a foreign kind is none. */
        boolean accepts(String entry, byte[] signed);
    }

    /** An Ed25519 key of ours. */
    record OfSigner(Signer signer) implements Signs {

        @Override
        public String entry(byte[] signed) {
            return "v1a," + Base64.getEncoder().encodeToString(signer.sign(signed));
        }
    }

    /** The public half of an Ed25519 key. */
    record OfPublicKey(PublicKey32 key) implements Checks {

        private static final String PREFIX = "whpk_";

        /**
         * The key that {@code whpk_} and base64 spell.
         *
         * @throws IllegalArgumentException when it does not spell 32 bytes
         */
        public static OfPublicKey parse(String text) {
            if (!text.startsWith(PREFIX)) {
                throw new IllegalArgumentException("a public key of webhooks starts with " + PREFIX);
            }
            return new OfPublicKey(PublicKey32.ofBase64(text.substring(PREFIX.length())));
        }

        /** {@code whpk_} and base64: what a receiver is given. */
        public String text() {
            return PREFIX + key.base64();
        }

        @Override
        public boolean accepts(String entry, byte[] signed) {
            return entry.startsWith("v1a,") && Ed25519.verify(key, signed, decoded(entry.substring("v1a,".length())));
        }
    }

    /** A secret that both sides know. */
    final class Secret implements Signs, Checks {

        private static final String PREFIX = "whsec_";
        private static final String ALGORITHM = "HmacSHA256";

        private final byte[] bytes;

        private Secret(byte[] bytes) {
            this.bytes = bytes;
        }

        /**
         * The secret that {@code whsec_} and base64 spell: 24 to 64 bytes.
         *
         * @throws IllegalArgumentException when it does not; the message never shows it
         */
        public static Secret parse(String text) {
            byte[] bytes = text.startsWith(PREFIX) ? decoded(text.substring(PREFIX.length())) : new byte[0];
            if (bytes.length < 24 || bytes.length > 64) {
                throw new IllegalArgumentException(
                        "a secret of webhooks is " + PREFIX + " and base64 of 24 to 64 bytes");
            }
            return new Secret(bytes);
        }

        @Override
        public String entry(byte[] signed) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(bytes, ALGORITHM));
                return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
            } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
                throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
            }
        }

        @Override
        public boolean accepts(String entry, byte[] signed) {
            return MessageDigest.isEqual(
                    entry.getBytes(StandardCharsets.UTF_8), entry(signed).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Secret[hidden]";
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }
}
