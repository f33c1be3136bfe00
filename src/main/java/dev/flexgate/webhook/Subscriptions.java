package dev.flexgate.webhook;

import dev.flexgate.audit.LogReader;
import dev.flexgate.identity.SecretBox;
import dev.flexgate.news.EventGlob;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.webhook.Subscription.Signing;
import dev.flexgate.webhook.Subscription.State;
import dev.flexgate.webhook.SubscriptionRefusedException.Reason;
import dev.flexgate.webhook.SubscriptionRequest.Change;
import dev.flexgate.webhook.SubscriptionRequest.Wanted;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who wants to be told what: made, read, changed and ended, each change with its record. */
public final class Subscriptions {

    private static final String SECRETS = """
            select secret, old_secret, old_secret_until
              from webhook_subscription
             where id = $1
            """;

    private static final String DELETE = "delete from webhook_subscription where id = $1";

    private final Database database;
    private final LogReader log;
    private final Outbox outbox;
    private final OutboundHttp outbound;
    private final SecretBox box;
    private final WebhookRecords records;
    private final Ids ids;
    private final SecureRandom random;
    private final InstantSource clock;
    private final WebhookLimits limits;

    /**
     * The room's facade.
     *
     * @param outbound whose address policy judges where deliveries may go
     * @param box keeps secrets at rest
     */
    public Subscriptions(
            Database database,
            LogReader log,
            Outbox outbox,
            OutboundHttp outbound,
            SecretBox box,
            WebhookRecords records,
            Ids ids,
            SecureRandom random,
            InstantSource clock,
            WebhookLimits limits) {
        this.database = database;
        this.log = log;
        this.outbox = outbox;
        this.outbound = outbound;
        this.box = box;
        this.records = records;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * A subscription that was made.
     *
     * @param secret shown this once; empty when there is none or its owner brought it
     */
    public record Made(Subscription subscription, Optional<Secret> secret) {}

    /**
     * Makes a subscription; it is told what happens from now on.
     *
     * @throws SubscriptionRefusedException when it cannot be accepted
     */
    public Made create(Tx tx, SubscriptionRequest request, String by) {
        requireRoom(tx, request.tenant());
        Instant now = now();
        var id = new SubscriptionId(ids.next());
        var subscription = new Subscription(
                id,
                request.tenant(),
                target(request.url()),
                globs(request.eventTypes()),
                description(request.description()),
                request.secret() instanceof Wanted.None
                        ? new Signing.OurKey()
                        : new Signing.AndSecret(Optional.empty()),
                State.ACTIVE,
                "",
                1,
                log.size(),
                now,
                now);
        Optional<Secret> secret = switch (request.secret()) {
            case Wanted.None _ -> Optional.empty();
            case Wanted.Ours _ -> Optional.of(Secret.generate(random));
            case Wanted.Theirs theirs -> Optional.of(theirs.secret());
        };
        SubscriptionRows.insert(
                tx, subscription, secret.map(each -> encrypted(id, each)).orElse(null));
        records.changed(tx, subscription, "CREATED", by, now);
        return new Made(subscription, request.secret() instanceof Wanted.Theirs ? Optional.empty() : secret);
    }

    public Optional<Subscription> find(SubscriptionId id) {
        return database.row(SubscriptionRows.FIND, id.value()).map(SubscriptionRows::read);
    }

    /** Subscriptions of one tenant, or of all when it is null, behind {@code after}, in the order of their ids. */
    public List<Subscription> page(@Nullable String tenant, SubscriptionId after, int limit) {
        return database.rows(SubscriptionRows.PAGE, tenant, after.value(), Math.clamp(limit, 1, 1_000)).stream()
                .map(SubscriptionRows::read)
                .toList();
    }

    /** All that something may be promised to. */
    List<Subscription> wanting() {
        return database.rows(SubscriptionRows.WANTING).stream()
                .map(SubscriptionRows::read)
                .toList();
    }

    /**
     * Changes what is sent where.
     *
     * @param version that the caller has seen
     * @throws SubscriptionRefusedException when it cannot be accepted or has changed meanwhile
     */
    public Optional<Subscription> change(Tx tx, SubscriptionId id, long version, Change change, String by) {
        return changed(tx, id, "CHANGED", by, old -> {
            requireVersion(old, version);
            return copy(
                    old,
                    change.url().map(this::target).orElse(old.url()),
                    change.eventTypes().map(this::globs).orElse(old.eventTypes()),
                    change.description().map(Subscriptions::description).orElse(old.description()),
                    old.state(),
                    old.reason());
        });
    }

    /** Sends again, what was kept first; what was missed while it was disabled can be recovered. */
    public Optional<Subscription> enable(Tx tx, SubscriptionId id, String by) {
        Optional<Subscription> enabled = changed(tx, id, "ENABLED", by, old -> with(old, State.ACTIVE, ""));
        enabled.ifPresent(each -> outbox.open(tx, WebhookCourier.NAME, each.id().toString()));
        return enabled;
    }

    /** Keeps what is promised until it is enabled again. */
    public Optional<Subscription> pause(Tx tx, SubscriptionId id, String by) {
        Optional<Subscription> paused = changed(tx, id, "PAUSED", by, old -> {
            if (old.state() == State.DISABLED) {
                throw new SubscriptionRefusedException(Reason.CONFLICT, "", "it is disabled; enable it instead");
            }
            return with(old, State.PAUSED, "paused by " + by);
        });
        paused.ifPresent(each -> outbox.pause(tx, WebhookCourier.NAME, each.id().toString(), each.reason()));
        return paused;
    }

    /** The outbox has disabled it: it wanted no more, or failed for too long. */
    void disabled(Tx tx, SubscriptionId id, String reason) {
        changed(tx, id, "DISABLED", "outbox", old -> with(old, State.DISABLED, reason));
    }

    /**
     * A new secret; the old one signs beside it until the overlap is over.
     *
     * @throws SubscriptionRefusedException when it has no secret: our own key is rotated for all subscriptions at once
     */
    public Optional<Made> rotate(Tx tx, SubscriptionId id, String by) {
        return SubscriptionRows.lock(tx, id).map(old -> {
            if (old.signing() instanceof Signing.OurKey) {
                throw new SubscriptionRefusedException(
                        Reason.CONFLICT, "", "it is signed by the gateway's key alone, which rotates for all at once");
            }
            Secret secret = Secret.generate(random);
            Instant now = now();
            SubscriptionRows.rotate(tx, id, encrypted(id, secret), now.plus(limits.overlap()), now);
            Subscription rotated = SubscriptionRows.lock(tx, id).orElseThrow();
            records.changed(tx, rotated, "ROTATED", by, now);
            return new Made(rotated, Optional.of(secret));
        });
    }

    /** Ends it; what is still owed to it is thrown away. */
    public boolean delete(Tx tx, SubscriptionId id, String by) {
        Optional<Subscription> found = SubscriptionRows.lock(tx, id);
        found.ifPresent(old -> {
            Instant now = now();
            tx.update(DELETE, id.value());
            outbox.forget(tx, WebhookCourier.NAME, id.toString(), "the subscription was deleted");
            records.changed(
                    tx,
                    copy(old, old.url(), old.eventTypes(), old.description(), State.DISABLED, "deleted"),
                    "DELETED",
                    by,
                    now);
        });
        return found.isPresent();
    }

    /** The secrets that sign for it now, the newest first. */
    List<Secret> secrets(SubscriptionId id) {
        List<Secret> secrets = new ArrayList<>();
        for (Row row : database.rows(SECRETS, id.value())) {
            Columns.maybeBytes(row, "secret").ifPresent(shut -> secrets.add(opened(id, shut)));
            boolean overlaps = Columns.maybeInstant(row, "old_secret_until")
                    .filter(until -> until.isAfter(now()))
                    .isPresent();
            if (overlaps) {
                Columns.maybeBytes(row, "old_secret").ifPresent(shut -> secrets.add(opened(id, shut)));
            }
        }
        return secrets;
    }

    private Optional<Subscription> changed(
            Tx tx, SubscriptionId id, String outcome, String by, UnaryOperator<Subscription> change) {
        return SubscriptionRows.lock(tx, id).map(old -> {
            Subscription next = change.apply(old);
            SubscriptionRows.update(tx, next);
            records.changed(tx, next, outcome, by, next.changedAt());
            return next;
        });
    }

    private Subscription with(Subscription old, State state, String reason) {
        return copy(old, old.url(), old.eventTypes(), old.description(), state, reason);
    }

    private Subscription copy(
            Subscription old, URI url, List<EventGlob> globs, String description, State state, String reason) {
        return new Subscription(
                old.id(),
                old.tenant(),
                url,
                globs,
                description,
                old.signing(),
                state,
                reason,
                old.version() + 1,
                old.fromIndex(),
                old.createdAt(),
                now());
    }

    private void requireRoom(Tx tx, String tenant) {
        SubscriptionRows.Count count = SubscriptionRows.count(tx, tenant);
        if (count.own() >= limits.perTenant()) {
            throw new SubscriptionRefusedException(
                    Reason.TOO_MANY,
                    "",
                    "a tenant may have " + limits.perTenant() + " subscriptions; delete one first");
        }
        if (count.all() >= limits.inAll()) {
            throw new SubscriptionRefusedException(
                    Reason.TOO_MANY, "", "this gateway may have " + limits.inAll() + " subscriptions");
        }
    }

    private static void requireVersion(Subscription old, long version) {
        if (old.version() != version) {
            throw new SubscriptionRefusedException(
                    Reason.STALE, "", "it is at version " + old.version() + " by now; read it again");
        }
    }

    private URI target(String url) {
        try {
            outbound.requireAllowed(url);
        } catch (OutboundException refused) {
            throw new SubscriptionRefusedException(Reason.INVALID, "url", String.valueOf(refused.getMessage()));
        }
        return URI.create(url);
    }

    private List<EventGlob> globs(List<EventGlob> globs) {
        if (globs.isEmpty() || globs.size() > limits.globs()) {
            throw new SubscriptionRefusedException(
                    Reason.INVALID, "eventTypes", "name 1 to " + limits.globs() + " event types");
        }
        return globs;
    }

    private static String description(String text) {
        if (text.length() > SubscriptionRequest.DESCRIPTION_LENGTH_MAX
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new SubscriptionRefusedException(Reason.INVALID, "description", "at most 200 characters on one line");
        }
        return text;
    }

    private byte[] encrypted(SubscriptionId id, Secret secret) {
        return box.seal(secret.bytes(), place(id));
    }

    private Secret opened(SubscriptionId id, byte[] sealed) {
        return Secret.of(box.open(sealed, place(id)));
    }

    private static String place(SubscriptionId id) {
        return "webhook_subscription/" + id;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
