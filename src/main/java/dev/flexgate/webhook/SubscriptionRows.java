package dev.flexgate.webhook;

import dev.flexgate.news.EventGlob;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import dev.flexgate.webhook.Subscription.Signing;
import dev.flexgate.webhook.Subscription.State;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Subscriptions at rest. */
final class SubscriptionRows {

    private static final String COLUMNS = """
            id, tenant, url, event_types, description, (secret is not null) as has_secret, old_secret_until,
            state, state_reason, version, from_index, created_at, changed_at
            """;

    static final String FIND = "select " + COLUMNS + " from webhook_subscription where id = $1";

    static final String PAGE = "select " + COLUMNS + """
             from webhook_subscription
            where ($1::text is null or tenant = $1) and id > $2
            order by id
            limit $3
            """;

    static final String WANTING =
            "select " + COLUMNS + " from webhook_subscription where state <> 'DISABLED' order by id";

    private static final String LOCK = FIND + " for update";

    private static final String INSERT = """
            insert into webhook_subscription
                   (id, tenant, url, event_types, description, secret, state, state_reason, version, from_index,
                    created_at, changed_at)
            values ($1, $2, $3, $4, $5, $6, 'ACTIVE', '', 1, $7, $8, $8)
            """;

    private static final String UPDATE = """
            update webhook_subscription
               set url = $2, event_types = $3, description = $4, state = $5, state_reason = $6, version = $7,
                   changed_at = $8
             where id = $1
            """;

    private static final String ROTATE = """
            update webhook_subscription
               set old_secret = secret, old_secret_until = $3, secret = $2, version = version + 1, changed_at = $4
             where id = $1
            """;

    private static final String COUNT = """
            select count(*) filter (where tenant = $1) as own, count(*) as all
              from webhook_subscription
            """;

    /** One tenant's next subscription waits for the one before, so that the limit is exact. */
    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('webhook_subscription'))";

    private SubscriptionRows() {}

    record Count(long own, long all) {}

    static Count count(Tx tx, String tenant) {
        tx.rows(ONE_AT_A_TIME);
        Row row = tx.row(COUNT, tenant).orElseThrow();
        return new Count(row.getLong("own"), row.getLong("all"));
    }

    static Optional<Subscription> lock(Tx tx, SubscriptionId id) {
        return tx.row(LOCK, id.value()).map(SubscriptionRows::read);
    }

    static void insert(Tx tx, Subscription subscription, byte @Nullable [] sealed) {
        tx.update(
                INSERT,
                subscription.id().value(),
                subscription.tenant(),
                subscription.url().toString(),
                globs(subscription),
                subscription.description(),
                sealed,
                subscription.fromIndex(),
                subscription.createdAt());
    }

    static void update(Tx tx, Subscription subscription) {
        tx.update(
                UPDATE,
                subscription.id().value(),
                subscription.url().toString(),
                globs(subscription),
                subscription.description(),
                subscription.state().name(),
                subscription.reason(),
                subscription.version(),
                subscription.changedAt());
    }

    static void rotate(Tx tx, SubscriptionId id, byte[] sealed, Instant oldUntil, Instant now) {
        tx.update(ROTATE, id.value(), sealed, oldUntil, now);
    }

    private static String[] globs(Subscription subscription) {
        return subscription.eventTypes().stream().map(EventGlob::text).toArray(String[]::new);
    }

    static Subscription read(Row row) {
        Signing signing = row.getBoolean("has_secret")
                ? new Signing.AndSecret(Columns.maybeInstant(row, "old_secret_until"))
                : new Signing.OurKey();
        return new Subscription(
                new SubscriptionId(Columns.uuid(row, "id")),
                Columns.text(row, "tenant"),
                URI.create(Columns.text(row, "url")),
                globs(row),
                Columns.text(row, "description"),
                signing,
                State.valueOf(Columns.text(row, "state")),
                Columns.text(row, "state_reason"),
                row.getLong("version"),
                row.getLong("from_index"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "changed_at"));
    }

    private static List<EventGlob> globs(Row row) {
        return Stream.of(Objects.requireNonNull(row.getArrayOfStrings("event_types")))
                .map(EventGlob::new)
                .toList();
    }
}
