package dev.flexgate.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * What a named person may do with what is owed: send again, throw away, hold and let go. Each act is one record, and
 * under its key it is done once: asked again, it answers what it did the first time.
 */
public final class Interventions {

    /** How long what is sent again by hand is tried. */
    public static final Duration LIFE = Duration.ofDays(7);

    private static final int KEY_LENGTH_MAX = 200;

    private static final String BEGIN = """
            insert into outbox_act (act_key, act, affected, done_at)
            values ($1, $2, 0, $3)
            on conflict do nothing
            """;

    private static final String DONE = "select act, affected from outbox_act where act_key = $1";

    private static final String END = "update outbox_act set affected = $2 where act_key = $1";

    private final Outbox outbox;
    private final AuditLog audit;
    private final Actor actor;
    private final InstantSource clock;

    public Interventions(Outbox outbox, AuditLog audit, Actor actor, InstantSource clock) {
        this.outbox = outbox;
        this.audit = audit;
        this.actor = actor;
        this.clock = clock;
    }

    /**
     * Who acts.
     *
     * @param name of the person or of its API key; recorded
     * @param key of this one act, chosen by whoever asks; the same key is the same act
     */
    public record By(String name, String key) {

        public By {
            if (name.isBlank() || key.isBlank() || key.length() > KEY_LENGTH_MAX) {
                throw new IllegalArgumentException("an act has a name and a key of at most 200 characters");
            }
        }
    }

    /** A key was used for another act before. */
    public static final class KeyReusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        KeyReusedException(String act) {
            super("this idempotency key was used before, for: " + act, null, false, false);
        }
    }

    /** Owes a dead or delivered message again, with a new deadline and all its tries; false if there is none such. */
    public boolean resend(Tx tx, UUID id, Instant notAfter, By by) {
        return once(tx, by, "resend", id.toString(), () -> outbox.repeat(tx, id, notAfter) ? 1 : 0) == 1;
    }

    /** Owes again all dead letters that died at {@code since} or later, up to a thousand; says how many. */
    public long recover(Tx tx, Optional<String> courier, Instant since, Instant notAfter, By by) {
        return once(
                tx,
                by,
                "recover",
                courier.orElse("all") + " since " + since,
                () -> outbox.recover(tx, courier, since, notAfter));
    }

    /** Throws away dead letters that died before {@code before}, up to a thousand; says how many. */
    public long purge(Tx tx, Optional<String> courier, Instant before, By by) {
        return once(
                tx, by, "purge", courier.orElse("all") + " before " + before, () -> outbox.purge(tx, courier, before));
    }

    /** Keeps what is owed to a target until it is opened; false if it was held already. */
    public boolean hold(Tx tx, String courier, String target, By by) {
        return once(
                        tx,
                        by,
                        "hold",
                        courier + " " + target,
                        () -> outbox.pause(tx, courier, target, "held by " + by.name()) ? 1 : 0)
                == 1;
    }

    /** Sends to a target again; false if it was open already. */
    public boolean open(Tx tx, String courier, String target, By by) {
        return once(tx, by, "open", courier + " " + target, () -> outbox.open(tx, courier, target) ? 1 : 0) == 1;
    }

    /**
     * Does an act once under its key, with its record; says how many messages it touched, now or the first time.
     *
     * @param about what it is about, for people and to know the same act by
     * @throws KeyReusedException when the key stands for another act
     */
    public long once(Tx tx, By by, String act, String about, LongSupplier work) {
        String whole = act + " " + about;
        if (tx.update(BEGIN, by.key(), whole, clock.instant()) == 0) {
            Row done = tx.row(DONE, by.key()).orElseThrow();
            if (!Columns.text(done, "act").equals(whole)) {
                throw new KeyReusedException(Columns.text(done, "act"));
            }
            return done.getLong("affected");
        }
        long affected = work.getAsLong();
        tx.update(END, by.key(), affected);
        record(tx, by, act, about, affected);
        return affected;
    }

    private void record(Tx tx, By by, String act, String about, long affected) {
        ObjectNode content = Json.object();
        content.putObject("decision")
                .put("outcome", "DONE")
                .put("act", act)
                .put("about", plain(about))
                .put("by", plain(by.name()))
                .put("affected", affected);
        audit.append(
                tx,
                new Decision(
                        RecordType.DELIVERY_INTERVENED,
                        clock.instant(),
                        actor,
                        new Subject("outbox", act, 0),
                        List.of(),
                        content,
                        List.of()));
    }

    private static String plain(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
