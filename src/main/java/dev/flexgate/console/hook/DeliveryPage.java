package dev.flexgate.console.hook;

import dev.flexgate.outbox.Attempt;
import dev.flexgate.webhook.Subscription;
import java.util.List;

/**
 * One delivery and every attempt at it.
 *
 * @param body as it is sent, JSON
 * @param attempts oldest first
 * @param key under which it is sent again once
 */
public record DeliveryPage(
        Subscription subscription, HookPage.Line line, String body, List<Attempt> attempts, String key) {

    /** Colour of an attempt's end. */
    public static String tone(Attempt attempt) {
        return switch (attempt.result()) {
            case DELIVERED -> "good";
            case AGAIN -> "watch";
            case GAVE_UP -> "bad";
            case UNKNOWN -> "";
        };
    }
}
