package dev.flexgate.beckn;

import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.signature.BodyDigest;
import dev.flexgate.store.Database;
import dev.flexgate.wire.Digests;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps messages durably, several in one commit: those of all event loops together, since a commit costs the same
 * whatever is in it.
 *
 * <p>While fewer commits are under way than may be, a message starts one at once, so an idle gateway adds no delay; what
 * arrives meanwhile gathers and goes with the next. Each writes its rows in the order of their keys, so that two which
 * hold the same messages wait for each other in one direction only. A message is acknowledged after its commit, never before, on the event
 * loop that took it. Gathering is bounded: beyond it senders are told to come again instead of memory growing.
 */
final class InboxBatch {

    private static final String KEEP = """
            insert into beckn_inbox (id, once, session, subscriber, message_id, action, digest, dialect, transaction_id,
                                     public_key, received_at, due_at, body, unpacked_bytes, auth_header, gateway)
            select id, once, session, subscriber, message_id, action, digest, dialect, transaction_id,
                   public_key, received_at, received_at, body, unpacked_bytes, auth_header, gateway
              from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::bytea[],
                          $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::bytea[], $13::integer[],
                          $14::text[], $15::text[])
                   as arrived (id, once, session, subscriber, message_id, action, digest, dialect, transaction_id,
                               public_key, received_at, body, unpacked_bytes, auth_header, gateway)
            on conflict (once) do nothing
            """;

    /** In a statement of its own: the one above does not see what others committed while it waited for them. */
    private static final String KNOWN = """
            select id, once, digest
              from beckn_inbox
             where once = any($1::uuid[])
            """;

    /**
     * Where it is acknowledged, and how. Its numbers are hashes, made once: sorting a group asks for them ten times a
     * message. They and its body are made on the event loop that takes it, not on the one that writes for all.
     */
    private record Waiting(
            Arrival arrival,
            UUID once,
            UUID session,
            Buffer digest,
            PackedBody body,
            ContextInternal loop,
            Promise<Taken> taken) {}

    private record Settled(Waiting waiting, Taken taken) {}

    private static final Comparator<Waiting> BY_KEY = Comparator.comparing(Waiting::once);

    private static final int SHA_256_BYTES = 32;

    private final Database database;
    private final BecknLimits.Inbox limits;
    private final Runnable onNew;
    private final DistributionSummary groups;
    private final Queue<Waiting> gathered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger committing = new AtomicInteger();

    /**
     * A batch of all event loops.
     *
     * @param onNew called after a commit that kept something new
     */
    InboxBatch(Database database, BecknLimits.Inbox limits, Runnable onNew, MeterRegistry meters) {
        this.database = database;
        this.limits = limits;
        this.onNew = onNew;
        this.groups = DistributionSummary.builder("flexgate.beckn.inbox.group")
                .description("Messages that were kept in one commit")
                .register(meters);
    }

    /**
     * Completes after the commit, on the event loop that calls; fails with a refusal when too much is waiting, else with
     * the driver's failure.
     */
    Future<Taken> take(Vertx vertx, Arrival arrival, BodyDigest digest) {
        if (waiting.get() >= limits.gatheredMax()) {
            return Future.failedFuture(
                    RefusedException.of(ErrorCode.NET_OVERLOADED, "too many messages are being accepted right now")
                            .fix("send it again in a second"));
        }
        // Each request has a context of its own, which is not what we mean.
        ContextInternal loop = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
        Promise<Taken> taken = Promise.promise();
        waiting.incrementAndGet();
        gathered.add(new Waiting(
                arrival,
                arrival.once(),
                arrival.session(),
                Buffer.buffer(digest.bytes()),
                PackedBody.of(arrival.body()),
                loop,
                taken));
        begin();
        return taken.future();
    }

    /** Whoever finds that one more commit may be under way makes it. */
    private void begin() {
        while (!gathered.isEmpty() && mayCommit()) {
            List<Waiting> batch = new ArrayList<>();
            for (Waiting next = gathered.poll(); next != null; next = gathered.poll()) {
                batch.add(next);
                if (batch.size() == limits.batchMax()) {
                    break;
                }
            }
            waiting.addAndGet(-batch.size());
            if (!batch.isEmpty()) {
                batch.sort(BY_KEY);
                commit(batch);
                return;
            }
            committing.decrementAndGet(); // another was faster: whatever comes now is seen by the next round
        }
    }

    private boolean mayCommit() {
        int before = committing.getAndUpdate(now -> Math.min(now + 1, limits.commitsMax()));
        return before < limits.commitsMax();
    }

