package dev.flexgate.webhook;

import dev.flexgate.identity.Ed25519;
import dev.flexgate.identity.PublicKey32;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a receiver in Java checks before it believes a delivery: that one of its secrets or keys signed exactly these
 * bytes, and that this was said just now. Compares in constant time. A repeat is known by {@code webhook-id}.
 */
public final class WebhookVerifier {

    /** How far the sender's clock and ours may be apart. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int SIGNATURES_MAX = 16;

    private final List<Secret> secrets;
    private final List<PublicKey32> keys;
    private final InstantSource clock;

    public WebhookVerifier(List<Secret> secrets, List<PublicKey32> keys, InstantSource clock) {
        this.secrets = List.copyOf(secrets);
        this.keys = List.copyOf(keys);
        this.clock = clock;
    }

    /** Why a delivery is not believed. */
    public enum Fault {
        HEADER_MISSING,
        TIMESTAMP_MALFORMED,
        TOO_OLD,
        TOO_NEW,
        NO_SIGNATURE_MATCHES
    }

    /**
     * Judges one delivery by its three headers and the exact bytes of its body.
     *
     * @return what is wrong with it; empty when it can be believed
     */
    public Optional<Fault> fault(String id, String timestamp, String signatures, byte[] body) {
        if (id.isEmpty() || timestamp.isEmpty() || signatures.isEmpty()) {
            return Optional.of(Fault.HEADER_MISSING);
        }
        if (!timestamp.matches("\\d{1,12}")) {
            return Optional.of(Fault.TIMESTAMP_MALFORMED);
        }
        long seconds = Long.parseLong(timestamp);
        return time(Instant.ofEpochSecond(seconds)).or(() -> {
            byte[] content = StandardWebhooks.content(id, seconds, body);
            boolean good = List.of(signatures.split(" ", SIGNATURES_MAX + 1)).stream()
                    .limit(SIGNATURES_MAX)
                    .anyMatch(each -> isOurs(each, content));
            return good ? Optional.empty() : Optional.of(Fault.NO_SIGNATURE_MATCHES);
        });
    }

    private Optional<Fault> time(Instant said) {
        Instant now = clock.instant();
        if (said.isBefore(now.minus(TOLERANCE))) {
            return Optional.of(Fault.TOO_OLD);
        }
        return said.isAfter(now.plus(TOLERANCE)) ? Optional.of(Fault.TOO_NEW) : Optional.empty();
    }

    private boolean isOurs(String versioned, byte[] content) {
        int comma = versioned.indexOf(',');
        if (comma < 0) {
            return false;
        }
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(versioned.substring(comma + 1));
        } catch (IllegalArgumentException _) {
            return false;
        }
        return switch (versioned.substring(0, comma)) {
            case "v1" -> secrets.stream().anyMatch(secret -> MessageDigest.isEqual(secret.sign(content), signature));
            case "v1a" -> keys.stream().anyMatch(key -> Ed25519.verify(key, content, signature));
            default -> false;
        };
    }
}
