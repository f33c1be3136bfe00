package dev.flexgate.outbox;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes promises, and tells what became of them. */
public final class Outbox {

    /** Where the dispatchers listen; a hint only. */
    static final String NEWS = "outbox_due";

    private static final int PAGE_MAX = 1_000;
    private static final int ROUTING_LENGTH_MAX = 16 * 1024;

    private static final String MEET = """
            insert into outbox_target (courier, target)
            values ($1, $2)
            on conflict do nothing
            """;

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

    private static final String ATTEMPTS = """
            select number, started_at, result, note
              from outbox_attempt
             where message_id = $1
             order by number
            """;

    private static final String STANDING = """
            select count(*) filter (where state in ('DUE', 'LEASED')) as depth,
                   min(created_at) filter (where state in ('DUE', 'LEASED')) as oldest,
                   count(*) filter (where state = 'DEAD') as dead
              from outbox_message
             where state in ('DUE', 'LEASED', 'DEAD')
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
        String routing = Json.text(message.routing());
        if (message.body().length > limits.bodyBytes() || routing.length() > ROUTING_LENGTH_MAX) {
            throw new IllegalArgumentException("message " + message.id() + " is larger than the outbox takes");
        }
        tx.update(MEET, message.courier(), message.target());
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

    /** What was tried for a message, the last {@value Messages#ATTEMPTS_KEPT} attempts at most. */
    public List<Attempt> attempts(UUID id) {
        return database.rows(ATTEMPTS, id).stream().map(Outbox::attempt).toList();
    }

    private static Attempt attempt(Row row) {
        return new Attempt(
                row.getInteger("number"),
                Columns.instant(row, "started_at"),
                Attempt.Result.valueOf(Columns.text(row, "result")),
                Columns.text(row, "note"));
    }

    public Standing standing() {
        Row row = database.row(STANDING).orElseThrow();
        Instant now = clock.instant();
        Duration age = Columns.maybeInstant(row, "oldest")
                .map(oldest -> Duration.between(oldest, now))
                .orElse(Duration.ZERO);
        return new Standing(row.getLong("depth"), age.isNegative() ? Duration.ZERO : age, row.getLong("dead"));
    }
}