    private void commit(List<Waiting> batch) {
        groups.record(batch.size());
        database.writers()
                .preparedQuery(KEEP)
                .execute(columns(batch))
                .compose(kept -> settle(batch, kept.rowCount()))
                .onComplete(settled -> {
                    try {
                        if (settled.succeeded()) {
                            tell(settled.result());
                        } else {
                            fail(batch, settled.cause());
                        }
                    } finally {
                        committing.decrementAndGet();
                        begin();
                    }
                });
    }

    /** One hand-over for each event loop, not one for each message. */
    private static void tell(List<Settled> settled) {
        settled.stream()
                .collect(Collectors.groupingBy(each -> each.waiting().loop()))
                .forEach((loop, those) -> on(
                        loop, () -> those.forEach(each -> each.waiting().taken().complete(each.taken()))));
    }

    private static void fail(List<Waiting> batch, Throwable failure) {
        batch.forEach(each -> on(each.loop(), () -> each.taken().tryFail(failure)));
    }

    private static void on(ContextInternal loop, Runnable work) {
        if (loop.inThread()) {
            work.run();
        } else {
            loop.runOnContext(_ -> work.run());
        }
    }

    /** Nearly always all are new, and the number of rows says so. */
    private Future<List<Settled>> settle(List<Waiting> batch, int fresh) {
        if (fresh > 0) {
            onNew.run();
        }
        return fresh == batch.size()
                ? Future.succeededFuture(
                        batch.stream().map(each -> new Settled(each, Taken.NEW)).toList())
                : compare(batch);
    }

    private Future<List<Settled>> compare(List<Waiting> batch) {
        Tuple asked = Tuple.tuple().addArrayOfUUID(uuids(batch, Waiting::once));
        return database.pool().preparedQuery(KNOWN).execute(asked).map(rows -> {
            Map<UUID, Row> kept = new HashMap<>();
            rows.forEach(row -> kept.put(row.getUUID("once"), row));
            return batch.stream()
                    .map(each -> new Settled(each, taken(each, kept.get(each.once()))))
                    .toList();
        });
    }

    private static Taken taken(Waiting asked, @Nullable Row kept) {
        if (kept == null) {
            return Taken.CONFLICT; // forgotten this moment: what it was nobody can say
        }
        if (asked.arrival().id().equals(kept.getUUID("id"))) {
            return Taken.NEW;
        }
        Buffer digest = kept.getBuffer("digest");
        // What was kept before 0420__beckn_inbox_packed.sql is known by another hash.
        Buffer same = digest.length() == SHA_256_BYTES
                ? Buffer.buffer(Digests.sha256(asked.arrival().body()))
                : asked.digest();
        return same.equals(digest) ? Taken.REPEATED : Taken.CONFLICT;
    }

    private static Tuple columns(List<Waiting> batch) {
        return Tuple.tuple()
                .addArrayOfUUID(uuids(batch, each -> each.arrival().id()))
                .addArrayOfUUID(uuids(batch, Waiting::once))
                .addArrayOfUUID(uuids(batch, Waiting::session))
                .addArrayOfString(texts(batch, each -> each.arrival().subscriber()))
                .addArrayOfString(texts(batch, each -> each.arrival().messageId()))
                .addArrayOfString(texts(batch, each -> each.arrival().action().label()))
                .addArrayOfBuffer(batch.stream().map(Waiting::digest).toArray(Buffer[]::new))
                .addArrayOfString(texts(batch, each -> each.arrival().dialect()))
                .addArrayOfString(texts(batch, each -> each.arrival().transactionId()))
                .addArrayOfString(texts(batch, each -> each.arrival().publicKey()))
                .addArrayOfOffsetDateTime(batch.stream()
                        .map(each -> each.arrival().receivedAt().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfBuffer(batch.stream()
                        .map(each -> Buffer.buffer(each.body().bytes()))
                        .toArray(Buffer[]::new))
                .addArrayOfInteger(
                        batch.stream().map(each -> each.body().unpackedBytes()).toArray(Integer[]::new))
                .addArrayOfString(texts(batch, each -> each.arrival().authorization()))
                .addArrayOfString(texts(batch, each -> each.arrival().gateway()));
    }

    private static UUID[] uuids(List<Waiting> batch, Function<Waiting, UUID> number) {
        return batch.stream().map(number).toArray(UUID[]::new);
    }

    private static String[] texts(List<Waiting> batch, Function<Waiting, String> text) {
        return batch.stream().map(text).toArray(String[]::new);
    }
}
