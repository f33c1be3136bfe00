package dev.flexgate.audit;

import dev.flexgate.identity.SigningKey;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A log in a database of its own, with keys of its own. */
final class TestLog implements AutoCloseable {

    static final String ORIGIN = "audit.example/test";
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456Z");
    static final SigningKey RECORD_KEY = NoteTest.key(11);
    static final SigningKey CHECKPOINT_KEY = NoteTest.key(12);

    final Database database = TestDatabase.fresh();
    final InstantSource clock = InstantSource.fixed(NOW);
    final MeterRegistry meters = new SimpleMeterRegistry();
    final AuditLog log = new AuditLog(new Ids(clock, new Random(1)));
    final LogReader reader = new LogReader(database);
    final CheckpointSigner checkpoints;
    final Sequencer sequencer;

    TestLog(Path folder) {
        this(folder, SequencerLimits.DEFAULT);
    }

    TestLog(Path folder, SequencerLimits limits) {
        checkpoints = new CheckpointSigner(ORIGIN, CHECKPOINT_KEY, folder.resolve("checkpoint"));
        sequencer = sequencer(database, limits);
        sequencer.open();
    }

    Sequencer sequencer(Database door, SequencerLimits limits) {
        return new Sequencer(door, RECORD_KEY, checkpoints, limits, clock, meters);
    }

    RecordId append(String entityId) {
        return append(decision(entityId, List.of(), List.of()));
    }

    RecordId append(Decision decision) {
        return database.inTransaction(tx -> log.append(tx, decision));
    }

    List<RecordId> append(int count) {
        return database.inTransaction(tx -> IntStream.range(0, count)
                .mapToObj(i -> log.append(tx, decision("order-" + i % 7, List.of(), List.of())))
                .toList());
    }

    static Decision decision(String entityId, List<RecordId> causes, List<Evidence> evidence) {
        return new Decision(
                RecordType.ORDER_DECIDED,
                NOW,
                new Actor("bpp.example.com", "market"),
                new Subject("order", entityId, 1),
                causes,
                Json.object().set("decision", Json.object().put("outcome", "QUOTED")),
                evidence);
    }

    static Evidence evidence(String role, String text) {
        return new Evidence(role, "application/json", Buffer.buffer(text));
    }

    void placeAll() {
        while (sequencer.place() > 0) {
            // until nothing waits
        }
    }

    long size() {
        return database.row("select size from audit_state").orElseThrow().getLong("size");
    }

    long count(String table) {
        return database.row("select count(*) as n from " + table).orElseThrow().getLong("n");
    }

    @Override
    public void close() {
        database.close();
    }
}
