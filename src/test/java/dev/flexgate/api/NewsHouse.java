package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.TestClock;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.CheckpointSigner;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.LogReader;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Sequencer;
import dev.flexgate.audit.SequencerLimits;
import dev.flexgate.audit.Subject;
import dev.flexgate.identity.SecretBox;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.identity.access.AccessGate;
import dev.flexgate.identity.access.ApiKeys;
import dev.flexgate.identity.access.KeyLimits;
import dev.flexgate.identity.access.Rates;
import dev.flexgate.identity.access.Sessions;
import dev.flexgate.news.CloudEvents;
import dev.flexgate.news.NewsLimits;
import dev.flexgate.news.Newsroom;
import dev.flexgate.news.Viewer;
import dev.flexgate.outbox.Interventions;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutboxLimits;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.store.Tx;
import dev.flexgate.webhook.WebhookLimits;
import dev.flexgate.webhook.Webhooks;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Ingress;
import dev.flexgate.wire.IngressLimits;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** The news pages over a real log, behind the real gate, for whoever sits at this machine. */
final class NewsHouse implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    final TestClock clock = new TestClock(START);
    final Vertx vertx = TestDatabase.vertx();
    final Database database = TestDatabase.fresh();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Ids ids = new Ids(clock, new Random(1));
    final AuditLog audit = new AuditLog(ids);
    final LogReader log = new LogReader(database);
    final Outbox outbox = new Outbox(database, OutboxLimits.DEFAULT, clock);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final StreamLimits limits;
    private Door door;

    /** What a restart replaces. */
    private record Door(Newsroom newsroom, NewsApi api, HttpServer server) {}

    NewsHouse(Path folder, StreamLimits limits) {
        this.limits = limits;
        var sequencer = new Sequencer(
                database,
                SigningKey.generate(new SecureRandom()),
                new CheckpointSigner(
                        "bpp.example/log", SigningKey.generate(new SecureRandom()), folder.resolve("checkpoint")),
                SequencerLimits.DEFAULT,
                clock,
                meters);
        sequencer.start();
        open.push(sequencer);
        this.door = door();
    }

    private Door door() {
        var newsroom = new Newsroom(database, log, NewsLimits.DEFAULT);
        newsroom.start();
        var keys = new ApiKeys(database, (_, _, _, _, _) -> {}, new SecureRandom(), clock, KeyLimits.DEFAULT);
        keys.start();
        open.push(keys);
        var sessions = new Sessions(SigningKey.generate(new SecureRandom()), new SecureRandom(), clock, false);
        var webhooks = webhooks();
        var api = new NewsApi(
                vertx,
                new NewsApi.Rooms(
                        database,
                        log,
                        newsroom,
                        new CloudEvents("bpp.example"),
                        outbox,
                        new Interventions(outbox, audit, new Actor("bpp.example", "operator"), clock),
                        webhooks,
                        clock),
                limits,
                meters);
        var ingress = new Ingress(vertx, "test", IngressLimits.DEFAULT, meters);
        Router router = ingress.router();
        router.route().handler(new AccessGate(keys, sessions, Rates.DEFAULT, meters));
        api.addTo(router, vertx);
        HttpServer server =
                ingress.server().requestHandler(router).listen(0, "127.0.0.1").await();
        return new Door(newsroom, api, server);
    }

    private Webhooks webhooks() {
        var made = new Webhooks(
                "bpp.example",
                new Webhooks.Neighbours(
                        database,
                        audit,
                        log,
                        outbox,
                        new OutboundHttp(vertx, AddressPolicy.loopback(), OutboundLimits.DEFAULT, meters),
                        new SecretBox(SigningKey.ofSeed(new byte[32]), new SecureRandom()),
                        tenant -> tenant.equals("operator") ? Viewer.theOperator() : Viewer.of(tenant),
                        ids,
                        new SecureRandom(),
                        clock,
                        meters),
                WebhookLimits.DEFAULT);
        made.start();
        open.push(made);
        return made;
    }

    int port() {
        return door.server().actualPort();
    }

    void stop() {
        door.server().close().await();
        door.api().close();
        door.newsroom().close();
    }

    void restart() {
        stop();
        door = door();
    }

    Listener listen(String query) {
        return listen(query, "");
    }

    Listener listen(String query, String lastId) {
        return new Listener(vertx, port(), query, lastId);
    }

    void order(String outcome) {
        append(RecordType.ORDER_DECIDED, new Subject("order", ids.next().toString(), 1), outcome);
    }

    /** Many orders in one transaction. */
    void orders(int count, ObjectNode more) {
        database.doInTransaction(tx -> {
            for (int i = 0; i < count; i++) {
                append(
                        tx,
                        RecordType.ORDER_DECIDED,
                        new Subject("order", ids.next().toString(), 1),
                        "QUOTED",
                        more);
            }
        });
    }

    void slot(String id, String outcome) {
        append(RecordType.SLOT_PUBLISHED, new Subject("slot", id, 1), outcome);
    }

    private void append(RecordType type, Subject subject, String outcome) {
        database.doInTransaction(tx -> append(tx, type, subject, outcome, Json.object()));
    }

    private void append(Tx tx, RecordType type, Subject subject, String outcome, ObjectNode more) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", outcome);
        content.putObject("commercial").put("participant", "bap.example").setAll(more);
        var actor = new Actor("bpp.example", "market");
        audit.append(tx, new Decision(type, clock.instant(), actor, subject, List.of(), content, List.of()));
    }

    void placed(long size) {
        Await.until(
                "all have their place",
                () -> log.size() >= size && door.newsroom().head() >= size);
    }

    @Override
    public void close() {
        stop();
        while (!open.isEmpty()) {
            closeQuietly(open.pop());
        }
        database.close();
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
