package dev.flexgate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.outbox.Outcome;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.util.List;

/** How webhooks are written into the audit log: each change of a subscription, each delivery's fate. */
public final class WebhookRecords {

    private final AuditLog audit;
    private final Actor actor;

    public WebhookRecords(AuditLog audit, Actor actor) {
        this.audit = audit;
        this.actor = actor;
    }

    void changed(Tx tx, Subscription subscription, String outcome, String by, Instant at) {
        ObjectNode content = Json.object();
        content.putObject("decision")
                .put("outcome", outcome)
                .put("by", by)
                .put("state", subscription.state().name())
                .put("reasonText", plain(subscription.reason()));
        ObjectNode described = content.putObject("subscription")
                .put("tenant", subscription.tenant())
                .put("receiver", subscription.url().getHost())
                .put(
                        "urlSha256",
                        Digests.sha256Hex(subscription.url().toString().getBytes(UTF_8)))
                .put("signing", subscription.signing() instanceof Subscription.Signing.AndSecret ? "v1a v1" : "v1a");
        var globs = described.putArray("eventTypes");
        subscription.eventTypes().forEach(glob -> globs.add(glob.text()));
        append(
                tx,
                RecordType.SUBSCRIPTION_CHANGED,
                at,
                new Subject("subscription", subscription.id().toString(), subscription.version()),
                List.of(),
                content);
    }

    void delivered(Tx tx, OutgoingMessage message, Route route, Outcome outcome) {
        ObjectNode content = Json.object();
        content.putObject("protocol")
                .put("network", "webhook")
                .put("subscription", route.subscription().toString())
                .put("tenant", route.tenant())
                .put("deliveryId", new DeliveryId(message.id()).toString())
                .put("eventType", route.type())
                .put("bodySha256", Digests.sha256Hex(message.body()));
        content.putObject("decision")
                .put("outcome", outcome instanceof Outcome.Arrived ? "DELIVERED" : "DEAD")
                .put("attempts", outcome.attempts())
                .put("reasonText", plain(outcome.note()));
        append(
                tx,
                RecordType.CALLBACK_OUTCOME,
                outcome.at(),
                new Subject("callback", message.id().toString(), outcome.attempts()),
                route.record().map(List::of).orElseGet(List::of),
                content);
    }

    void key(Tx tx, PublicKey32 key, String outcome, String why, Instant at) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", outcome).put("reasonText", plain(why));
        content.putObject("key")
                .put("purpose", "webhook")
                .put("keyId", key.thumbprint())
                .put("publicKey", StandardWebhooks.text(key));
        append(tx, RecordType.KEY_EVENT, at, new Subject("key", key.thumbprint(), 1), List.of(), content);
    }

    private void append(
            Tx tx, RecordType type, Instant at, Subject subject, List<RecordId> causes, ObjectNode content) {
        audit.append(tx, new Decision(type, at, actor, subject, causes, content, List.of()));
    }

    /** A stranger's words, which a record must be able to hold. */
    private static String plain(String text) {
        String ascii = text.replaceAll("[^ -~]", "?");
        return ascii.length() <= 300 ? ascii : ascii.substring(0, 300);
    }
}
