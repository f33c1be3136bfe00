package dev.flexgate.webhook;

import java.util.UUID;

/** Identity of a subscription, written {@code whk_} and 32 hexadecimal digits. */
public record SubscriptionId(UUID value) {

    private static final String PREFIX = "whk_";

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static SubscriptionId parse(String text) {
        if (!text.matches(PREFIX + "[0-9a-f]{32}")) {
            throw new IllegalArgumentException("a subscription's id is whk_ and 32 hexadecimal digits");
        }
        String hex = text.substring(PREFIX.length());
        return new SubscriptionId(
                new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16)));
    }

    @Override
    public String toString() {
        return PREFIX + value.toString().replace("-", "");
    }
}
