package dev.flexgate.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/**
 * Where decisions are recorded. A decision is queued in the transaction that takes it, so that there is no decision
 * without its record and no record without its decision; the {@link Sequencer} places and signs it within moments.
 */
public final class AuditLog {

    /** Said on the news channel when something waits to be sequenced. */
    public static final String NEWS = "audit";

    /** Said on the news channel when records have been given their place; a hint for whoever follows the log. */
    public static final String NEWS_PLACED = "audit_placed";

    /** Longest piece of evidence, in bytes. */
    public static final int EVIDENCE_BYTES_MAX = 4 * 1024 * 1024;

    private static final String QUEUE = """
            insert into audit_pending (record_id, decision, entity_type, entity_id)
            values ($1, $2, $3, $4)
            """;

    /** One statement, one snapshot: a record that is being sequenced meanwhile is seen in one place or the other. */
    private static final String KNOWN = """
            select count(*) as known
              from unnest($1::uuid[]) as cause (id)
             where exists (select 1 from audit_pending where record_id = cause.id)
                or exists (select 1 from audit_entry where record_id = cause.id)
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
     * @throws IllegalArgumentException when it is too long, uses a name of the envelope, gives two pieces of evidence
     *     one role, or names a cause that has no record
     */
    public RecordId append(Tx tx, Decision decision) {
        var id = new RecordId(ids.next());
        ObjectNode json = RecordRules.decision(id, decision);
        requireKnown(tx, decision.causedBy());
        ArrayNode inputs = json.putArray("inputs");
        requireDistinctRoles(decision.evidence());
        decision.evidence().forEach(evidence -> inputs.add(described(evidence)));
        byte[] queued = RecordRules.queued(json);
        keep(tx, decision.evidence());
        Subject subject = decision.subject();
        tx.update(QUEUE, id.value(), queued, subject.entityType(), subject.entityId());
        tx.notifyOnCommit(NEWS);
        return id;
    }

    private static void requireKnown(Tx tx, List<RecordId> causes) {
        var distinct = new HashSet<>(causes);
        if (distinct.isEmpty()) {
            return;
        }
        UUID[] asked = distinct.stream().map(RecordId::value).toArray(UUID[]::new);
        long known = tx.row(KNOWN, (Object) asked).orElseThrow().getLong("known");
        if (known != distinct.size()) {
            throw new IllegalArgumentException("a cause has no record, among " + distinct);
        }
    }

    private static void requireDistinctRoles(List<Evidence> evidence) {
        if (evidence.stream().map(Evidence::role).distinct().count() != evidence.size()) {
            throw new IllegalArgumentException("two pieces of evidence have one role");
        }
    }

    private static ObjectNode described(Evidence evidence) {
        byte[] content = evidence.content().getBytes();
        if (content.length > EVIDENCE_BYTES_MAX) {
            throw new IllegalArgumentException("evidence of " + content.length + " bytes is too long");
        }
        return Json.object()
                .put("role", evidence.role())
                .put("mediaType", evidence.mediaType())
                .put("sha256", Digests.sha256Hex(content))
                .put("bytes", content.length);
    }

    /** In the order of their hashes, so that two transactions with the same evidence wait, but never for each other. */
    private static void keep(Tx tx, List<Evidence> evidence) {
        evidence.stream()
                .sorted(Comparator.comparing(
                        each -> Digests.sha256Hex(each.content().getBytes())))
                .forEach(each -> {
                    byte[] content = each.content().getBytes();
                    tx.update(KEEP_EVIDENCE, Digests.sha256(content), each.mediaType(), content);
                });
    }
}
