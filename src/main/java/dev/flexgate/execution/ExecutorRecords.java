package dev.flexgate.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.outbox.Outcome;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
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
        if (!message.courier().equals(ExecutorCourier.NAME)) {
            return;
        }
        Routing routing = Routing.read(message.routing());
        ObjectNode content = Json.object();
        content.putObject("protocol")
                .put("network", "executor")
                .put("action", routing.kind())
                .put("receiver", routing.site().value())
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
                        List.of(routing.cause()),
                        content,
                        List.of()));
    }
}
