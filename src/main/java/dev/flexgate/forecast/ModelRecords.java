package dev.flexgate.forecast;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.util.List;

/** How a new model is written into the audit log: forecasts from now on are made with it. */
public final class ModelRecords {

    private final AuditLog log;
    private final Actor actor;

    public ModelRecords(AuditLog log, Actor actor) {
        this.log = log;
        this.actor = actor;
    }

    void trained(Tx tx, Model model) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", "TRAINED");
        content.putObject("model")
                .put("zone", model.zone().code())
                .put("signal", model.signal().name())
                .put("version", model.version())
                .put("historyHalfHours", model.historyHalfHours())
                .put("dataSha256", model.dataSha256())
                .put("sha256", model.sha256());
        var subject = new Subject("forecast-model", model.id().toString(), 1);
        log.append(
                tx,
                new Decision(RecordType.MODEL_TRAINED, model.knownAt(), actor, subject, List.of(), content, List.of()));
    }
}
