package dev.flexgate.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.store.Columns;
import io.vertx.sqlclient.Row;

/** A record that has its place in the log. */
public final class StoredRecord {

    private final RecordId id;
    private final long index;
    private final byte[] jws;

    StoredRecord(RecordId id, long index, byte[] jws) {
        this.id = id;
        this.index = index;
        this.jws = jws;
    }

    static StoredRecord of(Row row) {
        return new StoredRecord(
                new RecordId(Columns.uuid(row, "record_id")), row.getLong("entry_index"), Columns.bytes(row, "entry"));
    }

    public RecordId id() {
        return id;
    }

    /** Which leaf of the tree it is, from 0; the record's {@code seq}. */
    public long index() {
        return index;
    }

    /** The exact bytes of the leaf: a compact JWS. */
    public byte[] jws() {
        return jws.clone();
    }

    /** What the record says. */
    public JsonNode payload() {
        return SignedRecord.parse(jws).payload();
    }
}
