package dev.flexgate.outbox;

import dev.flexgate.outbox.Endings.Target;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Takes promises, and tells what became of them. */
public final class Outbox {

    /** Where the dispatchers listen; a hint only. */
    static final String NEWS = "outbox_due";

    private static final int PAGE_MAX = 1_000;
    private static final int ROUTING_LENGTH_MAX = 16 * 1024;

    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");
    private static final UUID LAST = new UUID(-1, -1);

    private static final String PROMISE = """
            insert into outbox_message
                   (id, courier, target, retry_class, body, content_type, routing, not_after, created_at, next_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
            """;

    private static final String DEAD = """
            select id, courier, target, attempts, note, settled_at
              from outbox_message
             where state = 'DEAD' and settled_at >= $1
             order by settled_at, id
             limit $2
            """;

    private static final String RESEND = """
            update outbox_message
               set state = 'DUE', tries = 0, next_at = $2, not_after = $3, settled_at = null, note = ''
             where id = $1 and state = 'DEAD'
            """;

    private static final String REPEAT = """
            update outbox_message
               set state = 'DUE', tries = 0, next_at = $2, not_after = $3, settled_at = null, note = ''
             where id = $1 and state in ('DEAD', 'DELIVERED')
            """;

    private static final String REVIVE = """
            update outbox_message
               set state = 'DUE', tries = 0, next_at = $2, not_after = $3, settled_at = null, note = ''
             where id = any($1) and state = 'DEAD'
            """;

    private static final String RECOVER = """
            update outbox_message
               set state = 'DUE', tries = 0, next_at = $3, not_after = $4, settled_at = null, note = ''
             where id in (select id from outbox_message
                           where state = 'DEAD' and settled_at >= $1 and ($2::text is null or courier = $2)
                           order by settled_at, id
                           limit $5 for update skip locked)
            """;

    private static final String PURGE = """
            delete from outbox_message
             where id in (select id from outbox_message
                           where state = 'DEAD' and settled_at < $1 and ($2::text is null or courier = $2)
                           order by settled_at, id
                           limit $3 for update skip locked)
            """;

    private static final String FORGET = """
            update outbox_message
               set state = 'DEAD', settled_at = $3, note = $4
             where courier = $1 and target = $2 and state = 'DUE'
            """;

    /** What is known already stays as it is. */
    private static final String PROMISE_ALL = """
            insert into outbox_message
                   (id, courier, target, retry_class, body, content_type, routing, not_after, created_at, next_at)
            select id, courier, target, retry_class, body, content_type, routing, not_after, $9, $9
              from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::text[],
                          $8::timestamptz[])
                   as m (id, courier, target, retry_class, body, content_type, routing, not_after)
            on conflict (id) do nothing
            """;

    private static final String OF_TARGET = """
            select id, courier, target, retry_class, body, content_type, routing, not_after, state, attempts,
                   created_at, next_at, settled_at, note
              from outbox_message
             where courier = $1 and target = $2 and (created_at, id) < ($3, $4)
             order by created_at desc, id desc
             limit $5
            """;

    private static final String FIND = """
            select id, courier, target, retry_class, body, content_type, routing, not_after, state, attempts,
                   created_at, next_at, settled_at, note
              from outbox_message
             where id = $1
            """;

    private static final String ATTEMPTS = """
            select number, started_at, ended_at, result, note, next_at, request, status, response
              from outbox_attempt
             where message_id = $1
             order by number
            """;

    /** What waits for a target that is held says nothing about how fast we are. */
    private static final String STANDING = """
            select count(*) filter (where m.state in ('DUE', 'LEASED')) as depth,
                   min(m.created_at) filter (where m.state in ('DUE', 'LEASED') and t.state = 'OPEN') as oldest,
                   count(*) filter (where m.state = 'DEAD') as dead
              from outbox_message m
              join outbox_target t using (courier, target)
             where m.state in ('DUE', 'LEASED', 'DEAD') and ($1::text is null or m.courier = $1)
            """;

