package dev.flexgate.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The three headers of Standard Webhooks 1.0.0, which let a receiver check who sent a body, when, and whether it has
 * had it before. Several keys sign at once while one takes the place of another.
 *
 * @param id of the message, the same in every attempt; without a dot
 * @param timestamp of this attempt, seconds since 1970
 * @param signature entries separated by single spaces
 */
public record WebhookHeaders(String id, String timestamp, String signature) {

    /** How far the clocks of two sides may differ; the official libraries use it too. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");

    /** Signs a body as sent at {@code now}; by every key, in their order. */
    public static WebhookHeaders sign(String id, Instant now, byte[] body, List<? extends WebhookKey.Signs> keys) {
        if (id.isEmpty() || id.contains(".")) {
            throw new IllegalArgumentException("the id of a webhook is not empty and has no dot: " + id);
        }
        String timestamp = Long.toString(now.getEpochSecond());
        byte[] signed = signed(id, timestamp, body);
        return new WebhookHeaders(
                id, timestamp, keys.stream().map(key -> key.entry(signed)).collect(Collectors.joining(" ")));
    }

    /** Whether one of the keys signed exactly this body, not too long ago by the clock of the receiver. */
    public boolean prove(byte[] body, Instant now, List<? extends WebhookKey.Checks> keys) {
        if (!SECONDS.matcher(timestamp).matches()) {
            return false;
        }
        Duration away = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        if (away.abs().compareTo(TOLERANCE) > 0) {
            return false;
        }
        byte[] signed = signed(id, timestamp, body);
        return Arrays.stream(signature.split(" ", -1))
                .anyMatch(entry -> keys.stream().anyMatch(key -> key.accepts(entry, signed)));
    }

    /** By header name. */
    public Map<String, String> map() {
        return Map.of(ID, id, TIMESTAMP, timestamp, SIGNATURE, signature);
    }

    private static byte[] signed(String id, String timestamp, byte[] body) {
        var bytes = new ByteArrayOutputStream(body.length + 64);
        bytes.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }
}
