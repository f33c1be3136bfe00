package dev.flexgate.webhook;

import dev.flexgate.identity.PublicKey32;
import dev.flexgate.identity.SecretBox;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Our own Ed25519 keys for deliveries, the same on every node: the newest and, while receivers learn it, the one
 * before. Seeds are sealed at rest.
 */
public final class WebhookKeys {

    private static final String VALID = """
            select id, seed, public_key, retires_at
              from webhook_key
             where retires_at is null or retires_at > $1
             order by created_at desc, id desc
            """;

    private static final String PUBLISHED = """
            select public_key
              from webhook_key
             where retires_at is null or retires_at > $1
             order by created_at desc, id desc
            """;

    private static final String INSERT = """
            insert into webhook_key (id, seed, public_key, created_at)
            values ($1, $2, $3, $4)
            """;

    private static final String RETIRE = "update webhook_key set retires_at = $1 where retires_at is null";

    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('webhook_key'))";

    private final Database database;
    private final SecretBox box;
    private final Ids ids;
    private final SecureRandom random;
    private final InstantSource clock;
    private final WebhookRecords records;
    private final WebhookLimits limits;

    public WebhookKeys(
            Database database,
            SecretBox box,
            Ids ids,
            SecureRandom random,
            InstantSource clock,
            WebhookRecords records,
            WebhookLimits limits) {
        this.database = database;
        this.box = box;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
        this.records = records;
        this.limits = limits;
    }

    /** Makes the first key if there is none. */
    void open() {
        database.doInTransaction(tx -> {
            tx.rows(ONE_AT_A_TIME);
            if (tx.rows(VALID, clock.instant()).isEmpty()) {
                create(tx, "CREATED", "the first key for webhooks");
            }
        });
    }

    /** A new key signs from now on; the old ones sign beside it until the overlap is over. */
    public PublicKey32 rotate(Tx tx, String actor) {
        tx.rows(ONE_AT_A_TIME);
        tx.update(RETIRE, clock.instant().plus(limits.overlap()));
        return create(tx, "ROTATED", "asked for by " + actor);
    }

    private PublicKey32 create(Tx tx, String outcome, String why) {
        UUID id = ids.next();
        byte[] seed = new byte[SigningKey.SEED_LENGTH];
        random.nextBytes(seed);
        PublicKey32 key = SigningKey.ofSeed(seed).publicKey();
        tx.update(INSERT, id, box.seal(seed, place(id)), key.bytes(), clock.instant());
        records.key(tx, key, outcome, why, clock.instant());
        return key;
    }

    /** Those that sign now, the newest first. */
    List<SigningKey> signing() {
        Instant now = clock.instant();
        return database.rows(VALID, now).stream().map(this::key).toList();
    }

    /** Those that receivers should accept now, the newest first. */
    public List<PublicKey32> published() {
        return database.rows(PUBLISHED, clock.instant()).stream()
                .map(row -> new PublicKey32(Columns.bytes(row, "public_key")))
                .toList();
    }

    private SigningKey key(Row row) {
        UUID id = Columns.uuid(row, "id");
        return SigningKey.ofSeed(box.open(Columns.bytes(row, "seed"), place(id)));
    }

    private static String place(UUID id) {
        return "webhook_key/" + id;
    }
}
