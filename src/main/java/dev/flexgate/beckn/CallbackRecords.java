package dev.flexgate.beckn;

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

/** Records what became of the callbacks that concern orders: told and acknowledged, or never heard. */
final class CallbackRecords implements OutcomeWatcher {

    private final AuditLog audit;
    private final Actor actor;

    CallbackRecords(AuditLog audit, Actor actor) {
        this.audit = audit;
        this.actor = actor;
    }

    @Override
    public void settled(Tx tx, OutgoingMessage message, Outcome outcome) {
        if (!message.courier().equals(BecknCourier.NAME)) {
            return;
        }
        Routing routing = Routing.read(message.routing());
        if (routing.causes().isEmpty()) {
            return;
        }
        ObjectNode content = Json.object();
        content.putObject("protocol")
                .put("network", "beckn")
                .put("action", routing.word())
                .put("receiver", routing.subscriber())
                .put("messageId", routing.messageId())
                .put("callbackSha256", Digests.sha256Hex(message.body()));
        String result = switch (outcome) {
            case Outcome.Arrived _ -> "DELIVERED";
            case Outcome.Died _ -> "DEAD";
        };
        content.putObject("decision")
                .put("outcome", result)
                .put("attempts", outcome.attempts())
                .put("reasonText", RefusalLog.plain(outcome.note()));
        audit.append(
                tx,
                new Decision(
                        RecordType.CALLBACK_OUTCOME,
                        outcome.at(),
                        actor,
                        new Subject("callback", message.id().toString(), outcome.attempts()),
                        routing.causes(),
                        content,
                        List.of()));
    }
}