    private final Database database;
    private final OutboxLimits limits;
    private final InstantSource clock;

    public Outbox(Database database, OutboxLimits limits, InstantSource clock) {
        this.database = database;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Promises {@code message}: when {@code tx} commits it will be delivered at least once or become a dead
     * letter, and never be sent from its deadline on. Messages to one target may overtake each other.
     *
     * @throws IllegalArgumentException if it is larger than the limits allow
     */
    public void promise(Tx tx, OutgoingMessage message) {
        String routing = routing(message);
        Targets.meet(tx, message.courier(), message.target());
        tx.update(
                PROMISE,
                message.id(),
                message.courier(),
                message.target(),
                message.retryClass().name(),
                message.body(),
                message.contentType(),
                routing,
                message.notAfter(),
                clock.instant());
        tx.notifyOnCommit(NEWS);
    }

    /** As {@link #promise} for many; those whose id is known already stay as they are. Says how many were new. */
    public int promiseAll(Tx tx, List<OutgoingMessage> messages) {
        if (messages.isEmpty()) {
            return 0;
        }
        messages.stream()
                .map(each -> List.of(each.courier(), each.target()))
                .distinct()
                .forEach(each -> Targets.meet(tx, each.getFirst(), each.getLast()));
        tx.notifyOnCommit(NEWS);
        return tx.update(
                PROMISE_ALL,
                column(messages, OutgoingMessage::id, UUID[]::new),
                column(messages, OutgoingMessage::courier, String[]::new),
                column(messages, OutgoingMessage::target, String[]::new),
                column(messages, each -> each.retryClass().name(), String[]::new),
                column(messages, each -> Buffer.buffer(each.body()), Buffer[]::new),
                column(messages, OutgoingMessage::contentType, String[]::new),
                column(messages, this::routing, String[]::new),
                column(messages, each -> each.notAfter().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new),
                clock.instant());
    }

    private String routing(OutgoingMessage message) {
        String routing = Json.text(message.routing());
        if (message.body().length > limits.bodyBytes() || routing.length() > ROUTING_LENGTH_MAX) {
            throw new IllegalArgumentException("message " + message.id() + " is larger than the outbox takes");
        }
        return routing;
    }

    private static <C> Object column(
            List<OutgoingMessage> messages, Function<OutgoingMessage, C> value, IntFunction<C[]> array) {
        return messages.stream().map(value).toArray(array);
    }

    /** Dead letters that died at {@code from} or later, oldest first, at most {@code limit}. */
    public List<DeadLetter> dead(Instant from, int limit) {
        return database.rows(DEAD, from, Math.clamp(limit, 1, PAGE_MAX)).stream()
                .map(row -> new DeadLetter(
                        Columns.uuid(row, "id"),
                        Columns.text(row, "courier"),
                        Columns.text(row, "target"),
                        row.getInteger("attempts"),
                        Columns.text(row, "note"),
                        Columns.instant(row, "settled_at")))
                .toList();
    }

    /** Owes a dead letter again, with a new deadline and all its tries; false if it is not a dead letter. */
    public boolean resend(Tx tx, UUID id, Instant notAfter) {
        tx.notifyOnCommit(NEWS);
        return tx.update(RESEND, id, clock.instant(), notAfter) == 1;
    }

    /** The bytes of a message, settled or not, as long as they are kept. */
    public Optional<byte[]> body(UUID id) {
        return database.row("select body from outbox_message where id = $1", id).map(row -> Columns.bytes(row, "body"));
    }

    /** Owes a dead or delivered message again, with a new deadline and all its tries; false if it is neither. */
    public boolean repeat(Tx tx, UUID id, Instant notAfter) {
        tx.notifyOnCommit(NEWS);
        return tx.update(REPEAT, id, clock.instant(), notAfter) == 1;
    }

    /** Owes again those of these messages that are dead letters; says how many. */
    public int revive(Tx tx, List<UUID> ids, Instant notAfter) {
        if (ids.isEmpty()) {
            return 0;
        }
        tx.notifyOnCommit(NEWS);
        return tx.update(REVIVE, ids.toArray(UUID[]::new), clock.instant(), notAfter);
    }

    int recover(Tx tx, Optional<String> courier, Instant since, Instant notAfter) {
        tx.notifyOnCommit(NEWS);
        return tx.update(RECOVER, since, courier.orElse(null), clock.instant(), notAfter, PAGE_MAX);
    }

    int purge(Tx tx, Optional<String> courier, Instant before) {
        return tx.update(PURGE, before, courier.orElse(null), PAGE_MAX);
    }

    /** Keeps what is owed to a target until {@link #open}; false if it is held already. */
    public boolean pause(Tx tx, String courier, String target, String reason) {
        Targets.meet(tx, courier, target);
        return Targets.pause(tx, new Target(courier, target), reason, clock.instant());
    }

    /** Sends to a target again, what was kept first; false if it is open already or was never met. */
    public boolean open(Tx tx, String courier, String target) {
        tx.notifyOnCommit(NEWS);
        return Targets.open(tx, new Target(courier, target), clock.instant());
    }

    /** Owes a target nothing any more: what waits for it becomes dead letters. */
    public int forget(Tx tx, String courier, String target, String reason) {
        return tx.update(FORGET, courier, target, clock.instant(), reason);
    }

    /** A message as it stands. */
    public Optional<OwedMessage> find(UUID id) {
        return database.row(FIND, id).map(Outbox::owed);
    }

    /** What one target was sent or is owed, the newest first, older than the message {@code before}. */
    public List<OwedMessage> of(String courier, String target, Optional<UUID> before, int limit) {
        Optional<OwedMessage> last = before.flatMap(this::find);
        Instant createdAt = last.map(OwedMessage::createdAt).orElse(END_OF_TIME);
        return database
                .rows(OF_TARGET, courier, target, createdAt, before.orElse(LAST), Math.clamp(limit, 1, PAGE_MAX))
                .stream()
                .map(Outbox::owed)
                .toList();
    }

    private static OwedMessage owed(Row row) {
        var state = OwedMessage.State.valueOf(Columns.text(row, "state"));
        Optional<Instant> settledAt = Columns.maybeInstant(row, "settled_at");
        return new OwedMessage(
                Messages.message(row),
                state,
                row.getInteger("attempts"),
                Columns.instant(row, "created_at"),
                settledAt.isPresent() ? Optional.empty() : Columns.maybeInstant(row, "next_at"),
                settledAt,
                Columns.text(row, "note"));
    }

    /** What was tried for a message, the last {@value Messages#ATTEMPTS_KEPT} attempts at most. */
    public List<Attempt> attempts(UUID id) {
        return database.rows(ATTEMPTS, id).stream().map(Outbox::attempt).toList();
    }

    private static Attempt attempt(Row row) {
        return new Attempt(
                row.getInteger("number"),
                Columns.instant(row, "started_at"),
                Columns.maybeInstant(row, "ended_at"),
                Attempt.Result.valueOf(Columns.text(row, "result")),
                Columns.text(row, "note"),
                Columns.maybeInstant(row, "next_at"),
                Columns.maybeText(row, "request")
                        .map(request ->
                                new Exchange(request, row.getInteger("status"), Columns.text(row, "response"))));
    }

    /** How everything stands. */
    public Standing standing() {
        return standing(Optional.empty());
    }

    /** How the messages of one courier stand. */
    public Standing standing(String courier) {
        return standing(Optional.of(courier));
    }

    private Standing standing(Optional<String> courier) {
        Row row = database.row(STANDING, courier.orElse(null)).orElseThrow();
        Instant now = clock.instant();
        Duration age = Columns.maybeInstant(row, "oldest")
                .map(oldest -> Duration.between(oldest, now))
                .orElse(Duration.ZERO);
        return new Standing(row.getLong("depth"), age.isNegative() ? Duration.ZERO : age, row.getLong("dead"));
    }
}
