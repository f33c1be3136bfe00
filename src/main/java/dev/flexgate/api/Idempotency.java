package dev.flexgate.api;

import dev.flexgate.identity.access.Caller;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Makes requests safe to repeat (draft-ietf-httpapi-idempotency-key-header-07): the answer is stored under the
 * caller's tenant and {@code Idempotency-Key} in the same transaction as the effect, so that either both happened or
 * neither did. A repeat hears the stored answer, marked {@code Idempotency-Replayed: true}.
 */
final class Idempotency {

    /** Request header that names an intent. */
    static final String HEADER = "Idempotency-Key";

    /** Response header of an answer that was given before. */
    static final String REPLAYED = "Idempotency-Replayed";

    /** How long an answer is kept. */
    static final Duration MEMORY = Duration.ofHours(24);

    /** What is known must not be forgotten before it is answered. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** Each request may add one row and takes away up to so many, so that the table cannot grow for long. */
    private static final int FORGET_MAX = 20;

    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    private static final String TRY_LOCK = "select pg_try_advisory_xact_lock(hashtextextended($1, 150)) as mine";

    private static final String FIND = """
            select request_sha256, status, media_type, location, body
              from api_idempotency
             where tenant = $1 and key = $2 and answered_at > $3
            """;

    /** One that is too old to be found may still be there. */
    private static final String KEEP = """
            insert into api_idempotency (tenant, key, request_sha256, status, media_type, location, body, answered_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (tenant, key) do update
               set request_sha256 = $3, status = $4, media_type = $5, location = $6, body = $7, answered_at = $8
            """;

    private static final String REPLACE = """
            update api_idempotency
               set status = $4, media_type = $5, location = $6, body = $7
             where tenant = $1 and key = $2 and request_sha256 = $3 and status = 202
            """;

    private static final String FORGET = """
            delete from api_idempotency
             where (tenant, key) in (select tenant, key
                                       from api_idempotency
                                      where answered_at <= $1
                                      order by answered_at
                                      limit $2
                                        for update skip locked)
            """;

    private final Database database;
    private final InstantSource clock;

    Idempotency(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Answers a request once: {@code effect} runs in the transaction that also stores its answer, unless the answer
     * is a failure of ours (5xx), which a repeat may turn into a success.
     */
    Answer once(RoutingContext context, BiFunction<RoutingContext, Tx, Answer> effect) {
        String key = context.request().getHeader(HEADER);
        if (key == null || !KEY.matcher(key).matches()) {
            return new Answer.Refused(Problem.of(
                    ProblemCode.IDEMPOTENCY_KEY_REQUIRED,
                    "send the header " + HEADER + " with 1 to 255 visible ASCII characters"));
        }
        var intent = new Intent(Caller.of(context).tenant(), key, fingerprint(context));
        return database.inTransaction(tx -> once(tx, intent, context, effect));
    }

    /**
     * Whether an answer is kept under the key of this request, so that nothing needs to be worked out for it: a repeat hears
     * the first answer, whatever would come of asking anew.
     */
    boolean isRepeat(RoutingContext context) {
        String key = context.request().getHeader(HEADER);
        return key != null
                && database.row(
                                FIND,
                                Caller.of(context).tenant(),
                                key,
                                clock.instant().minus(MEMORY.minus(MARGIN)))
                        .isPresent();
    }

    /** What was promised under the key of this request has come to an end: from now on a repeat hears that. */
    void replace(RoutingContext context, Answer answer) {
        Answer.Written written = answer.kept();
        String key = context.request().getHeader(HEADER);
        if (written.status() < 500) {
            database.doInTransaction(tx -> tx.update(
                    REPLACE,
                    Caller.of(context).tenant(),
                    key,
                    fingerprint(context),
                    written.status(),
                    written.mediaType(),
                    written.location(),
                    written.body()));
        }
    }

    /** The same for a request that may come without a key, and then is simply done. */
    Answer onceIfKeyed(RoutingContext context, BiFunction<RoutingContext, Tx, Answer> effect) {
        return context.request().getHeader(HEADER) == null
                ? database.inTransaction(tx -> effect.apply(context, tx))
                : once(context, effect);
    }

    private record Intent(String tenant, String key, Buffer sha256) {}

    private Answer once(Tx tx, Intent intent, RoutingContext context, BiFunction<RoutingContext, Tx, Answer> effect) {
        boolean alone = tx.row(TRY_LOCK, intent.tenant() + " " + intent.key())
                .orElseThrow()
                .getBoolean("mine");
        if (!alone) {
            return new Answer.Refused(Problem.of(ProblemCode.IDEMPOTENCY_IN_FLIGHT, "key " + intent.key()));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<Row> earlier = tx.row(FIND, intent.tenant(), intent.key(), now.minus(MEMORY));
        if (earlier.isPresent()) {
            return repeated(earlier.get(), intent);
        }
        Answer answer = effect.apply(context, tx);
        Answer.Written written = answer.kept();
        if (written.status() < 500) {
            tx.update(
                    KEEP,
                    intent.tenant(),
                    intent.key(),
                    intent.sha256(),
                    written.status(),
                    written.mediaType(),
                    written.location(),
                    written.body(),
                    now);
            tx.update(FORGET, now.minus(MEMORY), FORGET_MAX);
        }
        return answer;
    }

    private static Answer repeated(Row row, Intent intent) {
        if (!MessageDigest.isEqual(
                Columns.bytes(row, "request_sha256"), intent.sha256().getBytes())) {
            return new Answer.Refused(Problem.of(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED, "key " + intent.key() + " came with another request before"));
        }
        return new Answer.Repeated(new Answer.Written(
                row.getInteger("status"),
                Columns.text(row, "media_type"),
                Columns.text(row, "location"),
                Buffer.buffer(Columns.bytes(row, "body"))));
    }

    /** Method, target and body: what makes two requests the same. */
    private static Buffer fingerprint(RoutingContext context) {
        String head =
                context.request().method().name() + " " + context.request().uri() + "\n";
        Buffer body = context.body().buffer();
        return Buffer.buffer(
                Digests.sha256(head.getBytes(StandardCharsets.UTF_8), body == null ? new byte[0] : body.getBytes()));
    }
}
