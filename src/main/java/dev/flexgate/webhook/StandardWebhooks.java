package dev.flexgate.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.flexgate.identity.PublicKey32;
import dev.flexgate.identity.Signer;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The signature headers of Standard Webhooks 1.0.0. Signed is {@code id.timestamp.body}; {@code v1} is HMAC-SHA256,
 * {@code v1a} is Ed25519. Several signatures stand beside each other, so that keys can change without a gap.
 */
public final class StandardWebhooks {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    /** How a public key is written. */
    public static final String PUBLIC_KEY_PREFIX = "whpk_";

    private StandardWebhooks() {}

    /** The three headers of one attempt; {@code secrets} and {@code keys} together are not empty. */
    static Map<String, String> headers(
            String id, Instant at, byte[] body, List<Secret> secrets, List<? extends Signer> keys) {
        byte[] content = content(id, at.getEpochSecond(), body);
        String signatures = Stream.concat(
                        secrets.stream().map(secret -> "v1," + base64(secret.sign(content))),
                        keys.stream().map(key -> "v1a," + base64(key.sign(content))))
                .collect(Collectors.joining(" "));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ID, id);
        headers.put(TIMESTAMP, Long.toString(at.getEpochSecond()));
        headers.put(SIGNATURE, signatures);
        return headers;
    }

    static byte[] content(String id, long epochSecond, byte[] body) {
        var content = new ByteArrayOutputStream(id.length() + body.length + 24);
        content.writeBytes((id + "." + epochSecond + ".").getBytes(US_ASCII));
        content.writeBytes(body);
        return content.toByteArray();
    }

    /** A public key as receivers configure it. */
    public static String text(PublicKey32 key) {
        return PUBLIC_KEY_PREFIX + key.base64();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
