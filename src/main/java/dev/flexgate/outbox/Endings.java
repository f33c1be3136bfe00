package dev.flexgate.outbox;

import dev.flexgate.outbox.BackoffRules.Next;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How attempts ended, many at once: three statements write any number of them. */
final class Endings {

    private static final int NOTE_LENGTH_MAX = 500;

    /** Only the holder of the lease may say how it ended. */
    private static final String WRITE = """
            update outbox_message m
               set state = e.state, next_at = coalesce(e.next_at, m.next_at), note = e.note,
                   settled_at = case when e.state = 'DUE' then null else $6::timestamptz end,
                   lease_id = null, lease_until = null
              from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[])
                   as e (id, lease, state, next_at, note)
             where m.id = e.id and m.lease_id = e.lease
            returning m.id
            """;

    private static final String END_ATTEMPTS = """
            update outbox_attempt a
               set ended_at = $8, result = e.result, note = e.note, next_at = e.next_at,
                   request = e.request, status = e.status, response = e.response
              from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::int[],
                          $9::text[]) as e (id, number, result, note, next_at, request, status, response)
             where a.message_id = e.id and a.number = e.number
            """;

    private static final String FORGET_ATTEMPTS = """
            delete from outbox_attempt a
             using unnest($1::uuid[], $2::int[]) as e (id, last)
             where a.message_id = e.id and a.number <= e.last
            """;

    private static final String JUDGE_TARGETS = """
            update outbox_target t
               set failures = case when e.awake then 0 else t.failures + e.failed end,
                   failing_since = case when e.awake then null else coalesce(t.failing_since, $6::timestamptz) end,
                   not_before = greatest(t.not_before, e.not_before)
              from unnest($1::text[], $2::text[], $3::bool[], $4::int[], $5::timestamptz[])
                   as e (courier, target, awake, failed, not_before)
             where t.courier = e.courier and t.target = e.target
               and (t.failures > 0 or not e.awake or e.not_before is not null)
            returning t.courier, t.target, t.failing_since
            """;

    private final OutboxLimits limits;
    private final ToDoubleFunction<Claimed> jitter;

    /** @param jitter from 0 to 1, anew at each call */
    Endings(OutboxLimits limits, ToDoubleFunction<Claimed> jitter) {
        this.limits = limits;
        this.jitter = jitter;
    }

    /** An attempt's end and what follows from it. */
    record Ending(Claimed claimed, Delivery delivery, Attempt.Result result, Optional<Instant> nextAt, String note) {

        boolean settles() {
            return nextAt.isEmpty();
        }

        String state() {
            return settles() ? result == Attempt.Result.DELIVERED ? "DELIVERED" : "DEAD" : "DUE";
        }

        /** A receiver that refuses for good is awake: only silence and errors count against it. */
        boolean awake() {
            return result != Attempt.Result.AGAIN;
        }

        Target target() {
            return new Target(claimed.message().courier(), claimed.message().target());
        }
    }

    record Target(String courier, String name) {}

    /** A target that has failed since a moment, without one success. */
    record Failing(Target target, Instant since) {}

    /** In an order that all writers keep, so that they may wait for each other but never in a circle. */
    List<Ending> of(List<Ended> ended, Instant now) {
        return ended.stream()
                .map(each -> ending(each, now))
                .sorted(Comparator.comparing((Ending each) -> each.target().courier())
                        .thenComparing(each -> each.target().name())
                        .thenComparing(each -> each.claimed().message().id()))
                .toList();
    }

    private Ending ending(Ended ended, Instant now) {
        return switch (ended.delivery()) {
            case Delivery.Delivered delivered -> settled(ended, Attempt.Result.DELIVERED, delivered.note());
            case Delivery.GaveUp gaveUp -> settled(ended, Attempt.Result.GAVE_UP, gaveUp.note());
            case Delivery.Closed closed -> settled(ended, Attempt.Result.GAVE_UP, closed.note());
            case Delivery.Again again -> again(ended, Duration.ZERO, now);
            case Delivery.AgainAfter after -> again(ended, after.pause(), now);
            case Delivery.AgainIn in -> next(ended, BackoffRules.at(ended.claimed(), in.pause(), now));
        };
    }

    private static Ending settled(Ended ended, Attempt.Result result, String note) {
        return new Ending(ended.claimed(), ended.delivery(), result, Optional.empty(), shortened(note));
    }

    private Ending again(Ended ended, Duration asked, Instant now) {
        return next(ended, BackoffRules.after(ended.claimed(), asked, now, jitter.applyAsDouble(ended.claimed())));
    }

    private static Ending next(Ended ended, Next next) {
        String note = ended.delivery().note();
        return switch (next) {
            case Next.At(Instant moment) ->
                new Ending(
                        ended.claimed(), ended.delivery(), Attempt.Result.AGAIN, Optional.of(moment), shortened(note));
            case Next.Never(String why) -> settled(ended, Attempt.Result.AGAIN, why + "; last: " + note);
        };
    }

