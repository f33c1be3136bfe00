package dev.flexgate.console.hook;

import dev.flexgate.outbox.OwedMessage;
import dev.flexgate.webhook.DeliveryId;
import dev.flexgate.webhook.Subscription;
import java.util.List;
import java.util.Optional;

/**
 * One subscription.
 *
 * @param secret shown this once; empty when it was not just made
 * @param deliveries the newest first
 * @param next address of older ones
 * @param key under which what is sent from this page is done once
 * @param recovered what a recovery has just done
 * @param refusal why the last step failed; empty when none did
 */
public record HookPage(
        Subscription subscription,
        Optional<String> secret,
        List<Line> deliveries,
        Optional<String> next,
        String key,
        Optional<String> recovered,
        String refusal) {

    /** One delivery. */
    public record Line(DeliveryId id, String type, OwedMessage owed) {

        static Line of(OwedMessage owed) {
            return new Line(
                    new DeliveryId(owed.message().id()),
                    owed.message().routing().path("type").asText(),
                    owed);
        }

        /** Colour of its state. */
        public String tone() {
            return switch (owed.state()) {
                case DELIVERED -> "good";
                case DEAD -> "bad";
                case DUE, LEASED -> owed.attempts() > 0 ? "watch" : "";
            };
        }

        /** Its state in words. */
        public String word() {
            return switch (owed.state()) {
                case DELIVERED -> "delivered";
                case DEAD -> "dead";
                case LEASED -> "being sent";
                case DUE -> owed.attempts() > 0 ? "tried again later" : "owed";
            };
        }
    }

    /** Colour of its state. */
    public static String tone(Subscription subscription) {
        return switch (subscription.state()) {
            case ACTIVE -> "good";
            case PAUSED -> "watch";
            case DISABLED -> "bad";
        };
    }

    /** How deliveries are signed, in words. */
    public static String signing(Subscription subscription) {
        return switch (subscription.signing()) {
            case Subscription.Signing.OurKey _ -> "v1a: the gateway's Ed25519 key";
            case Subscription.Signing.AndSecret(var until) ->
                "v1a and v1: the gateway's key and a shared secret"
                        + until.map(end -> "; the secret before it signs too until " + end)
                                .orElse("");
        };
    }
}
