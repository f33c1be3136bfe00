package dev.flexgate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flexgate.audit.RecordId;
import dev.flexgate.wire.Digests;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Identity of one event for one subscription: the {@code webhook-id} by which the receiver knows a repeat. Computed, so
 * that whoever promises the same delivery again, after a crash or in a recovery, promises it under the same id.
 */
public record DeliveryId(UUID value) {

    private static final String PREFIX = "msg_";

    static DeliveryId of(SubscriptionId subscription, RecordId record) {
        ByteBuffer digest = ByteBuffer.wrap(Digests.sha256((subscription + " " + record).getBytes(UTF_8)));
        long high = (digest.getLong() & ~0xF000L) | 0x8000L; // UUID version 8, RFC 9562
        long low = (digest.getLong() & ~(3L << 62)) | (1L << 63);
        return new DeliveryId(new UUID(high, low));
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static DeliveryId parse(String text) {
        if (!text.matches(PREFIX + "[0-9a-f]{32}")) {
            throw new IllegalArgumentException("a delivery's id is msg_ and 32 hexadecimal digits");
        }
        String hex = text.substring(PREFIX.length());
        return new DeliveryId(
                new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16)));
    }

    @Override
    public String toString() {
        return PREFIX + value.toString().replace("-", "");
    }
}
