package dev.flexgate.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.outbox.Outcome;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.SiteId;
import java.util.List;

/** Records what became of each message to a site: heard, or never. */
final class ExecutorRecords implements OutcomeWatcher {

    private final AuditLog audit;
    private final Actor actor;

    ExecutorRecords(AuditLog audit, Actor actor) {
        this.audit = audit;
        this.actor = actor;
    }

    @Override
    public void settled(Tx tx, OutgoingMessage message, Outcome outcome) {
        switch (message.courier()) {
            case ExecutorCourier.NAME -> {
                Routing routing = Routing.read(message.routing());
                append(tx, message, outcome, new About(routing.site(), routing.kind(), routing.cause()));
            }
            case MigrationCourier.NAME -> {
                MigrationRouting routing = MigrationRouting.read(message.routing());
                append(tx, message, outcome, new About(routing.site(), routing.kind(), routing.cause()));
            }
            default -> {}
        }
    }

    /** What a message was about. */
    private record About(SiteId site, String kind, RecordId cause) {}

    private void append(Tx tx, OutgoingMessage message, Outcome outcome, About about) {
        ObjectNode content = Json.object();
        content.putObject("protocol")
                .put("network", "executor")
                .put("action", about.kind())
                .put("receiver", about.site().value())
                .put("messageId", message.id().toString())
                .put("bodySha256", Digests.sha256Hex(message.body()));
        content.putObject("decision")
                .put("outcome", outcome instanceof Outcome.Arrived ? "DELIVERED" : "DEAD")
                .put("attempts", outcome.attempts())
                .put("reasonText", outcome.note().replaceAll("[^ -~]", "?"));
        audit.append(
                tx,
                new Decision(
                        RecordType.CALLBACK_OUTCOME,
                        outcome.at(),
                        actor,
                        new Subject("callback", message.id().toString(), outcome.attempts()),
                        List.of(about.cause()),
                        content,
                        List.of()));
    }
}
