package dev.flexgate.beckn;

import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.signature.BodyDigest;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.store.Database;
import dev.flexgate.store.DatabaseLimits;
import dev.flexgate.store.EmbeddedOptions;
import dev.flexgate.store.EmbeddedPostgres;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Migrations;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What it costs to keep a message of 5 kB durably, by how many share a commit, in processor time: on our side of the
 * connection and on the database's. Arguments: folder, messages for each size of group.
 */
public final class InboxCost {

    private static final String SUBSCRIBER = InboundHouse.BUYER;

    private InboxCost() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int messages = Integer.parseInt(arguments[1]);
        Vertx vertx = Vertx.vertx();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.in(folder));
                Database database = Database.open(vertx, server.address(), DatabaseLimits.defaults())) {
            Migrations.run(database);
            for (int group : List.of(32, 1, 4, 16, 64, 128)) {
                int count = Math.min(messages, 500 * group);
                run(vertx, database, group, count); // so that both sides have seen it
                run(vertx, database, group, count);
            }
        }
        vertx.close().await();
    }

    private static void run(Vertx vertx, Database database, int group, int messages) {
        var ids = new Ids(Clock.systemUTC(), new SecureRandom());
        var signatures = new Signatures(Clock.systemUTC(), SignatureLimits.DEFAULT);
        List<Arrival> arrivals = new ArrayList<>();
        byte[] body = SelectBody.of(InboundLoad.PORT).getBytes(StandardCharsets.UTF_8);
        BodyDigest digest = BodyDigest.of(body);
        String header = signatures.sign(InboundHouse.buyer(), body).text();
        for (int k = 0; k < messages; k++) {
            arrivals.add(new Arrival(
                    ids.next(),
                    SUBSCRIBER,
                    UUID.randomUUID().toString(),
                    UUID.randomUUID().toString(),
                    Action.SELECT,
                    "2.0.0-lts",
                    body,
                    header,
                    InboundHouse.buyer().signer().publicKey().base64(),
                    "",
                    Clock.systemUTC().instant()));
        }
        var batch = new InboxBatch(database, BecknLimits.DEFAULT.inbox(), () -> {}, new SimpleMeterRegistry());
        Duration ours = own();
        Duration theirs = database();
        long begun = System.nanoTime();
        var context = vertx.getOrCreateContext();
        for (int from = 0; from < messages; from += group) {
            List<Arrival> together = arrivals.subList(from, Math.min(messages, from + group));
            // Twice the group, since the first message of it leaves at once and alone.
            Future.<Void>future(done -> context.runOnContext(_ -> Future.all(together.stream()
                                    .map(each -> batch.take(vertx, each, digest))
                                    .toList())
                            .<Void>mapEmpty()
                            .onComplete(done)))
                    .await();
        }
        double wall = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "group=%d messages=%d ours=%.0fus database=%.0fus kept/s=%.0f%n",
                group,
                messages,
                own().minus(ours).toNanos() / 1e3 / messages,
                database().minus(theirs).toNanos() / 1e3 / messages,
                messages / wall);
    }

    private static Duration own() {
        return Duration.ofNanos(
                ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime());
    }

    private static Duration database() {
        return ProcessHandle.current()
                .descendants()
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
