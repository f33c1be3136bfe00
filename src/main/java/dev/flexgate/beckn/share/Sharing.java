package dev.flexgate.beckn.share;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.util.List;

/** The records of what others are given: one for each change of a subscription, and one for each pull. */
final class Sharing {

    private final AuditLog audit;
    private final Actor actor;

    Sharing(AuditLog audit, Actor actor) {
        this.audit = audit;
        this.actor = actor;
    }

    void subscription(Tx tx, Subscription subscription, int revision, String outcome, String reason, Instant now) {
        ObjectNode content = content("subscription", subscription.subscriber(), subscription.messageId());
        ObjectNode decision = content.putObject("decision").put("outcome", outcome);
        subscription.networks().forEach(decision.putArray("networks")::add);
        if (!reason.isEmpty()) {
            decision.put("reasonText", reason);
        }
        append(tx, new Subject("catalogue-subscription", subscription.id().toString(), revision), content, now);
    }

    void pulled(Tx tx, String requestId, String subscriber, String messageId, int catalogs, long bytes, Instant now) {
        ObjectNode content = content("pull", subscriber, messageId);
        content.putObject("decision")
                .put("outcome", "PULLED")
                .put("catalogues", catalogs)
                .put("bytes", bytes);
        append(tx, new Subject("catalogue-pull", requestId, 1), content, now);
    }

    private static ObjectNode content(String action, String subscriber, String messageId) {
        ObjectNode content = Json.object();
        content.putObject("protocol")
                .put("network", "beckn")
                .put("dialect", LtsDialect.NAME)
                .put("action", action)
                .put("sender", subscriber)
                .put("messageId", messageId);
        return content;
    }

    private void append(Tx tx, Subject subject, ObjectNode content, Instant now) {
        audit.append(tx, new Decision(RecordType.CATALOG_SHARED, now, actor, subject, List.of(), content, List.of()));
    }
}
