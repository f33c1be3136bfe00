package dev.flexgate.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.CanonicalJson;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;

/**
 * Where decisions are recorded. A decision is queued in the transaction that takes it, so that there is no decision
 * without its record and no record without its decision; sequencing and signing follow.
 */
public final class AuditLog {

    /** Said on the news channel when something waits to be sequenced. */
    public static final String NEWS = "audit";

    private static final String QUEUE = """
            insert into audit_pending (record_id, decision)
            values ($1, $2)
            """;

    private static final String KEEP_EVIDENCE = """
            insert into audit_evidence (sha256, media_type, content)
            values ($1, $2, $3)
            on conflict (sha256) do nothing
            """;

    private final Ids ids;

    public AuditLog(Ids ids) {
        this.ids = ids;
    }

    /**
     * Queues exactly one record of {@code decision} in the caller's transaction.
     *
     * @throws dev.flexgate.wire.NotCanonicalException when the content breaks the profile of canonical JSON
     */
    public RecordId append(Tx tx, Decision decision) {
        var id = new RecordId(ids.next());
        ObjectNode json = envelope(decision);
        ArrayNode inputs = json.putArray("inputs");
        for (Evidence evidence : decision.evidence()) {
            inputs.add(keep(tx, evidence));
        }
        tx.update(QUEUE, id.value(), Buffer.buffer(CanonicalJson.bytes(json)));
        tx.notifyOnCommit(NEWS);
        return id;
    }

    private static ObjectNode envelope(Decision decision) {
        ObjectNode json = Json.object();
        json.put("type", decision.type().name());
        json.put("occurredAt", decision.occurredAt().toString());
        json.putObject("actor")
                .put("party", decision.actor().party())
                .put("role", decision.actor().role());
        json.putObject("subject")
                .put("entityType", decision.subject().entityType())
                .put("entityId", decision.subject().entityId())
                .put("version", decision.subject().version());
        ArrayNode causes = json.putArray("causedBy");
        decision.causedBy().forEach(cause -> causes.add(cause.toString()));
        json.set("content", decision.content());
        return json;
    }

    private static ObjectNode keep(Tx tx, Evidence evidence) {
        byte[] content = evidence.content().getBytes();
        byte[] hash = Digests.sha256(content);
        tx.update(KEEP_EVIDENCE, Buffer.buffer(hash), evidence.mediaType(), evidence.content());
        return Json.object()
                .put("role", evidence.role())
                .put("mediaType", evidence.mediaType())
                .put("sha256", HexFormat.of().formatHex(hash))
                .put("bytes", content.length);
    }
}
