package dev.flexgate.identity.access;

import dev.flexgate.identity.access.KeyAnswer.Changed;
import dev.flexgate.identity.access.KeyAnswer.Made;
import dev.flexgate.identity.access.KeyAnswer.Refused;
import dev.flexgate.store.Database;
import dev.flexgate.store.StoreException;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.ProblemCode;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API keys. Whether a key opens is answered from memory, on any thread: a snapshot of all live keys is replaced
 * at each change, on news of one, and by a tick. An unknown key therefore costs nothing but a look.
 */
public final class ApiKeys implements AutoCloseable {

    /** Said on the news channel when a key changed. */
    public static final String NEWS = "identity_api_key";

    /** Most keys of one page. */
    public static final int PAGE_MAX = 200;

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    private final Database database;
    private final KeyWatcher watcher;
    private final SecureRandom random;
    private final InstantSource clock;
    private final KeyLimits limits;
    private final Bindings bindings;
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("api-keys").factory());
    private volatile Map<String, KeyRows.Stored> live = Map.of();
    private volatile boolean configured;

    public ApiKeys(Database database, KeyWatcher watcher, SecureRandom random, InstantSource clock, KeyLimits limits) {
        this.database = database;
        this.watcher = watcher;
        this.random = random;
        this.clock = clock;
        this.limits = limits;
        this.bindings = new Bindings(database, watcher, clock);
    }

    /** Reads the keys and keeps reading them. */
    public void start() {
        refresh();
        database.listen(NEWS, _ -> refreshIfPossible());
        long millis = limits.tick().toMillis();
        var _ = ticking.scheduleWithFixedDelay(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Which participants of the network the tenants are. */
    public Bindings bindings() {
        return bindings;
    }

    /** Whether there is, or ever was, a key: from then on nobody gets in without one, even when all have ended. */
    public boolean configured() {
        return configured;
    }

    /** Whom the key lets in; empty when it is unknown, wrong, expired or revoked. */
    public Optional<Caller> authenticate(KeyText text) {
        return find(text.id(), text.secretSha256());
    }

    /** Whom a key of this id lets in, for those who proved earlier that they hold it. */
    Optional<Caller> caller(String id) {
        return find(id, null);
    }

    private Optional<Caller> find(String id, byte @Nullable [] secretSha256) {
        KeyRows.Stored stored = live.get(id);
        if (stored == null
                || (secretSha256 != null && !MessageDigest.isEqual(stored.secretSha256(), secretSha256))
                || !stored.key().isLive(clock.instant())) {
            return Optional.empty();
        }
        uses.put(id, clock.instant());
        return Optional.of(stored.key().caller(bindings.of(stored.key().tenant())));
    }

    /** Makes a key. The very first must be an administrator's. */
    public KeyAnswer create(KeyRequest request, String by) {
        KeyAnswer answer = database.inTransaction(tx -> create(tx, request, by));
        refreshIfPossible();
        return answer;
    }

    /** The same within {@code tx}; the key opens once that has ended and {@link #refreshSoon} or news was heard. */
    public KeyAnswer create(Tx tx, KeyRequest request, String by) {
        KeyRows.lock(tx);
        Optional<Refused> refused = refusal(tx, request);
        return refused.<KeyAnswer>map(each -> each).orElseGet(() -> add(tx, request, KeyText.random(random), by));
    }

    /** Reads the keys anew now, if the database is there. */
    public void refreshSoon() {
        refreshIfPossible();
    }

    /**
     * Enters the administrator's key that the configuration names, so that a gateway can be reached from its first
     * moment on; refused when a key of its id is there already and does not open with it.
     */
    public KeyAnswer enter(KeyText text) {
        KeyAnswer answer = database.inTransaction(tx -> {
            KeyRows.lock(tx);
            Optional<KeyRows.Stored> known = KeyRows.find(tx, text.id());
            if (known.isEmpty()) {
                var request = new KeyRequest("configured", Caller.OPERATOR_TENANT, Set.of(Scope.ADMIN), null);
                return add(tx, request, text, "configuration");
            }
            ApiKey key = known.get().key();
            boolean opens = MessageDigest.isEqual(known.get().secretSha256(), text.secretSha256())
                    && key.isLive(clock.instant());
            return opens
                    ? new Changed(key)
                    : new Refused(ProblemCode.UNAUTHENTICATED, "key " + key.id() + " is revoked, expired or another");
        });
        refreshIfPossible();
        return answer;
    }

    /** Makes a successor with the same rights; the key itself ends after {@code overlap}. */
    public KeyAnswer rotate(String id, Duration overlap, String by) {
        KeyAnswer answer = database.inTransaction(tx -> rotate(tx, id, overlap, by));
        refreshIfPossible();
        return answer;
    }

    /** The same within {@code tx}; see {@link #create(Tx, KeyRequest, String)}. */
    public KeyAnswer rotate(Tx tx, String id, Duration overlap, String by) {
        if (overlap.isNegative() || overlap.compareTo(limits.overlapMax()) > 0) {
            throw new IllegalArgumentException("overlap must be PT0S to " + limits.overlapMax() + ": " + overlap);
        }
        KeyRows.lock(tx);
        return liveKey(tx, id)
                .<KeyAnswer>map(key -> rotate(tx, key, overlap, by))
                .orElseGet(() -> unknown(id));
    }

    private KeyAnswer rotate(Tx tx, ApiKey key, Duration overlap, String by) {
        Instant now = now();
        Instant end = now.plus(overlap);
        Instant expiry = key.times().expiresAt().filter(end::isAfter).orElse(end);
        ApiKey ending = with(key, new ApiKey.Times(expiry, null, key.times().lastUse()));
        KeyRows.change(tx, ending);
        watcher.changed(tx, ending, KeyChange.ROTATED, by, now);
        var request = new KeyRequest(
                key.label(), key.tenant(), key.scopes(), key.times().expiry());
        return add(tx, request, KeyText.random(random), by);
    }

    /** Ends the key at once; ending it again changes nothing. */
    public KeyAnswer revoke(String id, String by) {
        KeyAnswer answer = database.inTransaction(tx -> {
            KeyRows.lock(tx);
            return KeyRows.find(tx, id)
                    .<KeyAnswer>map(stored -> revoke(tx, stored.key(), by))
                    .orElseGet(() -> unknown(id));
        });
        refreshIfPossible();
        return answer;
    }

    private KeyAnswer revoke(Tx tx, ApiKey key, String by) {
        Instant now = now();
        if (key.times().revokedAt().isPresent()) {
            return new Changed(key);
        }
        boolean otherAdmin = KeyRows.live(tx, now, limits.live()).stream()
                .anyMatch(
                        other -> !other.id().equals(key.id()) && other.scopes().contains(Scope.ADMIN));
        if (key.scopes().contains(Scope.ADMIN) && key.isLive(now) && !otherAdmin) {
            return new Refused(ProblemCode.LAST_ADMIN_KEY, "nobody could make or revoke keys any more");
        }
        ApiKey revoked = with(
                key, new ApiKey.Times(key.times().expiry(), now, key.times().lastUse()));
        KeyRows.change(tx, revoked);
        watcher.changed(tx, revoked, KeyChange.REVOKED, by, now);
        tx.notifyOnCommit(NEWS);
        return new Changed(revoked);
    }

    /** Up to {@code count} keys, at most {@value #PAGE_MAX}, in order of id from after {@code previous}. */
    public List<ApiKey> page(String previous, int count) {
        return database.rows(KeyRows.PAGE, previous, Math.clamp(count, 1, PAGE_MAX)).stream()
                .map(row -> KeyRows.read(row).key())
                .toList();
    }

    private Optional<Refused> refusal(Tx tx, KeyRequest request) {
        if (tx.row(KeyRows.ANY).isEmpty() && !request.scopes().contains(Scope.ADMIN)) {
            return Optional.of(new Refused(ProblemCode.FIRST_KEY_NOT_ADMIN, "there is no key yet"));
        }
        List<ApiKey> keys = KeyRows.live(tx, now(), limits.live());
        long ofTenant = keys.stream()
                .filter(key -> key.tenant().equals(request.tenant()))
                .count();
        boolean full = keys.size() >= limits.live() || ofTenant >= limits.livePerTenant();
        return full
                ? Optional.of(new Refused(
                        ProblemCode.KEY_LIMIT,
                        keys.size() + " keys are live, " + ofTenant + " of them " + request.tenant() + "'s; at most "
                                + limits.live() + " and " + limits.livePerTenant()))
                : Optional.empty();
    }

    private Made add(Tx tx, KeyRequest request, KeyText text, String by) {
        Instant now = now();
        var times = new ApiKey.Times(request.expiry(), null, null);
        var key = new ApiKey(text.id(), request.label(), request.tenant(), request.scopes(), now, by, times, 1);
        KeyRows.add(tx, key, text.secretSha256());
        watcher.changed(tx, key, KeyChange.CREATED, by, now);
        tx.notifyOnCommit(NEWS);
        return new Made(key, text);
    }

    private Optional<ApiKey> liveKey(Tx tx, String id) {
        return KeyRows.find(tx, id).map(KeyRows.Stored::key).filter(key -> key.isLive(now()));
    }

    private static ApiKey with(ApiKey key, ApiKey.Times times) {
        return new ApiKey(
                key.id(),
                key.label(),
                key.tenant(),
                key.scopes(),
                key.createdAt(),
                key.createdBy(),
                times,
                key.version() + 1);
    }

    private static Refused unknown(String id) {
        return new Refused(ProblemCode.NOT_FOUND, "no live key has the id " + id);
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Takes the live keys over from the database. */
    synchronized void refresh() {
        var keys = new LinkedHashMap<String, KeyRows.Stored>();
        database.rows(KeyRows.LIVE, now(), limits.live()).stream()
                .map(KeyRows::read)
                .forEach(stored -> keys.put(stored.key().id(), stored));
        live = Map.copyOf(keys);
        bindings.refresh();
        configured = !keys.isEmpty() || database.row(KeyRows.ANY).isPresent();
    }

    private void refreshIfPossible() {
        try {
            refresh();
        } catch (StoreException away) {
            LOG.warn("api keys: could not be read anew and stay as they are", away);
        }
    }

    private void tick() {
        refreshIfPossible();
        try {
            rememberUses();
        } catch (StoreException away) {
            LOG.debug("api keys: last uses are written at a later tick", away);
        }
    }

    private void rememberUses() {
        Map<String, Instant> written = Map.copyOf(uses);
        if (!written.isEmpty()) {
            database.doInTransaction(tx -> KeyRows.used(tx, written));
            written.forEach(uses::remove);
        }
    }

    @Override
    public void close() {
        ticking.close();
    }
}