    /** Writes them; says which were still ours to write. */
    List<Ending> write(Tx tx, List<Ending> endings, Instant now) {
        Set<UUID> ours = new HashSet<>();
        for (Row row : tx.rows(
                WRITE,
                ids(endings),
                column(endings, each -> each.claimed().lease(), UUID[]::new),
                column(endings, Ending::state, String[]::new),
                moments(endings),
                column(endings, Ending::note, String[]::new),
                now)) {
            ours.add(Columns.uuid(row, "id"));
        }
        List<Ending> kept = endings.stream()
                .filter(each -> ours.contains(each.claimed().message().id()))
                .toList();
        if (!kept.isEmpty()) {
            endAttempts(tx, kept, now);
        }
        return kept;
    }

    private static void endAttempts(Tx tx, List<Ending> endings, Instant now) {
        tx.update(
                END_ATTEMPTS,
                ids(endings),
                column(endings, each -> each.claimed().attempt(), Integer[]::new),
                column(endings, each -> each.result().name(), String[]::new),
                column(endings, Ending::note, String[]::new),
                moments(endings),
                said(endings, Exchange::request, String[]::new),
                said(endings, Exchange::status, Integer[]::new),
                now,
                said(endings, Exchange::response, String[]::new));
        List<Ending> old = endings.stream()
                .filter(each -> each.claimed().attempt() > Messages.ATTEMPTS_KEPT)
                .toList();
        if (!old.isEmpty()) {
            tx.update(
                    FORGET_ATTEMPTS,
                    ids(old),
                    column(old, each -> each.claimed().attempt() - Messages.ATTEMPTS_KEPT, Integer[]::new));
        }
    }

    /** Remembers how the targets behave; says which fail, and since when. */
    List<Failing> judge(Tx tx, List<Ending> endings, Instant now) {
        Map<Target, Conduct> conducts = new LinkedHashMap<>();
        endings.forEach(each -> conducts.merge(each.target(), conduct(each, now), Conduct::and));
        List<Map.Entry<Target, Conduct>> entries = List.copyOf(conducts.entrySet());
        return tx
                .rows(
                        JUDGE_TARGETS,
                        column(entries, each -> each.getKey().courier(), String[]::new),
                        column(entries, each -> each.getKey().name(), String[]::new),
                        column(entries, each -> each.getValue().awake(), Boolean[]::new),
                        column(entries, each -> each.getValue().failed(), Integer[]::new),
                        column(entries, each -> moment(each.getValue().notBefore()), OffsetDateTime[]::new),
                        now)
                .stream()
                .flatMap(row -> Columns.maybeInstant(row, "failing_since").stream()
                        .map(since -> new Failing(
                                new Target(Columns.text(row, "courier"), Columns.text(row, "target")), since)))
                .toList();
    }

    /** How a target behaved in one batch; one that answered once is awake, whatever else it did. */
    private record Conduct(boolean awake, int failed, Optional<Instant> notBefore) {

        Conduct and(Conduct other) {
            Optional<Instant> later = notBefore.isEmpty()
                            || other.notBefore
                                    .filter(each -> each.isAfter(notBefore.get()))
                                    .isPresent()
                    ? other.notBefore
                    : notBefore;
            return new Conduct(awake || other.awake, failed + other.failed, later);
        }
    }

    private Conduct conduct(Ending ending, Instant now) {
        Optional<Instant> notBefore = ending.delivery() instanceof Delivery.AgainAfter after
                ? Optional.of(now.plus(shorter(after.pause(), limits.targetPauseMax())))
                : Optional.empty();
        return new Conduct(ending.awake(), ending.awake() ? 0 : 1, notBefore);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Object ids(List<Ending> endings) {
        return column(endings, each -> each.claimed().message().id(), UUID[]::new);
    }

    private static Object moments(List<Ending> endings) {
        return column(endings, each -> moment(each.nextAt()), OffsetDateTime[]::new);
    }

    private static @Nullable OffsetDateTime moment(Optional<Instant> moment) {
        return moment.map(each -> each.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    @SuppressWarnings("NullAway") // what was not said is a null in its column
    private static <C> Object said(List<Ending> endings, Function<Exchange, C> part, Function<Integer, C[]> array) {
        return column(endings, each -> each.delivery().exchange().map(part).orElse(null), array);
    }

    private static <T, C> Object column(
            List<T> rows, Function<T, ? extends @Nullable C> value, Function<Integer, C[]> array) {
        return rows.stream().map(value).toArray(array::apply);
    }

    /** A note comes from a stranger: bounded, and without what PostgreSQL text or a log line cannot hold. */
    private static String shortened(String note) {
        String plain = note.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= NOTE_LENGTH_MAX ? plain : plain.substring(0, NOTE_LENGTH_MAX);
    }
}
