package dev.flexgate.beckn.share;

import dev.flexgate.beckn.message.Offer.Seller;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The versions of our catalogue's parts, at rest. One transaction at a time writes, so that their numbers are in the
 * order in which they become visible: who has heard of one has heard of all before it.
 */
final class Journal {

    private static final String LOCK = "select pg_advisory_xact_lock(7203345280)";

    private static final String HEADS = """
            select distinct on (catalog_id) catalog_id, sha, active
              from beckn_catalog_version
             order by catalog_id, seq desc
            """;

    private static final String NOTE = """
            insert into beckn_catalog_version (catalog_id, sha, active, items, body, noted_at)
            values ($1, $2, $3, $4, $5, $6)
            """;

    private static final String NEWEST = """
            select v.seq, v.catalog_id, v.active, v.body, v.noted_at
              from beckn_catalog_version v
             where v.seq > $1
               and not exists (select 1 from beckn_catalog_version n where n.catalog_id = v.catalog_id and n.seq > v.seq)
             order by v.seq
             limit $2
            """;

    private static final String BETWEEN = """
            select seq, catalog_id, active, body, noted_at
              from beckn_catalog_version
             where noted_at between $1 and $2
               and (cardinality($3::text[]) = 0 or catalog_id = any($3::text[]))
             order by seq
             limit $4
            """;

    /** Of what is gone, and was told to be gone, nobody keeps anything. */
    private static final String KEPT = """
            select catalog_id
              from (select distinct on (catalog_id) catalog_id, seq, active
                      from beckn_catalog_version
                     order by catalog_id, seq desc) head
             where (active or seq > $1) and catalog_id > $2
             order by catalog_id
             limit $3
            """;

    private static final String FORGET = """
            delete from beckn_catalog_version v
             where (v.noted_at < $1
                    or v.seq <= (select seq from beckn_catalog_version order by seq desc offset $2 limit 1))
               and (not v.active and v.noted_at < $1
                    or exists (select 1 from beckn_catalog_version n
                                where n.catalog_id = v.catalog_id and n.seq > v.seq))
            """;

    /** A part as it was at a time. */
    @SuppressWarnings("ArrayRecordComponent") // large, never compared
    record Version(long seq, String catalogId, boolean active, byte[] json, Instant at) {}

    private record Head(Buffer sha, boolean active) {}

    private final ShareLimits limits;

    Journal(ShareLimits limits) {
        this.limits = limits;
    }

    /** Writes down what has changed since, and forgets what is too old; others who write wait. */
    int note(Tx tx, List<Part> current, Seller seller, Instant now) {
        tx.row(LOCK);
        Map<String, Head> heads = new HashMap<>();
        tx.rows(HEADS)
                .forEach(row -> heads.put(
                        Columns.text(row, "catalog_id"),
                        new Head(Buffer.buffer(Columns.bytes(row, "sha")), row.getBoolean("active"))));
        Set<String> here = current.stream().map(Part::id).collect(Collectors.toSet());
        List<Part> changed = new ArrayList<>();
        for (Part part : current) {
            Head head = heads.get(part.id());
            if (head == null || !head.sha().equals(Buffer.buffer(part.sha()))) {
                changed.add(part);
            }
        }
        heads.forEach((id, head) -> {
            if (head.active() && !here.contains(id)) {
                changed.add(Part.gone(id, seller));
            }
        });
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        tx.batch(
                NOTE,
                changed.stream()
                        .map(part -> Tuple.of(
                                part.id(),
                                Buffer.buffer(part.sha()),
                                part.active(),
                                part.items(),
                                Buffer.buffer(part.json()),
                                at))
                        .toList());
        tx.update(FORGET, now.minus(limits.versionMemory()), limits.versionsMax());
        return changed.size();
    }

    /** The newest version of each part that has one after {@code seq}, the oldest first. */
    List<Version> newest(Tx tx, long seq, int limit) {
        return tx.rows(NEWEST, seq, limit).stream().map(Journal::version).toList();
    }

    /** Every version between two moments, both inclusive, the oldest first; of these parts, or of all. */
    List<Version> between(Tx tx, Instant from, Instant to, List<String> ids, int limit) {
        return tx.rows(BETWEEN, from, to, ids.toArray(String[]::new), limit).stream()
                .map(Journal::version)
                .toList();
    }

    /** Parts that somebody may keep who was told of versions up to {@code seq}, by id, after this id. */
    List<String> kept(Tx tx, long seq, String after, int limit) {
        return tx.rows(KEPT, seq, after, limit).stream()
                .map(row -> Columns.text(row, "catalog_id"))
                .toList();
    }

    /** The number of the newest version of all; 0 when there is none. */
    long last(Tx tx) {
        return tx.row("select coalesce(max(seq), 0) as last from beckn_catalog_version")
                .orElseThrow()
                .getLong("last");
    }

    private static Version version(Row row) {
        return new Version(
                row.getLong("seq"),
                Columns.text(row, "catalog_id"),
                row.getBoolean("active"),
                Columns.bytes(row, "body"),
                Columns.instant(row, "noted_at"));
    }
}
