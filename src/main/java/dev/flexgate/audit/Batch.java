package dev.flexgate.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordRules.Place;
import dev.flexgate.audit.RecordRules.Previous;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One batch of the sequencer, in one transaction: lock the state, take what waits in the order in which it was
 * queued, give each record its number, time and predecessor, sign it, append it to the tree, and write everything.
 *
 * <p>Nothing is carried over from the batch before: state is what the locked row says. So a batch that failed, even
 * in its commit with the outcome unknown, needs no repair, and two sequencers can only take turns. What waits is
 * taken by presence and not by a cursor: numbers of rows become visible out of order, and a cursor would pass over
 * the late ones for ever.
 */
final class Batch {

    private static final String LOCK = """
            select size, frontier
              from audit_state
             where id = 1
               for update skip locked
            """;

    private static final String WAITING = """
            select position, record_id, decision
              from audit_pending
             order by position
             limit $1
            """;

    private static final String PREVIOUS = """
            select subject.entity_type, subject.entity_id, last.record_id, sha256(last.entry) as sha256
              from unnest($1::text[], $2::text[]) as subject (entity_type, entity_id)
             cross join lateral (
                   select record_id, entry
                     from audit_entry e
                    where e.entity_type = subject.entity_type and e.entity_id = subject.entity_id
                    order by entry_index desc
                    limit 1) last
            """;

    private static final String APPEND = """
            insert into audit_entry
                   (entry_index, record_id, record_type, entity_type, entity_id, recorded_at, leaf_hash, entry)
            select entry_index, record_id, record_type, entity_type, entity_id, $8, leaf_hash, entry
              from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::bytea[])
                   as t (entry_index, record_id, record_type, entity_type, entity_id, leaf_hash, entry)
            """;

    private static final String GROW = """
            insert into audit_node (level, number, hash)
            select level, number, hash
              from unnest($1::int[], $2::bigint[], $3::bytea[]) as t (level, number, hash)
            """;

    private static final String ADVANCE = """
            update audit_state
               set size = $1, root = $2, frontier = $3
             where id = 1
            """;

    private static final String DONE = "delete from audit_pending where position = any($1)";

    private final Tx tx;
    private final String origin;
    private final RecordSigner signer;
    private final Instant now;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Case, Previous> previous = new HashMap<>();

    private record Case(String entityType, String entityId) {}

    private record Waiting(long position, RecordId id, ObjectNode decision, Case subject) {}

    private record Entry(RecordId id, String type, Case subject, long index, Hash leaf, Buffer bytes) {}

    private record Node(int level, long number, Hash hash) {}

    private Batch(Tx tx, String origin, RecordSigner signer, Instant now) {
        this.tx = tx;
        this.origin = origin;
        this.signer = signer;
        this.now = now;
    }

    /** Places up to {@code limit} records; says how many. None if another sequencer is at work. */
    static int place(Tx tx, String origin, RecordSigner signer, Instant now, int limit) {
        Optional<Row> state = tx.row(LOCK);
        if (state.isEmpty()) {
            return 0;
        }
        List<Waiting> waiting =
                tx.rows(WAITING, limit).stream().map(Batch::waiting).toList();
        if (!waiting.isEmpty()) {
            Frontier frontier = Frontier.of(state.get().getLong("size"), Columns.bytes(state.get(), "frontier"));
            new Batch(tx, origin, signer, now).place(waiting, frontier);
            tx.notifyOnCommit(AuditLog.NEWS_PLACED);
        }
        return waiting.size();
    }

    private void place(List<Waiting> waiting, Frontier before) {
        readPrevious(waiting);
        Frontier frontier = before;
        for (Waiting each : waiting) {
            Entry entry = sign(each, frontier.size());
            entries.add(entry);
            frontier = frontier.append(entry.leaf(), this::grow);
        }
        append();
        tx.update(ADVANCE, frontier.size(), frontier.root().bytes(), frontier.bytes());
        tx.update(DONE, (Object) waiting.stream().map(Waiting::position).toArray(Long[]::new));
    }

    private Entry sign(Waiting each, long seq) {
        @Nullable Previous before = previous.get(each.subject());
        var place = new Place(seq, origin, signer.keyId(), now, Optional.ofNullable(before));
        String type = each.decision().path("type").asText();
        byte[] jws = signer.sign(RecordRules.placed(each.decision(), place));
        previous.put(each.subject(), new Previous(each.id(), Hash.of(Digests.sha256(jws))));
        return new Entry(each.id(), type, each.subject(), seq, Merkle.leafHash(jws), Buffer.buffer(jws));
    }

    private void grow(int level, long number, Hash hash) {
        if (level > 0 && level % Tile.HEIGHT == 0) {
            nodes.add(new Node(level, number, hash));
        }
    }

    private void readPrevious(List<Waiting> waiting) {
        List<Case> subjects = waiting.stream().map(Waiting::subject).distinct().toList();
        String[] types = subjects.stream().map(Case::entityType).toArray(String[]::new);
        String[] ids = subjects.stream().map(Case::entityId).toArray(String[]::new);
        for (Row row : tx.rows(PREVIOUS, types, ids)) {
            previous.put(
                    new Case(Columns.text(row, "entity_type"), Columns.text(row, "entity_id")),
                    new Previous(new RecordId(Columns.uuid(row, "record_id")), Hash.of(Columns.bytes(row, "sha256"))));
        }
    }

    private void append() {
        OffsetDateTime recordedAt = now.atOffset(ZoneOffset.UTC);
        tx.update(
                APPEND,
                column(entries, Entry::index, Long[]::new),
                column(entries, entry -> entry.id().value(), UUID[]::new),
                column(entries, Entry::type, String[]::new),
                column(entries, entry -> entry.subject().entityType(), String[]::new),
                column(entries, entry -> entry.subject().entityId(), String[]::new),
                column(entries, entry -> Buffer.buffer(entry.leaf().bytes()), Buffer[]::new),
                column(entries, Entry::bytes, Buffer[]::new),
                recordedAt);
        if (!nodes.isEmpty()) {
            tx.update(
                    GROW,
                    column(nodes, Node::level, Integer[]::new),
                    column(nodes, Node::number, Long[]::new),
                    column(nodes, node -> Buffer.buffer(node.hash().bytes()), Buffer[]::new));
        }
    }

    private static <T, C> Object column(List<T> rows, Function<T, C> value, Function<Integer, C[]> array) {
        return rows.stream().map(value).toArray(array::apply);
    }

    private static Waiting waiting(Row row) {
        JsonNode decision = StrictJson.parse(Columns.bytes(row, "decision"));
        JsonNode subject = decision.path("subject");
        return new Waiting(
                row.getLong("position"),
                new RecordId(Columns.uuid(row, "record_id")),
                (ObjectNode) decision,
                new Case(
                        subject.path("entityType").asText(),
                        subject.path("entityId").asText()));
    }
}
