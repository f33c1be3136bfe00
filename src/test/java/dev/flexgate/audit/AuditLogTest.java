package dev.flexgate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Json;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditLogTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:10:00Z");

    private final Database database = TestDatabase.fresh();
    private final AuditLog log = new AuditLog(new Ids(InstantSource.fixed(NOW), new Random(1)));

    @AfterEach
    void close() {
        database.close();
    }

    private static Decision decision() {
        return new Decision(
                RecordType.ORDER_DECIDED,
                NOW,
                new Actor("bpp.example.com", "market"),
                new Subject("order", "1", 1),
                List.of(),
                Json.object().put("outcome", "QUOTED"),
                List.of(new Evidence("request", "application/json", Buffer.buffer("{}"))));
    }

    @Test
    void a_decision_is_queued_with_its_evidence_in_the_transaction_that_takes_it() {
        database.inTransaction(tx -> log.append(tx, decision()));
        assertEquals(1L, count("audit_pending"));
        assertEquals(1L, count("audit_evidence"));
    }

    @Test
    void a_decision_that_is_rolled_back_leaves_no_record() {
        assertThrows(
                IllegalStateException.class,
                () -> database.doInTransaction(tx -> {
                    log.append(tx, decision());
                    throw new IllegalStateException("changed its mind");
                }));
        assertEquals(0L, count("audit_pending"));
        assertEquals(0L, count("audit_evidence"));
    }

    @Test
    void the_same_evidence_is_kept_once() {
        database.doInTransaction(tx -> {
            log.append(tx, decision());
            log.append(tx, decision());
        });
        assertEquals(2L, count("audit_pending"));
        assertEquals(1L, count("audit_evidence"));
    }

    private long count(String table) {
        return database.row("select count(*) as n from " + table).orElseThrow().getLong("n");
    }
}
