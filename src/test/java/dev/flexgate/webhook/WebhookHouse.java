package dev.flexgate.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.TestClock;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.CheckpointSigner;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.LogReader;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Sequencer;
import dev.flexgate.audit.SequencerLimits;
import dev.flexgate.audit.Subject;
import dev.flexgate.identity.SecretBox;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.news.EventGlob;
import dev.flexgate.news.Viewer;
import dev.flexgate.outbox.Chance;
import dev.flexgate.outbox.Dispatcher;
import dev.flexgate.outbox.Interventions;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutboxLimits;
import dev.flexgate.store.Database;
import dev.flexgate.store.DatabaseLimits;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.webhook.SubscriptionRequest.Wanted;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Webhooks over a real log, a real outbox and real HTTP, on a clock that the test moves. */
final class WebhookHouse implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final OutboxLimits OUTBOX = OutboxLimits.DEFAULT
            .withTick(Duration.ofMillis(20))
            .withAttemptTimeout(Duration.ofSeconds(12), Duration.ofSeconds(25));

    final TestClock clock = new TestClock(START);
    final Database database = TestDatabase.fresh();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Ids ids = new Ids(clock, new Random(1));
    final AuditLog audit = new AuditLog(ids);
    final LogReader log = new LogReader(database);
    final Outbox outbox = new Outbox(database, OUTBOX, clock);
    final Interventions interventions = new Interventions(outbox, audit, new Actor("bpp.example", "operator"), clock);
    final Webhooks webhooks;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Dispatcher dispatcher;

    WebhookHouse(Path folder) {
        this(folder, WebhookLimits.DEFAULT);
    }

    WebhookHouse(Path folder, WebhookLimits limits) {
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
        webhooks = webhooks(database, limits);
        webhooks.start();
        open.push(webhooks);
        dispatcher = dispatcher(database, webhooks);
        dispatcher.start();
    }

    /** Another node's, over a database of its own. */
    Webhooks webhooks(Database door, WebhookLimits limits) {
        return new Webhooks(
                "bpp.example",
                new Webhooks.Neighbours(
                        door,
                        audit,
                        new LogReader(door),
                        new Outbox(door, OUTBOX, clock),
                        new OutboundHttp(
                                TestDatabase.vertx(), AddressPolicy.loopback(), OutboundLimits.DEFAULT, meters),
                        new SecretBox(SigningKey.ofSeed(new byte[32]), new SecureRandom()),
                        tenant -> tenant.equals("operator") ? Viewer.theOperator() : Viewer.of(tenant),
                        ids,
                        new SecureRandom(),
                        clock,
                        meters),
                limits);
    }

    Dispatcher dispatcher(Database door, Webhooks of) {
        RandomGenerator half = () -> 1L << 63; // no jitter
        var made = new Dispatcher(
                door, OUTBOX, List.of(of.courier()), List.of(of.watcher()), new Chance(clock, half), meters);
        open.push(made);
        return made;
    }

    Database another() {
        return Database.open(
                TestDatabase.vertx(),
                database.address(),
                DatabaseLimits.defaults().withPoolSize(3));
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Subscription subscribe(String tenant, String url, String... globs) {
        return subscribe(tenant, url, new Wanted.None(), globs).subscription();
    }

    Subscriptions.Made subscribe(String tenant, String url, Wanted secret, String... globs) {
        var request = new SubscriptionRequest(
                tenant, url, List.of(globs).stream().map(EventGlob::new).toList(), "", secret);
        return database.inTransaction(tx -> webhooks.subscriptions().create(tx, request, "test"));
    }

    Subscription find(Subscription subscription) {
        return webhooks.subscriptions().find(subscription.id()).orElseThrow();
    }

    /** An order of {@code participant} takes a step. */
    RecordId order(String participant, String outcome) {
        return order(participant, outcome, Json.object());
    }

    RecordId order(String participant, String outcome, ObjectNode more) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", outcome);
        content.putObject("commercial").put("participant", participant).setAll(more);
        return database.inTransaction(tx -> audit.append(
                tx,
                new Decision(
                        RecordType.ORDER_DECIDED,
                        clock.instant(),
                        new Actor("bpp.example", "market"),
                        new Subject("order", ids.next().toString(), 1),
                        List.of(),
                        content,
                        List.of())));
    }

    void await(String what, BooleanSupplier condition) {
        Await.until(what, condition);
    }

    /** Waits until all that was recorded has been promised and nothing is on its way. */
    void settle() {
        Await.until("the log is followed", () -> pending() == 0 && log.size() == cursor());
    }

    private long pending() {
        return database.row("select count(*) as n from audit_pending")
                .orElseThrow()
                .getLong("n");
    }

    private long cursor() {
        return database.row("select next_index from webhook_cursor")
                .orElseThrow()
                .getLong("next_index");
    }

    long count(String where) {
        return database.row("select count(*) as n from outbox_message where " + where)
                .orElseThrow()
                .getLong("n");
    }

    long records(String type, String outcome) {
        return log.from(0, 1_000).stream()
                .filter(each -> each.payload().path("type").asText().equals(type)
                        && each.payload().at("/decision/outcome").asText().equals(outcome))
                .count();
    }

    @Override
    public void close() {
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
