package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Await;
import dev.flexgate.store.Columns;
import dev.flexgate.store.ConstraintViolatedException;
import dev.flexgate.store.Database;
import dev.flexgate.store.DatabaseLimits;
import dev.flexgate.store.StoreException;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Digests;
import io.vertx.sqlclient.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequencerTest {

    @TempDir
    private Path folder;

    private TestLog log;

    @BeforeEach
    void open() {
        log = new TestLog(folder);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Nested
    class Placing {

        @Test
        void every_decision_becomes_one_signed_record_with_the_next_number() {
            List<RecordId> ids = log.append(600);
            assertEquals(256, log.sequencer.place());
            assertEquals(256, log.sequencer.place());
            assertEquals(88, log.sequencer.place());
            assertEquals(0, log.count("audit_pending"));
            assertWhole(log, 600);
            assertEquals(ids, records(log).stream().map(each -> each.id()).toList());
        }

        @Test
        void a_record_says_what_was_decided_and_where_it_stands() {
            RecordId cause = log.append("cause");
            var evidence = TestLog.evidence("request", "{\"a\":1}");
            RecordId id = log.append(TestLog.decision("order-9", List.of(cause), List.of(evidence)));
            log.placeAll();
            StoredRecord record = log.reader.find(id).orElseThrow();
            SignedRecord signed = SignedRecord.parse(record.jws());
            assertTrue(signed.isSignedBy(TestLog.RECORD_KEY.publicKey()));
            assertEquals(TestLog.RECORD_KEY.publicKey().thumbprint(), signed.keyId());
            assertEquals(
                    "{\"actor\":{\"keyId\":\"" + signed.keyId()
                            + "\",\"party\":\"bpp.example.com\",\"role\":\"market\"},\"causedBy\":[\"" + cause
                            + "\"],\"decision\":{\"outcome\":\"QUOTED\"},\"inputs\":[{\"bytes\":7,\"mediaType\":"
                            + "\"application/json\",\"role\":\"request\",\"sha256\":\""
                            + Digests.sha256Hex("{\"a\":1}".getBytes(UTF_8))
                            + "\"}],\"logId\":\"audit.example/test\",\"occurredAt\":\"2026-11-21T10:00:00.123Z\","
                            + "\"recordId\":\"" + id + "\",\"recordedAt\":\"2026-11-21T10:00:00.123Z\","
                            + "\"schema\":\"flexgate-audit/1\",\"seq\":1,\"subject\":{\"entityId\":\"order-9\","
                            + "\"entityType\":\"order\",\"version\":1},\"type\":\"ORDER_DECIDED\"}",
                    new String(
                            Base64.getUrlDecoder().decode(new String(record.jws(), US_ASCII).split("\\.")[1]), UTF_8));
        }

        @Test
        void records_of_one_subject_are_chained_within_a_batch_and_over_batches() {
            log.append("a");
            log.append("b");
            log.append("a");
            log.placeAll();
            log.append("b");
            log.append("a");
            log.placeAll();
            List<StoredRecord> records = records(log);
            assertTrue(records.get(0).payload().path("prev").isMissingNode());
            assertTrue(records.get(1).payload().path("prev").isMissingNode());
            assertChained(records.get(0), records.get(2));
            assertChained(records.get(1), records.get(3));
            assertChained(records.get(2), records.get(4));
        }

        @Test
        void the_tree_is_the_same_however_it_was_cut_into_batches() {
            var random = new Random(5);
            for (int round = 0; round < 12; round++) {
                log.append(random.nextInt(60));
                log.sequencer(log.database, SequencerLimits.DEFAULT.withBatch(1 + random.nextInt(20)))
                        .place();
            }
            log.placeAll();
            assertWhole(log, log.size());
        }

        private static void assertChained(StoredRecord before, StoredRecord after) {
            JsonNode previous = after.payload().path("prev");
            assertEquals(before.id().toString(), previous.path("recordId").asText());
            assertEquals(
                    Digests.sha256Hex(before.jws()), previous.path("sha256").asText());
        }
    }

    @Nested
    class Faults {

        @Test
        void a_sequencer_killed_at_any_moment_loses_nothing_and_leaves_no_gap() {
            int rounds = 25;
            int killed = 0;
            var appended = new ArrayList<RecordId>();
            var random = new Random(17);
            for (int round = 0; round < rounds; round++) {
                appended.addAll(log.append(40));
                try (Database door = another()) {
                    Sequencer victim = log.sequencer(door, SequencerLimits.DEFAULT.withBatch(16));
                    Thread killer = Thread.ofVirtual().start(() -> kill(door, random.nextInt(12_000)));
                    try {
                        for (int batch = 0; batch < 3; batch++) {
                            victim.place();
                            victim.publish();
                        }
                    } catch (StoreException _) {
                        killed++; // what it had begun must not show
                    }
                    Await.until("the killer is done", () -> !killer.isAlive());
                }
            }
            assertTrue(killed > 0, "nobody was killed");
            log.placeAll();
            assertTrue(log.sequencer.publish());
            assertWhole(log, 40L * rounds);
            assertEquals(
                    new HashSet<>(appended),
                    new HashSet<>(records(log).stream().map(each -> each.id()).toList()));
            assertCheckpointsConsistent();
        }

        @Test
        void two_sequencers_take_turns() {
            var stop = new AtomicBoolean();
            var failures = new CopyOnWriteArrayList<RuntimeException>();
            try (Database door = another()) {
                Sequencer other = log.sequencer(door, SequencerLimits.DEFAULT.withBatch(7));
                List<Thread> threads = Stream.of(other, log.sequencer)
                        .map(each -> Thread.ofVirtual().start(() -> {
                            try {
                                while (!stop.get()) {
                                    each.place();
                                    each.publish();
                                }
                            } catch (RuntimeException failure) {
                                failures.add(failure);
                            }
                        }))
                        .toList();
                for (int i = 0; i < 30; i++) {
                    log.append(10);
                }
                Await.until("all are placed", () -> log.count("audit_pending") == 0);
                stop.set(true);
                threads.forEach(each -> Await.until("it stopped", () -> !each.isAlive()));
            }
            assertEquals(List.of(), failures);
            log.sequencer.publish();
            assertWhole(log, 300);
            assertCheckpointsConsistent();
        }

        @Test
        void an_entry_that_was_changed_in_the_database_is_never_signed_over() {
            log.append(20);
            log.placeAll();
            assertTrue(log.sequencer.publish());
            log.append(20);
            log.placeAll();
            tamper("update audit_entry set entry = set_byte(entry, 9, get_byte(entry, 9) # 1) where entry_index = 30");
            assertFalse(log.sequencer.publish());
            assertTrue(log.sequencer.isHalted());
            assertEquals(20, published());
            assertEquals(1, log.meters.get("flexgate.audit.halted").gauge().value());
            tamper("update audit_entry set entry = set_byte(entry, 9, get_byte(entry, 9) # 1) where entry_index = 30");
            assertTrue(log.sequencer.publish());
            assertFalse(log.sequencer.isHalted());
            assertEquals(40, published());
            assertEquals(0, log.meters.get("flexgate.audit.halted").gauge().value());
        }

        @Test
        void an_entry_and_its_hash_that_were_changed_together_are_never_signed_over() {
            log.append(20);
            log.placeAll();
            tamper("update audit_entry set leaf_hash = sha256('\\x00'::bytea || 'x'::bytea), entry = 'x'"
                    + " where entry_index = 3");
            assertFalse(log.sequencer.publish());
        }

        @Test
        void an_entry_that_was_removed_is_never_signed_over() {
            log.append(20);
            log.placeAll();
            tamper("delete from audit_entry where entry_index = 19");
            assertFalse(log.sequencer.publish());
        }

        @Test
        void a_database_that_went_back_in_time_is_never_signed() {
            log.append(20);
            log.placeAll();
            assertTrue(log.sequencer.publish());
            try (var restored = new TestLog(folder)) {
                restored.append(10);
                restored.placeAll();
                assertFalse(restored.sequencer.publish());
                restored.append(30);
                restored.placeAll();
                assertFalse(restored.sequencer.publish());
                assertEquals(0, restored.count("audit_checkpoint"));
            }
        }

        @Test
        void a_database_of_another_log_is_not_opened() {
            var other = new CheckpointSigner("audit.example/other", TestLog.CHECKPOINT_KEY, folder.resolve("other"));
            var sequencer = new Sequencer(
                    log.database, TestLog.RECORD_KEY, other, SequencerLimits.DEFAULT, log.clock, log.meters);
            assertThrows(IllegalStateException.class, sequencer::start);
        }

        private void assertCheckpointsConsistent() {
            List<Row> checkpoints =
                    log.database.rows("select size, root, note from audit_checkpoint where size > 0 order by size");
            assertFalse(checkpoints.isEmpty());
            for (int i = 1; i < checkpoints.size(); i++) {
                long older = checkpoints.get(i - 1).getLong("size");
                long newer = checkpoints.get(i).getLong("size");
                assertTrue(Merkle.isConsistent(
                        older,
                        newer,
                        Hash.of(Columns.bytes(checkpoints.get(i - 1), "root")),
                        Hash.of(Columns.bytes(checkpoints.get(i), "root")),
                        log.reader.consistency(older, newer)));
            }
        }

        private void kill(Database door, int afterMicros) {
            LockSupport.parkNanos(afterMicros * 1_000L);
            door.close();
        }
    }

    @Nested
    class AppendOnly {

        private static final List<String> REWRITINGS = List.of(
                "update audit_entry set entry = 'x'",
                "delete from audit_entry",
                "truncate audit_entry",
                "update audit_checkpoint set note = 'x'",
                "delete from audit_checkpoint",
                "truncate audit_checkpoint",
                "update audit_node set hash = hash",
                "delete from audit_node",
                "truncate audit_node",
                "update audit_evidence set content = 'x'",
                "delete from audit_evidence",
                "truncate audit_evidence",
                "delete from audit_state",
                "truncate audit_state",
                "update audit_state set size = size - 1",
                "update audit_state set origin = 'audit.example/other'");

        @Test
        void the_database_refuses_to_rewrite_the_log() {
            log.append(TestLog.decision("a", List.of(), List.of(TestLog.evidence("request", "{}"))));
            log.placeAll();
            log.sequencer.publish();
            for (String rewriting : REWRITINGS) {
                assertThrows(
                        ConstraintViolatedException.class,
                        () -> log.database.doInTransaction(tx -> tx.update(rewriting)),
                        rewriting);
            }
        }
    }

    @Nested
    class Running {

        @Test
        void a_decision_is_placed_and_covered_by_a_checkpoint_within_moments() {
            // The clock of the test stands still, so a pause between two checkpoints would never end.
            var limits = new SequencerLimits(8, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ZERO, 64);
            try (Sequencer running = log.sequencer(log.database, limits)) {
                running.start();
                RecordId id = log.append("a");
                Await.until("it is proved", () -> log.reader.proof(id).isPresent());
                assertFalse(log.reader.isPending(id));
            }
        }

        @Test
        void an_empty_log_has_a_checkpoint_too() {
            log.sequencer.start();
            Await.until("there is one", () -> log.reader.checkpoint().isPresent());
            log.sequencer.close();
            assertEquals(0, published());
        }

        @Test
        void it_goes_on_after_its_connections_were_cut() {
            var limits = new SequencerLimits(8, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(1), 64);
            try (Database door = another();
                    Sequencer running = log.sequencer(door, limits)) {
                running.start();
                for (int round = 0; round < 10; round++) {
                    log.append(20);
                    log.database.rows("select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where datname = current_database() and pid <> pg_backend_pid()"
                            + " and query like '%audit_%' and state like 'idle in transaction%'");
                }
                Await.until("all are placed", () -> log.count("audit_pending") == 0);
            }
            log.sequencer.publish();
            assertWhole(log, 200);
        }

        @Test
        void what_waits_and_what_was_placed_is_metered() {
            log.sequencer.start();
            log.append(3);
            Await.until(
                    "three were placed",
                    () -> log.meters.get("flexgate.audit.records").counter().count() == 3);
            log.sequencer.close();
            assertEquals(3, log.meters.get("flexgate.audit.published").gauge().value());
        }
    }

    /** Everything an auditor of the whole log would check: no gap, and the root from the bodies. */
    private static void assertWhole(TestLog log, long size) {
        assertEquals(size, log.size());
        var tree = new MemoryTree();
        Map<String, String> lastOf = new HashMap<>();
        for (StoredRecord record : records(log)) {
            assertEquals(tree.frontier().size(), record.index());
            SignedRecord signed = SignedRecord.parse(record.jws());
            assertTrue(signed.isSignedBy(TestLog.RECORD_KEY.publicKey()));
            assertEquals(record.index(), signed.payload().path("seq").asLong());
            String subject = signed.payload().at("/subject/entityId").asText();
            assertEquals(
                    lastOf.getOrDefault(subject, ""),
                    signed.payload().at("/prev/sha256").asText());
            lastOf.put(subject, Digests.sha256Hex(record.jws()));
            tree.append(record.jws());
        }
        assertEquals(size, tree.frontier().size());
        Row state = log.database.row("select root, frontier from audit_state").orElseThrow();
        assertEquals(tree.frontier().root(), Hash.of(Columns.bytes(state, "root")));
        assertEquals(tree.frontier(), Frontier.of(size, Columns.bytes(state, "frontier")));
    }

    private static List<StoredRecord> records(TestLog log) {
        return log.database.rows("select entry_index, record_id, entry from audit_entry order by entry_index").stream()
                .map(StoredRecord::of)
                .toList();
    }

    private long published() {
        return log.reader.checkpoint().orElseThrow().checkpoint().size();
    }

    /** What an intruder with all rights does: the triggers are no protection against the owner of the database. */
    private void tamper(String sql) {
        log.database.doInTransaction(tx -> {
            tx.update("set local session_replication_role = replica");
            tx.update(sql);
        });
    }

    private Database another() {
        return Database.open(
                TestDatabase.vertx(),
                log.database.address(),
                DatabaseLimits.defaults().withPoolSize(2));
    }
}
