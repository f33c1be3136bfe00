package dev.flexgate.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.store.Database;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TargetsTest {

    private static final OutboxLimits LIMITS =
            OutboxLimits.DEFAULT.withTick(Duration.ofHours(1)).withInFlight(256, 4);
    private static final Instant FAR = HandClock.START.plus(Duration.ofDays(60));

    private final Database database = TestDatabase.fresh();
    private final HandClock clock = new HandClock();
    private final Outbox outbox = new Outbox(database, LIMITS, clock);
    private final List<String> disabled = new CopyOnWriteArrayList<>();
    private final List<UUID> settled = new CopyOnWriteArrayList<>();
    private final List<Dispatcher> dispatchers = new ArrayList<>();
    private long ids;

    @AfterEach
    void close() {
        dispatchers.forEach(Dispatcher::close);
        database.close();
    }

    @Test
    void a_receiver_that_wants_no_more_is_sent_nothing_until_somebody_opens_it() {
        var courier = new Patient((message, attempt) -> new Delivery.Closed("410", Optional.empty()), Optional.empty());
        Dispatcher dispatcher = dispatcher(courier);
        UUID first = promise("a");
        run(dispatcher);
        UUID second = promise("a");
        run(dispatcher);
        assertEquals(List.of(first), courier.visits);
        assertEquals(List.of("a: the receiver wants no more: 410"), disabled);
        assertEquals(1, outbox.dead(Instant.EPOCH, 10).size());
        assertEquals(Duration.ZERO, outbox.standing().oldestAge());
        assertEquals(1, outbox.standing().depth());
        boolean opened = database.inTransaction(tx -> outbox.open(tx, "hand", "a"));
        assertTrue(opened);
        run(dispatcher);
        assertEquals(List.of(first, second), courier.visits);
    }

    @Test
    void a_receiver_that_fails_for_longer_than_its_courier_has_patience_is_disabled() {
        var courier = new Patient((_, _) -> new Delivery.Again("503"), Optional.of(Duration.ofDays(2)));
        Dispatcher dispatcher = dispatcher(courier);
        for (int day = 0; day < 4; day++) {
            promise("a");
            run(dispatcher);
            clock.pass(Duration.ofDays(1));
        }
        assertEquals(List.of("a: no success since 2026-11-21T10:00:00Z"), disabled);
    }

    @Test
    void one_success_begins_the_count_anew() {
        var courier = new Patient(
                (_, _) -> clock.instant().equals(HandClock.START.plus(Duration.ofDays(1)))
                        ? new Delivery.Delivered("200")
                        : new Delivery.Again("503"),
                Optional.of(Duration.ofDays(2)));
        Dispatcher dispatcher = dispatcher(courier);
        for (int day = 0; day < 4; day++) {
            promise("a");
            run(dispatcher);
            clock.pass(Duration.ofDays(1));
        }
        assertEquals(List.of(), disabled);
    }

    @Test
    void a_courier_without_patience_to_lose_never_gives_a_receiver_up() {
        Dispatcher dispatcher = dispatcher(new Patient((_, _) -> new Delivery.Again("503"), Optional.empty()));
        for (int month = 0; month < 3; month++) {
            promise("a");
            run(dispatcher);
            clock.pass(Duration.ofDays(15));
        }
        assertEquals(List.of(), disabled);
    }

    @Test
    void a_receiver_that_asks_for_time_is_left_alone_by_all_messages_up_to_an_hour() {
        var courier = new Patient((_, _) -> new Delivery.AgainAfter("429", Duration.ofHours(9)), Optional.empty());
        Dispatcher dispatcher = dispatcher(courier);
        promise("a");
        run(dispatcher);
        UUID other = promise("a");
        promise("b");
        clock.pass(Duration.ofMinutes(59));
        run(dispatcher);
        assertEquals(2, courier.visits.size());
        assertFalse(courier.visits.contains(other));
        clock.pass(Duration.ofMinutes(1));
        run(dispatcher);
        assertTrue(courier.visits.contains(other));
    }

    @Test
    void what_is_held_is_kept_and_hurts_no_other() {
        var courier = new Patient((_, _) -> new Delivery.Delivered("200"), Optional.empty());
        Dispatcher dispatcher = dispatcher(courier);
        database.doInTransaction(tx -> outbox.pause(tx, "hand", "a", "a person said so"));
        UUID held = promise("a");
        UUID other = promise("b");
        run(dispatcher);
        assertEquals(List.of(other), courier.visits);
        database.doInTransaction(tx -> outbox.open(tx, "hand", "a"));
        run(dispatcher);
        assertEquals(List.of(other, held), courier.visits);
    }

    @Test
    void ends_that_cannot_be_written_together_are_written_one_by_one() {
        UUID bad = new UUID(7, 3);
        OutcomeWatcher choosy = (tx, message, _) -> {
            if (message.id().equals(bad)) {
                tx.update("insert into outbox_target values ('x')");
            }
        };
        var courier = new Patient((_, _) -> new Delivery.Delivered("200"), Optional.empty());
        Dispatcher dispatcher = dispatcher(courier, choosy);
        for (int i = 0; i < 4; i++) {
            promise("a");
        }
        run(dispatcher);
        assertEquals(4, courier.visits.size());
        assertEquals(1, outbox.standing().depth(), "the others have ended");
    }

    @Test
    void many_are_promised_at_once_and_known_ones_stay_as_they_are() {
        List<OutgoingMessage> all = List.of(message("a"), message("b"), message("a"));
        int first = database.inTransaction(tx -> outbox.promiseAll(tx, all));
        int again = database.inTransaction(tx -> outbox.promiseAll(tx, all));
        assertEquals(3, first);
        assertEquals(0, again);
        var courier = new Patient((_, _) -> new Delivery.Delivered("200"), Optional.empty());
        run(dispatcher(courier));
        assertEquals(3, courier.visits.size());
    }

    @Test
    void what_a_target_was_sent_is_read_newest_first_page_by_page() {
        List<UUID> promised = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            promised.add(promise("a"));
            clock.pass(Duration.ofSeconds(1));
        }
        List<OwedMessage> first = outbox.of("hand", "a", Optional.empty(), 3);
        List<OwedMessage> rest =
                outbox.of("hand", "a", Optional.of(first.getLast().message().id()), 3);
        List<UUID> read = new ArrayList<>();
        first.forEach(each -> read.add(each.message().id()));
        rest.forEach(each -> read.add(each.message().id()));
        assertEquals(promised.reversed(), read);
    }

    /** A courier that does what the test says, and has the patience it says. */
    private static final class Patient implements Courier {

        final List<UUID> visits = new CopyOnWriteArrayList<>();
        private final BiFunction<OutgoingMessage, Integer, Delivery> answer;
        private final Optional<Duration> patience;

        Patient(BiFunction<OutgoingMessage, Integer, Delivery> answer, Optional<Duration> patience) {
            this.answer = answer;
            this.patience = patience;
        }

        @Override
        public String name() {
            return "hand";
        }

        @Override
        public Optional<Duration> patience() {
            return patience;
        }

        @Override
        public Delivery deliver(OutgoingMessage message, int attempt) {
            visits.add(message.id());
            return answer.apply(message, attempt);
        }
    }

    private Dispatcher dispatcher(Courier courier) {
        return dispatcher(courier, new OutcomeWatcher() {
            @Override
            public void settled(Tx tx, OutgoingMessage message, Outcome outcome) {
                settled.add(message.id());
            }

            @Override
            public void disabled(Tx tx, String name, String target, String reason, Instant at) {
                disabled.add(target + ": " + reason);
            }
        });
    }

    private Dispatcher dispatcher(Courier courier, OutcomeWatcher watcher) {
        RandomGenerator half = () -> 1L << 63; // no jitter
        var made = new Dispatcher(
                database,
                LIMITS,
                List.of(courier),
                List.of(watcher),
                new Chance(clock, half),
                new SimpleMeterRegistry());
        dispatchers.add(made);
        return made;
    }

    private static void run(Dispatcher dispatcher) {
        dispatcher.round();
        Await.until("the attempts have ended", () -> dispatcher.inFlight() == 0);
    }

    private UUID promise(String target) {
        OutgoingMessage message = message(target);
        database.doInTransaction(tx -> outbox.promise(tx, message));
        return message.id();
    }

    private OutgoingMessage message(String target) {
        ids++;
        return new OutgoingMessage(
                new UUID(7, ids),
                "hand",
                target,
                RetryClass.RECORD,
                "{}".getBytes(UTF_8),
                "application/json",
                Json.object(),
                FAR);
    }
}
