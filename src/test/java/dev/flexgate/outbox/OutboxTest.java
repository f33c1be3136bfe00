package dev.flexgate.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.outbox.Attempt.Result;
import dev.flexgate.store.ConstraintViolatedException;
import dev.flexgate.store.Database;
import dev.flexgate.store.DatabaseLimits;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final Duration LEASE = OutboxLimits.DEFAULT.lease();
    private static final Instant FAR = HandClock.START.plus(Duration.ofDays(30));
    private static final OutboxLimits IDLE =
            OutboxLimits.DEFAULT.withTick(Duration.ofHours(1)).withInFlight(256, 4);

    private final Database database = TestDatabase.fresh();
    private final HandClock clock = new HandClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Outbox outbox = new Outbox(database, OutboxLimits.DEFAULT, clock);
    private final List<Dispatcher> dispatchers = new ArrayList<>();
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private long ids;

    @AfterEach
    void close() {
        dispatchers.forEach(Dispatcher::close);
        database.close();
    }

    @Nested
    class Promising {

        @Test
        void a_promise_of_a_transaction_that_failed_was_never_made() {
            assertThrows(
                    IllegalStateException.class,
                    () -> database.doInTransaction(tx -> {
                        outbox.promise(tx, message("a", RetryClass.CONTROL, FAR));
                        throw new IllegalStateException("the business failed");
                    }));
            assertEquals(0, outbox.standing().depth());
        }

        @Test
        void the_courier_gets_exactly_what_was_promised() {
            var seen = new CopyOnWriteArrayList<OutgoingMessage>();
            var courier = new HandCourier((message, _) -> {
                seen.add(message);
                return new Delivery.Delivered("200");
            });
            OutgoingMessage promised = promise("participant|key", RetryClass.RECORD, FAR);
            run(dispatcher(courier));
            OutgoingMessage carried = seen.getFirst();
            assertArrayEquals(promised.body(), carried.body());
            assertEquals(promised.routing(), carried.routing());
            assertEquals(promised.notAfter(), carried.notAfter());
            assertEquals(promised.contentType(), carried.contentType());
            assertEquals(promised.retryClass(), carried.retryClass());
            assertEquals(List.of(new Outcome.Arrived(1, "200", HandClock.START)), outcomes);
        }

        @Test
        void the_same_id_cannot_be_promised_twice() {
            OutgoingMessage message = promise("a", RetryClass.CONTROL, FAR);
            assertThrows(
                    ConstraintViolatedException.class,
                    () -> database.doInTransaction(tx -> outbox.promise(tx, message)));
        }

        @Test
        void what_is_larger_than_the_limits_is_refused() {
            var large = new OutgoingMessage(
                    new UUID(0, 1),
                    "hand",
                    "a",
                    RetryClass.CONTROL,
                    new byte[OutboxLimits.DEFAULT.bodyBytes() + 1],
                    "text/plain",
                    Json.object(),
                    FAR);
            assertThrows(
                    IllegalArgumentException.class, () -> database.doInTransaction(tx -> outbox.promise(tx, large)));
        }
    }

    @Nested
    class Retrying {

        @Test
        void the_schedule_is_kept_to_the_microsecond() {
            var courier = HandCourier.answering(new Delivery.Again("503"));
            Dispatcher dispatcher = dispatcher(courier);
            promise("a", RetryClass.CONTROL, FAR);
            run(dispatcher);
            long[] waitsMillis = {500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 30_000};
            for (int failed = 1; failed <= waitsMillis.length; failed++) {
                clock.pass(Duration.ofMillis(waitsMillis[failed - 1]).minusNanos(1_000));
                run(dispatcher);
                assertEquals(failed, courier.visits.size(), "too early");
                clock.pass(Duration.ofNanos(1_000));
                run(dispatcher);
                assertEquals(failed + 1, courier.visits.size(), "due");
            }
        }

        @Test
        void every_attempt_is_remembered_with_its_note() {
            var courier = new HandCourier(
                    (_, attempt) -> attempt < 3 ? new Delivery.Again("50" + attempt) : new Delivery.Delivered("200"));
            Dispatcher dispatcher = dispatcher(courier);
            UUID id = promise("a", RetryClass.CONTROL, FAR).id();
            run(dispatcher);
            clock.pass(Duration.ofMillis(500));
            run(dispatcher);
            clock.pass(Duration.ofSeconds(1));
            run(dispatcher);
            assertEquals(
                    List.of(
                            again(1, HandClock.START, "501", Duration.ofMillis(500)),
                            again(2, HandClock.START.plusMillis(500), "502", Duration.ofSeconds(1)),
                            ended(3, HandClock.START.plusMillis(1_500), Result.DELIVERED, "200", Optional.empty())),
                    outbox.attempts(id));
        }

        @Test
        void only_the_last_fifty_attempts_are_remembered() {
            Dispatcher dispatcher = dispatcher(HandCourier.answering(new Delivery.Again("no")));
            UUID id = promise("a", RetryClass.CONTROL, FAR).id();
            for (int i = 0; i < 55; i++) {
                run(dispatcher);
                clock.pass(Duration.ofSeconds(30));
            }
            List<Attempt> attempts = outbox.attempts(id);
            assertEquals(50, attempts.size());
            assertEquals(55, attempts.getLast().number());
        }

        @Test
        void a_courier_that_throws_is_tried_again() {
            var courier = new HandCourier((_, attempt) -> {
                if (attempt == 1) {
                    throw new IllegalStateException("reset by peer");
                }
                return new Delivery.Delivered("200");
            });
            Dispatcher dispatcher = dispatcher(courier);
            UUID id = promise("a", RetryClass.CONTROL, FAR).id();
            run(dispatcher);
            clock.pass(Duration.ofMillis(500));
            run(dispatcher);
            assertEquals(Result.AGAIN, outbox.attempts(id).getFirst().result());
            assertEquals(2, courier.visits.size());
            assertEquals(0, outbox.standing().depth());
        }

        @Test
        void a_courier_that_never_ends_is_interrupted_and_tried_again() {
            var never = new CountDownLatch(1);
            var courier = new HandCourier((_, _) -> {
                hold(never);
                return new Delivery.Delivered("too late");
            });
            OutboxLimits hasty = OutboxLimits.DEFAULT.withAttemptTimeout(Duration.ofMillis(50), Duration.ofSeconds(60));
            UUID id = promise("a", RetryClass.CONTROL, FAR).id();
            run(dispatcher(database, courier, hasty));
            Attempt attempt = outbox.attempts(id).getFirst();
            assertEquals(Result.AGAIN, attempt.result());
            assertTrue(attempt.note().startsWith("no end within"), attempt.note());
        }

        @Test
        void a_receiver_that_asks_for_time_is_left_alone_for_so_long() {
            var courier = HandCourier.answering(new Delivery.AgainAfter("429", Duration.ofSeconds(40)));
            Dispatcher dispatcher = dispatcher(courier);
            promise("a", RetryClass.CONTROL, FAR);
            run(dispatcher);
            clock.pass(Duration.ofMillis(39_999));
            run(dispatcher);
            assertEquals(1, courier.visits.size());
            clock.pass(Duration.ofMillis(1));
            run(dispatcher);
            assertEquals(2, courier.visits.size());
        }
    }

    @Nested
    class Deadlines {

        @Test
        void just_before_its_deadline_a_message_is_sent() {
            var courier = HandCourier.answering(new Delivery.Delivered("200"));
            promise("a", RetryClass.CONTROL, HandClock.START.plusMillis(100));
            clock.set(HandClock.START.plusMillis(100).minusNanos(1_000));
            run(dispatcher(courier));
            assertEquals(1, courier.visits.size());
        }

        @Test
        void at_its_deadline_a_message_is_dead_unsent_and_that_is_told_once() {
            var courier = HandCourier.answering(new Delivery.Delivered("200"));
            Instant deadline = HandClock.START.plusMillis(100);
            UUID id = promise("a", RetryClass.CONTROL, deadline).id();
            clock.set(deadline);
            Dispatcher dispatcher = dispatcher(courier);
            run(dispatcher);
            run(dispatcher);
            assertEquals(List.of(), courier.visits);
            assertEquals(List.of(new Outcome.Died(0, "its deadline passed", deadline)), outcomes);
            assertEquals(id, outbox.dead(Instant.EPOCH, 10).getFirst().id());
        }

        @Test
        void a_retry_that_would_come_too_late_is_not_waited_for() {
            promise("a", RetryClass.CONTROL, HandClock.START.plusMillis(500));
            run(dispatcher(HandCourier.answering(new Delivery.Again("503"))));
            DeadLetter dead = outbox.dead(Instant.EPOCH, 10).getFirst();
            assertEquals("its deadline comes before the next try; last: 503", dead.note());
            assertEquals(1, dead.attempts());
        }
    }

    @Nested
    class DeadLetters {

        @Test
        void what_is_refused_for_good_is_tried_no_more_until_it_is_sent_again() {
            var courier = new HandCourier(
                    (_, attempt) -> attempt == 1 ? new Delivery.GaveUp("410") : new Delivery.Delivered("200"));
            Dispatcher dispatcher = dispatcher(courier);
            UUID id = promise("a", RetryClass.RECORD, FAR).id();
            run(dispatcher);
            clock.pass(Duration.ofDays(1));
            run(dispatcher);
            assertEquals(1, courier.visits.size());
            assertTrue(resend(id, FAR));
            run(dispatcher);
            assertEquals(List.of(id, id), courier.visits);
            assertEquals(List.of(), outbox.dead(Instant.EPOCH, 10));
            assertEquals(
                    List.of(
                            new Outcome.Died(1, "410", HandClock.START),
                            new Outcome.Arrived(2, "200", HandClock.START.plus(Duration.ofDays(1)))),
                    outcomes);
        }

        @Test
        void a_second_death_can_be_sent_again_too_with_all_its_tries() {
            var courier = HandCourier.answering(new Delivery.Again("503"));
            Dispatcher dispatcher = dispatcher(courier);
            UUID id = promise("a", RetryClass.RECORD, FAR).id();
            for (int life = 1; life <= 3; life++) {
                exhaust(dispatcher);
                assertEquals(10 * life, courier.visits.size());
                assertEquals(1, outbox.dead(Instant.EPOCH, 10).size());
                Instant deadline = clock.instant().plus(Duration.ofDays(30));
                assertTrue(resend(id, deadline));
            }
        }

        @Test
        void only_a_dead_letter_can_be_sent_again() {
            UUID id = promise("a", RetryClass.RECORD, FAR).id();
            assertFalse(resend(id, FAR));
            run(dispatcher(HandCourier.answering(new Delivery.Delivered("200"))));
            assertFalse(resend(id, FAR));
            assertFalse(resend(new UUID(9, 9), FAR));
        }

        @Test
        void an_outcome_that_cannot_be_kept_settles_nothing() {
            var courier = HandCourier.answering(new Delivery.Delivered("200"));
            UUID id = promise("a", RetryClass.CONTROL, FAR).id();
            OutcomeWatcher failing = (tx, _, _) -> tx.update("insert into outbox_target values ('x')");
            var chance = new Chance(clock, half());
            try (var dispatcher = new Dispatcher(database, IDLE, List.of(courier), List.of(failing), chance, meters)) {
                run(dispatcher);
            }
            assertEquals(Result.UNKNOWN, outbox.attempts(id).getFirst().result());
            clock.pass(LEASE);
            run(dispatcher(courier));
            assertEquals(List.of(id, id), courier.visits);
            assertEquals(1, outcomes.size());
        }

        private void exhaust(Dispatcher dispatcher) {
            for (int tries = 0; tries < 12; tries++) {
                run(dispatcher);
                clock.pass(Duration.ofDays(1));
            }
        }
    }

    @Nested
    class Crashes {

        @Test
        void a_node_that_dies_between_sending_and_writing_makes_a_repeat_not_a_loss() {
            var courier = HandCourier.answering(new Delivery.Delivered("200"));
            UUID id = promise("a", RetryClass.CONTROL, FAR).id();
            Database dying = another();
            var last = new HandCourier((_, _) -> {
                dying.close();
                return new Delivery.Delivered("200");
            });
            run(dispatcher(dying, last, IDLE));
            assertEquals(List.of(id), last.visits);

            Dispatcher other = dispatcher(courier);
            clock.pass(LEASE.minusNanos(1_000));
            run(other);
            assertEquals(List.of(), courier.visits, "the lease still stands");
            clock.pass(Duration.ofNanos(1_000));
            run(other);
            assertEquals(List.of(id), courier.visits);
            assertEquals(
                    List.of(Result.UNKNOWN, Result.DELIVERED),
                    outbox.attempts(id).stream().map(Attempt::result).toList());
        }

        @Test
        void an_end_that_comes_after_the_lease_was_lost_is_dropped() {
            var released = new CountDownLatch(1);
            var slow = new HandCourier((_, _) -> {
                hold(released);
                return new Delivery.GaveUp("410");
            });
            UUID id = promise("a", RetryClass.CONTROL, FAR).id();
            Dispatcher first = dispatcher(slow);
            first.round();
            Await.until("the slow courier is on its way", () -> !slow.visits.isEmpty());
            clock.pass(LEASE);
            run(dispatcher(HandCourier.answering(new Delivery.Delivered("200"))));
            released.countDown();
            Await.until("the slow courier is back", () -> first.inFlight() == 0);
            assertEquals(List.of(), outbox.dead(Instant.EPOCH, 10));
            assertEquals(Result.DELIVERED, outbox.attempts(id).getLast().result());
            assertEquals(1, outcomes.size());
        }
    }

    @Nested
    class Sharing {

        @Test
        void two_dispatchers_never_try_the_same_message_at_once() {
            int messages = 400;
            var courier = HandCourier.answering(new Delivery.Delivered("200"));
            for (int i = 0; i < messages; i++) {
                promise("target-" + i % 7, RetryClass.CONTROL, FAR);
            }
            try (Database second = another()) {
                List<Dispatcher> both = List.of(
                        dispatcher(database, courier, OutboxLimits.DEFAULT),
                        dispatcher(second, courier, OutboxLimits.DEFAULT));
                both.forEach(Dispatcher::start);
                Await.until("all are delivered", () -> outbox.standing().depth() == 0);
                both.forEach(Dispatcher::close);
            }
            assertEquals(messages, courier.visits.size());
            assertEquals(messages, new HashSet<>(courier.visits).size());
            for (int target = 0; target < 7; target++) {
                assertTrue(courier.mostAt("target-" + target) <= OutboxLimits.DEFAULT.inFlightPerTarget());
            }
        }

        @Test
        void a_claim_that_is_under_way_counts_against_the_target_already() {
            var courier = HandCourier.answering(new Delivery.Delivered("200"));
            for (int i = 0; i < 20; i++) {
                promise("a", RetryClass.CONTROL, FAR);
            }
            OutgoingMessage another = message("b", RetryClass.CONTROL, FAR);
            try (Database second = another()) {
                Dispatcher other = dispatcher(second, courier, IDLE);
                database.doInTransaction(tx -> {
                    List<Claimed> claimed = Messages.claim(tx, List.of("hand"), 4, IDLE, clock.instant());
                    assertEquals(4, claimed.size());
                    second.doInTransaction(otherTx -> outbox.promise(otherTx, another));
                    run(other);
                });
                assertEquals(1, courier.visits.size());
            }
        }

        @Test
        void a_slow_target_delays_nobody() {
            var released = new CountDownLatch(1);
            var courier = new HandCourier((message, _) -> {
                if (message.target().equals("slow")) {
                    hold(released);
                }
                return new Delivery.Delivered("200");
            });
            for (int i = 0; i < 200; i++) {
                promise("slow", RetryClass.CONTROL, FAR);
            }
            var fast = new HashSet<UUID>();
            for (int i = 0; i < 60; i++) {
                fast.add(promise("fast-" + i % 20, RetryClass.CONTROL, FAR).id());
            }
            Dispatcher dispatcher = dispatcher(database, courier, OutboxLimits.DEFAULT.withInFlight(8, 4));
            dispatcher.start();
            Await.until("the fast ones are served", () -> courier.visits.containsAll(fast));
            Await.until("the slow ones have their turn", () -> courier.visits.size() >= 64);
            assertEquals(4, courier.mostAt("slow"));
            assertEquals(64, courier.visits.size());
            released.countDown();
            Await.until("the slow ones too", () -> outbox.standing().depth() == 0);
        }

        @Test
        void a_target_that_keeps_failing_holds_a_single_place() {
            var courier = new HandCourier((message, _) ->
                    message.target().equals("down") ? new Delivery.Again("refused") : new Delivery.Delivered("200"));
            Dispatcher dispatcher = dispatcher(courier);
            for (int i = 0; i < 20; i++) {
                promise("down", RetryClass.CONTROL, FAR);
            }
            run(dispatcher);
            assertEquals(4, courier.visits.size());
            run(dispatcher);
            assertEquals(5, courier.visits.size());
            promise("up", RetryClass.CONTROL, FAR);
            promise("up", RetryClass.CONTROL, FAR);
            run(dispatcher);
            assertEquals(8, courier.visits.size());
        }

        @Test
        void a_target_that_answers_again_gets_its_places_back() {
            var down = new AtomicBoolean(true);
            var courier = new HandCourier(
                    (_, _) -> down.get() ? new Delivery.Again("refused") : new Delivery.Delivered("200"));
            Dispatcher dispatcher = dispatcher(courier);
            for (int i = 0; i < 20; i++) {
                promise("a", RetryClass.CONTROL, FAR);
            }
            run(dispatcher);
            down.set(false);
            run(dispatcher);
            assertEquals(5, courier.visits.size());
            run(dispatcher);
            assertEquals(9, courier.visits.size());
        }

        @Test
        void what_a_dispatcher_has_no_courier_for_is_left_to_others() {
            Dispatcher dispatcher = dispatcher(HandCourier.answering(new Delivery.Delivered("200")));
            database.doInTransaction(tx -> outbox.promise(
                    tx,
                    new OutgoingMessage(
                            new UUID(0, 1),
                            "pigeon",
                            "a",
                            RetryClass.CONTROL,
                            new byte[0],
                            "text/plain",
                            Json.object(),
                            FAR)));
            run(dispatcher);
            assertEquals(1, outbox.standing().depth());
        }
    }

    @Nested
    class Running {

        @Test
        void a_promise_wakes_the_dispatcher_without_a_tick() {
            var courier = HandCourier.answering(new Delivery.Delivered("200"));
            Dispatcher dispatcher = dispatcher(courier);
            dispatcher.start();
            for (int i = 1; i <= 3; i++) {
                int wanted = i;
                promise("a", RetryClass.CONTROL, FAR);
                Await.until("delivered", () -> courier.visits.size() == wanted);
            }
        }

        @Test
        void a_stop_lets_running_attempts_end() {
            var released = new CountDownLatch(1);
            var courier = new HandCourier((_, _) -> {
                hold(released);
                return new Delivery.Delivered("200");
            });
            promise("a", RetryClass.CONTROL, FAR);
            Dispatcher dispatcher = dispatcher(courier);
            dispatcher.round();
            Await.until("on its way", () -> !courier.visits.isEmpty());
            Thread stop = Thread.ofVirtual().start(dispatcher::close);
            released.countDown();
            Await.until("stopped", () -> !stop.isAlive());
            assertEquals(0, outbox.standing().depth());
        }

        @Test
        void a_stop_interrupts_what_does_not_end_and_it_is_due_again() {
            var never = new CountDownLatch(1);
            var courier = new HandCourier((_, _) -> {
                hold(never);
                return new Delivery.Delivered("200");
            });
            UUID id = promise("a", RetryClass.CONTROL, FAR).id();
            Dispatcher dispatcher = dispatcher(database, courier, IDLE.withStopGrace(Duration.ofMillis(50)));
            dispatcher.round();
            Await.until("on its way", () -> !courier.visits.isEmpty());
            dispatcher.close();
            Await.until(
                    "its end is written",
                    () -> !outbox.attempts(id).getFirst().note().isEmpty());
            clock.pass(Duration.ofMillis(500));
            var other = HandCourier.answering(new Delivery.Delivered("200"));
            run(dispatcher(other));
            assertEquals(List.of(id), other.visits);
        }

        @Test
        void what_ended_long_ago_is_forgotten() {
            Dispatcher dispatcher = dispatcher(HandCourier.answering(new Delivery.Delivered("200")));
            UUID id = promise("a", RetryClass.CONTROL, FAR).id();
            run(dispatcher);
            clock.pass(OutboxLimits.DEFAULT.keepDelivered());
            run(dispatcher);
            assertEquals(1, outbox.attempts(id).size());
            clock.pass(Duration.ofMinutes(1));
            run(dispatcher);
            assertEquals(List.of(), outbox.attempts(id));
        }

        @Test
        void depth_age_and_dead_letters_are_metered() {
            Dispatcher dispatcher = dispatcher(new HandCourier((message, _) ->
                    message.target().equals("gone") ? new Delivery.GaveUp("410") : new Delivery.Again("503")));
            promise("gone", RetryClass.CONTROL, FAR);
            promise("down", RetryClass.CONTROL, FAR);
            run(dispatcher);
            clock.pass(Duration.ofSeconds(7));
            run(dispatcher);
            assertEquals(1, meters.get("flexgate.outbox.depth").gauge().value());
            assertEquals(7, meters.get("flexgate.outbox.oldest.age").gauge().value());
            assertEquals(1, meters.get("flexgate.outbox.dead").gauge().value());
            assertEquals(
                    1,
                    meters.get("flexgate.outbox.attempts")
                            .tag("result", "gave_up")
                            .timer()
                            .count());
        }
    }

    private static Attempt again(int number, Instant at, String note, Duration pause) {
        return ended(number, at, Result.AGAIN, note, Optional.of(at.plus(pause)));
    }

    private static Attempt ended(int number, Instant at, Result result, String note, Optional<Instant> next) {
        return new Attempt(number, at, Optional.of(at), result, note, next, Optional.empty());
    }

    private Dispatcher dispatcher(HandCourier courier) {
        return dispatcher(database, courier, IDLE);
    }

    private Dispatcher dispatcher(Database door, HandCourier courier, OutboxLimits limits) {
        OutcomeWatcher watcher = (_, _, outcome) -> outcomes.add(outcome);
        var chance = new Chance(clock, half());
        var dispatcher = new Dispatcher(door, limits, List.of(courier), List.of(watcher), chance, meters);
        dispatchers.add(dispatcher);
        return dispatcher;
    }

    /** Chance that adds no jitter. */
    private static RandomGenerator half() {
        return () -> 1L << 63;
    }

    /** One round and the end of all it began. */
    private static void run(Dispatcher dispatcher) {
        dispatcher.round();
        Await.until("the attempts have ended", () -> dispatcher.inFlight() == 0);
    }

    private Database another() {
        return Database.open(
                TestDatabase.vertx(),
                database.address(),
                DatabaseLimits.defaults().withPoolSize(4));
    }

    private OutgoingMessage promise(String target, RetryClass retryClass, Instant notAfter) {
        OutgoingMessage message = message(target, retryClass, notAfter);
        database.doInTransaction(tx -> outbox.promise(tx, message));
        return message;
    }

    private boolean resend(UUID id, Instant notAfter) {
        return database.inTransaction(tx -> outbox.resend(tx, id, notAfter));
    }

    private OutgoingMessage message(String target, RetryClass retryClass, Instant notAfter) {
        ids++;
        return new OutgoingMessage(
                new UUID(7, ids),
                "hand",
                target,
                retryClass,
                ("body " + ids + " é\u0000").getBytes(UTF_8),
                "application/json",
                Json.object().put("url", "https://" + target + "/on_select"),
                notAfter);
    }

    private static void hold(CountDownLatch latch) {
        try {
            var _ = latch.await(1, TimeUnit.HOURS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
