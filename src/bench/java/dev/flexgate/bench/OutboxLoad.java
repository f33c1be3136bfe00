package dev.flexgate.bench;

import dev.flexgate.outbox.Chance;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.Dispatcher;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutboxLimits;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.outbox.RetryClass;
import dev.flexgate.store.Database;
import dev.flexgate.store.DatabaseLimits;
import dev.flexgate.store.EmbeddedOptions;
import dev.flexgate.store.EmbeddedPostgres;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Migrations;
import dev.flexgate.wire.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast what is owed leaves, to one receiver and to many, while others go on promising: a PostgreSQL of its own
 * with {@code fsync} on, and a courier that takes as long as a receiver nearby.
 *
 * <p>Arguments: messages, receivers, transactions that promise at the same time, milliseconds a delivery takes.
 */
public final class OutboxLoad {

    private static final Duration LIFE = Duration.ofHours(1);

    private final InstantSource clock = InstantSource.system();
    private final AtomicInteger delivered = new AtomicInteger();
    private final int deliveryMillis;

    private OutboxLoad(int deliveryMillis) {
        this.deliveryMillis = deliveryMillis;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("flexgate-outbox-load");
        Vertx vertx = Vertx.vertx();
        try (var server = EmbeddedPostgres.start(EmbeddedOptions.in(folder));
                var database = Database.open(vertx, server.address(), DatabaseLimits.defaults())) {
            Migrations.run(database);
            new OutboxLoad(Integer.parseInt(arguments[3]))
                    .run(
                            database,
                            Integer.parseInt(arguments[0]),
                            Integer.parseInt(arguments[1]),
                            Integer.parseInt(arguments[2]));
        } finally {
            vertx.close().await();
            deleteAll(folder);
        }
    }

    private void run(Database database, int messages, int receivers, int promisers) throws Exception {
        var dispatcher = new Dispatcher(
                database,
                OutboxLimits.DEFAULT,
                List.of(courier()),
                List.of(),
                new Chance(clock, new Random(1)),
                new SimpleMeterRegistry());
        var outbox = new Outbox(database, OutboxLimits.DEFAULT, clock);
        var ids = new Ids(clock, new Random(2));
        long started = System.nanoTime();
        dispatcher.start();
        var promised = new CountDownLatch(promisers);
        for (int promiser = 0; promiser < promisers; promiser++) {
            int first = promiser;
            Thread.ofVirtual().start(() -> {
                for (int i = first; i < messages; i += promisers) {
                    String target = "receiver-" + i % receivers;
                    database.doInTransaction(tx -> outbox.promise(tx, message(ids, target)));
                }
                promised.countDown();
            });
        }
        promised.await();
        double promisedAfter = seconds(started);
        while (delivered.get() < messages) {
            Thread.sleep(1);
        }
        double deliveredAfter = seconds(started);
        dispatcher.close();
        System.out.printf(
                Locale.ROOT,
                "outbox: messages=%d receivers=%d promisers=%d delivery=%dms promised/s=%.0f delivered/s=%.0f%n",
                messages,
                receivers,
                promisers,
                deliveryMillis,
                messages / promisedAfter,
                messages / deliveredAfter);
    }

    private OutgoingMessage message(Ids ids, String target) {
        return new OutgoingMessage(
                ids.next(),
                "bench",
                target,
                RetryClass.CONTROL,
                "{}".repeat(500).getBytes(StandardCharsets.UTF_8),
                "application/json",
                Json.object(),
                clock.instant().plus(LIFE));
    }

    private Courier courier() {
        return new Courier() {
            @Override
            public String name() {
                return "bench";
            }

            @Override
            public Delivery deliver(OutgoingMessage message, int attempt) {
                try {
                    Thread.sleep(deliveryMillis);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
                delivered.incrementAndGet();
                return new Delivery.Delivered("200");
            }
        };
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void deleteAll(Path folder) throws java.io.IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
