package dev.flexgate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.identity.access.ApiKey;
import dev.flexgate.identity.access.Binding;
import dev.flexgate.identity.access.KeyChange;
import dev.flexgate.identity.access.KeyWatcher;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes what happened to API keys into the audit log: who may do what is itself something to be proved. */
final class KeyRecords implements KeyWatcher {

    private final AuditLog log;
    private final Actor actor;

    KeyRecords(AuditLog log, Actor actor) {
        this.log = log;
        this.actor = actor;
    }

    @Override
    public void changed(Tx tx, ApiKey key, KeyChange change, String by, Instant at) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", change.name()).put("by", by);
        ObjectNode described = content.putObject("apiKey").put("tenant", key.tenant());
        ArrayNode scopes = described.putArray("scopes");
        key.scopes().stream().map(Scope::text).sorted().forEach(scopes::add);
        key.times().expiresAt().ifPresent(expiry -> described.put("expiresAt", expiry.toString()));
        var subject = new Subject("api-key", key.id(), key.version());
        append(tx, RecordType.KEY_EVENT, at, subject, content);
    }

    @Override
    public void bound(Tx tx, Binding binding, Optional<String> before) {
        ObjectNode content = Json.object();
        content.putObject("decision")
                .put("outcome", binding.tenant().isPresent() ? "BOUND" : "PARTED")
                .put("by", binding.changedBy());
        content.putObject("binding")
                .put("participant", binding.participant())
                .put("tenant", binding.tenant().or(() -> before).orElse(""));
        var subject = new Subject("participant", binding.participant(), binding.version());
        append(tx, RecordType.CONFIG_CHANGED, binding.changedAt(), subject, content);
    }

    private void append(Tx tx, RecordType type, Instant at, Subject subject, ObjectNode content) {
        log.append(tx, new Decision(type, at, actor, subject, List.of(), content, List.of()));
    }
}
