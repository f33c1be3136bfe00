package dev.flexgate.beckn;

import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.wire.Digests;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Keeps messages durably, several in one commit. One instance belongs to one event loop and is used there only.
 *
 * <p>When no commit is under way a message starts one at once, so an idle gateway adds no delay; what arrives
 * meanwhile gathers and goes with the next. A message is acknowledged after its commit, never before. Gathering is
 * bounded: beyond it senders are told to come again instead of memory growing.
 */
final class InboxBatch {

    private static final String KEEP = """
            insert into beckn_inbox (id, subscriber, message_id, action, digest, dialect, transaction_id, public_key,
                                     received_at, due_at, body, auth_header, gateway)
            select id, subscriber, message_id, action, digest, dialect, transaction_id, public_key,
                   received_at, received_at, body, auth_header, gateway
              from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::text[],
                          $8::text[], $9::timestamptz[], $10::bytea[], $11::text[], $12::text[])
                   as arrived (id, subscriber, message_id, action, digest, dialect, transaction_id,
                               public_key, received_at, body, auth_header, gateway)
            on conflict on constraint beckn_inbox_once do nothing
            returning id
            """;

    /** In a statement of its own: the one above does not see what others committed while it waited for them. */
    private static final String KNOWN = """
            select kept.subscriber, kept.message_id, kept.action, kept.digest
              from unnest($1::text[], $2::text[], $3::text[]) as asked (subscriber, message_id, action)
              join beckn_inbox kept using (subscriber, message_id, action)
            """;

    private record Key(String subscriber, String messageId, String action) {

        static Key of(Arrival arrival) {
            return new Key(
                    arrival.subscriber(), arrival.messageId(), arrival.action().label());
        }
    }

    private record Waiting(Arrival arrival, Buffer digest, Promise<Taken> taken) {}

    private final Pool pool;
    private final BecknLimits.Inbox limits;
    private final Runnable onNew;
    private final Queue<Waiting> gathered = new ArrayDeque<>();
    private boolean committing;

    /**
     * A batch of one event loop.
     *
     * @param onNew called after a commit that kept something new
     */
    InboxBatch(Pool pool, BecknLimits.Inbox limits, Runnable onNew) {
        this.pool = pool;
        this.limits = limits;
        this.onNew = onNew;
    }

    /** Completes after the commit; fails with a refusal when too much is waiting, else with the driver's failure. */
    Future<Taken> take(Arrival arrival) {
        if (gathered.size() >= limits.gatheredMax()) {
            return Future.failedFuture(
                    RefusedException.of(ErrorCode.NET_OVERLOADED, "too many messages are being accepted right now")
                            .fix("send it again in a second"));
        }
        Promise<Taken> taken = Promise.promise();
        gathered.add(new Waiting(arrival, Buffer.buffer(Digests.sha256(arrival.body())), taken));
        if (!committing) {
            commit();
        }
        return taken.future();
    }

    private void commit() {
        List<Waiting> batch = new ArrayList<>();
        while (batch.size() < limits.batchMax() && !gathered.isEmpty()) {
            batch.add(gathered.remove());
        }
        committing = true;
        pool.preparedQuery(KEEP)
                .execute(columns(batch))
                .map(InboxBatch::ids)
                .compose(fresh -> settle(batch, fresh))
                .onFailure(failure -> batch.forEach(each -> each.taken().tryFail(failure)))
                .onComplete(_ -> {
                    committing = false;
                    if (!gathered.isEmpty()) {
                        commit();
                    }
                });
    }

    private Future<Void> settle(List<Waiting> batch, Set<UUID> fresh) {
        if (!fresh.isEmpty()) {
            onNew.run();
        }
        List<Waiting> known = new ArrayList<>();
        for (Waiting waiting : batch) {
            if (fresh.contains(waiting.arrival().id())) {
                waiting.taken().complete(Taken.NEW);
            } else {
                known.add(waiting);
            }
        }
        return known.isEmpty() ? Future.succeededFuture() : compare(known);
    }

    private Future<Void> compare(List<Waiting> known) {
        Tuple asked = Tuple.of(
                texts(known, each -> each.arrival().subscriber()),
                texts(known, each -> each.arrival().messageId()),
                texts(known, each -> each.arrival().action().label()));
        return pool.preparedQuery(KNOWN).execute(asked).map(rows -> {
            Map<Key, Buffer> digests = new HashMap<>();
            for (Row row : rows) {
                digests.put(
                        new Key(row.getString("subscriber"), row.getString("message_id"), row.getString("action")),
                        row.getBuffer("digest"));
            }
            for (Waiting waiting : known) {
                Buffer digest = digests.get(Key.of(waiting.arrival()));
                waiting.taken().complete(waiting.digest().equals(digest) ? Taken.REPEATED : Taken.CONFLICT);
            }
            return null;
        });
    }

    private static Tuple columns(List<Waiting> batch) {
        return Tuple.tuple()
                .addArrayOfUUID(batch.stream().map(each -> each.arrival().id()).toArray(UUID[]::new))
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
                        .map(each -> Buffer.buffer(each.arrival().body()))
                        .toArray(Buffer[]::new))
                .addArrayOfString(texts(batch, each -> each.arrival().authorization()))
                .addArrayOfString(texts(batch, each -> each.arrival().gateway()));
    }

    private static String[] texts(List<Waiting> batch, Function<Waiting, String> text) {
        return batch.stream().map(text).toArray(String[]::new);
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        Set<UUID> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getUUID("id")));
        return ids;
    }
}
