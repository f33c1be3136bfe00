package dev.flexgate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Json;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
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

    @Test
    void a_cause_may_be_of_the_same_transaction_or_of_an_earlier_one_but_must_exist() {
        RecordId earlier = database.inTransaction(tx -> log.append(tx, decision()));
        database.doInTransaction(tx -> {
            RecordId same = log.append(tx, decision());
            log.append(tx, causedBy(List.of(earlier, same, earlier)));
        });
        var nobody = new RecordId(new UUID(1, 2));
        refused(causedBy(List.of(earlier, nobody)));
        assertEquals(3L, count("audit_pending"));
    }

    @Test
    void content_cannot_pose_as_the_envelope() {
        for (String name : List.of("schema", "recordId", "seq", "logId", "actor", "prev", "inputs", "causedBy")) {
            refused(with(Json.object().put(name, "x"), List.of()));
        }
    }

    @Test
    void what_would_not_fit_a_log_entry_is_refused_in_the_transaction_that_decides() {
        refused(with(Json.object().put("long", "x".repeat(RecordRules.PAYLOAD_BYTES_MAX)), List.of()));
        var many = new ArrayList<Evidence>();
        for (int i = 0; i <= RecordRules.INPUTS_MAX; i++) {
            many.add(new Evidence("input-" + i, "text/plain", Buffer.buffer("x")));
        }
        refused(with(Json.object(), many));
        var large = new Evidence("request", "text/plain", Buffer.buffer(new byte[AuditLog.EVIDENCE_BYTES_MAX + 1]));
        refused(with(Json.object(), List.of(large)));
    }

    @Test
    void two_pieces_of_evidence_cannot_have_one_role() {
        var evidence = new Evidence("request", "text/plain", Buffer.buffer("x"));
        refused(with(Json.object(), List.of(evidence, evidence)));
    }

    private void refused(Decision decision) {
        assertThrows(IllegalArgumentException.class, () -> database.doInTransaction(tx -> log.append(tx, decision)));
    }

    private static Decision causedBy(List<RecordId> causes) {
        Decision plain = decision();
        return new Decision(
                plain.type(), NOW, plain.actor(), plain.subject(), causes, plain.content(), plain.evidence());
    }

    private static Decision with(ObjectNode content, List<Evidence> evidence) {
        Decision plain = decision();
        return new Decision(plain.type(), NOW, plain.actor(), plain.subject(), List.of(), content, evidence);
    }

    private long count(String table) {
        return database.row("select count(*) as n from " + table).orElseThrow().getLong("n");
    }
}
