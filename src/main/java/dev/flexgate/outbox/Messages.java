package dev.flexgate.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The messages at rest, and the steps a dispatcher takes with them. */
final class Messages {

    static final int ATTEMPTS_KEPT = 50;

    /** Failures in a row from which a target is tried by one message at a time. */
    private static final int FAILURES_TOLERATED = 3;

    private static final int STEP_MAX = 256;

    private static final String REVIVE = """
            update outbox_message
               set state = 'DUE', lease_id = null, lease_until = null, next_at = $1
             where id in (select id from outbox_message
                           where state = 'LEASED' and lease_until <= $1
                           limit $2 for update skip locked)
            """;

    private static final String EXPIRE = """
            update outbox_message
               set state = 'DEAD', settled_at = $1, note = 'its deadline passed'
             where id in (select id from outbox_message
                           where state = 'DUE' and not_after <= $1
                           limit $2 for update skip locked)
            returning id, courier, target, retry_class, body, content_type, routing, not_after, attempts
            """;

    /**
     * Whose turn it is: the target that has waited longest since its last claim. Every promise holds the key of its
     * target until it commits, so a lock on that key would find no moment at a busy target, and delay who promises.
     */
    private static final String LOCK_TARGETS = """
            select courier, target, failures
              from outbox_target t
             where courier = any($2) and state = 'OPEN' and not_before <= $1
               and exists (select 1 from outbox_message m
                            where m.courier = t.courier and m.target = t.target
                              and m.state = 'DUE' and m.next_at <= $1)
             order by claimed_at, courier, target
             limit $3
               for no key update skip locked
            """;

    /** A statement of its own, so that it sees what others claimed before they let go of the target. */
    private static final String CLAIM = """
            with turn as materialized (
                select courier, target, room, place
                  from unnest($2::text[], $3::text[], $4::int[]) with ordinality as t (courier, target, room, place)
            ), picked as materialized (
                select due.id
                  from turn
                 cross join lateral (
                       select m.id
                         from outbox_message m
                        where m.courier = turn.courier and m.target = turn.target
                          and m.state = 'DUE' and m.next_at <= $1 and m.not_after > $1
                        order by m.next_at, m.id
                        limit greatest(0, turn.room - (
                              select count(*) from outbox_message l
                               where l.courier = turn.courier and l.target = turn.target and l.state = 'LEASED'))
                          for update skip locked) due
                 order by turn.place
                 limit $5
            )
            update outbox_message m
               set state = 'LEASED', attempts = attempts + 1, tries = tries + 1,
                   lease_id = gen_random_uuid(), lease_until = $6
              from picked
             where m.id = picked.id
            returning m.id, courier, target, retry_class, body, content_type, routing, not_after, lease_id, attempts, tries
            """;

    private static final String TAKE_TURN = """
            update outbox_target t
               set claimed_at = $1
              from unnest($2::text[], $3::text[]) as done (courier, target)
             where t.courier = done.courier and t.target = done.target
            """;

    private static final String BEGIN_ATTEMPT = """
            insert into outbox_attempt (message_id, number, started_at)
            select message_id, number, $3
              from unnest($1::uuid[], $2::int[]) as begun (message_id, number)
            """;

    private static final String SWEEP = """
            delete from outbox_message
             where id in (select id from outbox_message
                           where (state = 'DELIVERED' and settled_at < $1)
                              or (state = 'DEAD' and settled_at < $2)
                           limit $3 for update skip locked)
            """;

    private static final String SWEEP_ACTS = "delete from outbox_act where done_at < $1";

    private Messages() {}

    record Expired(OutgoingMessage message, int attempts) {}

    /** Makes due again what a dead node had claimed. */
    static void revive(Tx tx, Instant now) {
        tx.update(REVIVE, now, STEP_MAX);
    }

    /** Turns into dead letters what nobody could send in time. */
    static List<Expired> expire(Tx tx, Instant now) {
        return tx.rows(EXPIRE, now, STEP_MAX).stream()
                .map(row -> new Expired(message(row), row.getInteger("attempts")))
                .toList();
    }

    /** Claims up to {@code room} due messages, a few for each target. */
    static List<Claimed> claim(Tx tx, List<String> couriers, int room, OutboxLimits limits, Instant now) {
        List<Row> turns = tx.rows(LOCK_TARGETS, now, couriers.toArray(String[]::new), room);
        if (turns.isEmpty()) {
            return List.of();
        }
        String[] courierOf =
                turns.stream().map(row -> Columns.text(row, "courier")).toArray(String[]::new);
        String[] targetOf =
                turns.stream().map(row -> Columns.text(row, "target")).toArray(String[]::new);
        Integer[] roomOf = turns.stream().map(row -> room(row, limits)).toArray(Integer[]::new);
        List<Claimed> claimed =
                tx.rows(CLAIM, now, courierOf, targetOf, roomOf, room, now.plus(limits.lease())).stream()
                        .map(Messages::claimed)
                        .toList();
        tx.update(TAKE_TURN, now, courierOf, targetOf);
        if (!claimed.isEmpty()) {
            UUID[] ids = claimed.stream().map(each -> each.message().id()).toArray(UUID[]::new);
            Integer[] numbers = claimed.stream().map(Claimed::attempt).toArray(Integer[]::new);
            tx.update(BEGIN_ATTEMPT, ids, numbers, now);
        }
        return claimed;
    }

    private static int room(Row target, OutboxLimits limits) {
        return target.getInteger("failures") >= FAILURES_TOLERATED ? 1 : limits.inFlightPerTarget();
    }

    /** Forgets some of what ended too long ago; true if there may be more. */
    static boolean sweep(Tx tx, Instant deliveredBefore, Instant deadBefore) {
        tx.update(SWEEP_ACTS, deliveredBefore);
        return tx.update(SWEEP, deliveredBefore, deadBefore, STEP_MAX) == STEP_MAX;
    }

    private static Claimed claimed(Row row) {
        return new Claimed(
                message(row), Columns.uuid(row, "lease_id"), row.getInteger("attempts"), row.getInteger("tries"));
    }

    static OutgoingMessage message(Row row) {
        return new OutgoingMessage(
                Columns.uuid(row, "id"),
                Columns.text(row, "courier"),
                Columns.text(row, "target"),
                RetryClass.valueOf(Columns.text(row, "retry_class")),
                Columns.bytes(row, "body"),
                Columns.text(row, "content_type"),
                routing(row),
                Columns.instant(row, "not_after"));
    }

    private static ObjectNode routing(Row row) {
        try {
            return (ObjectNode) Json.mapper().readTree(Columns.text(row, "routing"));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "the routing of " + Columns.uuid(row, "id") + " was not written by us", impossible);
        }
    }
}
