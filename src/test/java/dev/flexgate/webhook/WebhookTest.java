package dev.flexgate.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.outbox.Attempt;
import dev.flexgate.outbox.Interventions.By;
import dev.flexgate.outbox.Interventions.KeyReusedException;
import dev.flexgate.store.Database;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.webhook.Deliveries.Recovered;
import dev.flexgate.webhook.Subscription.State;
import dev.flexgate.webhook.SubscriptionRequest.Wanted;
import dev.flexgate.wire.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private final List<Receiver> receivers = new ArrayList<>();
    private WebhookHouse house;
    private Receiver receiver;

    @BeforeEach
    void open() {
        house = new WebhookHouse(folder, WebhookLimits.DEFAULT.withAttempt(Duration.ofSeconds(3)));
        receiver = receiver();
    }

    @AfterEach
    void close() throws Exception {
        house.close();
        receivers.forEach(Receiver::close);
    }

    private Receiver receiver() {
        var made = new Receiver(TestDatabase.vertx());
        receivers.add(made);
        return made;
    }

    @Nested
    class An_event {

        @Test
        void arrives_as_a_cloud_event_whose_signature_the_published_key_verifies() {
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            RecordId record = house.order("bap.example", "ACCEPTED");
            awaitArrivals(1);
            Receiver.Arrival arrival = receiver.arrivals.getFirst();
            assertEquals("application/cloudevents+json", arrival.contentType());
            assertEquals(List.of("v1a"), arrival.versions());
            var verifier = new WebhookVerifier(List.of(), house.webhooks.keys().published(), house.clock);
            assertEquals(Optional.empty(), fault(verifier, arrival));
            JsonNode event = arrival.json();
            assertEquals("1.0", event.path("specversion").asText());
            assertEquals(record.toString(), event.path("id").asText());
            assertEquals("//bpp.example", event.path("source").asText());
            assertEquals("flex.order.accepted.v1", event.path("type").asText());
            assertEquals("ACCEPTED", event.at("/data/decision/outcome").asText());
            assertEquals(
                    house.log.find(record).orElseThrow().index(),
                    event.path("sequence").asLong());
        }

        @Test
        void is_signed_by_the_shared_secret_too_where_there_is_one() {
            Secret secret = Secret.parse(SECRET);
            var made = house.subscribe("bap.example", receiver.url(), new Wanted.Theirs(secret), "flex.order.*");
            assertEquals(Optional.empty(), made.secret());
            house.order("bap.example", "ACCEPTED");
            awaitArrivals(1);
            assertEquals(List.of("v1", "v1a"), receiver.arrivals.getFirst().versions());
            assertEquals(
                    Optional.empty(),
                    fault(new WebhookVerifier(List.of(secret), List.of(), house.clock), receiver.arrivals.getFirst()));
        }

        @Test
        void goes_only_to_whom_it_concerns_and_who_asked_for_it() {
            Receiver other = receiver();
            Receiver operator = receiver();
            house.subscribe("bap.example", receiver.url(), "flex.order.accepted.v1");
            house.subscribe("other.example", other.url(), "*");
            house.subscribe("operator", operator.url(), "flex.order.*");
            house.order("bap.example", "QUOTED");
            house.order("bap.example", "ACCEPTED");
            house.order("other.example", "EXPIRED");
            house.await(
                    "all are told",
                    () -> receiver.arrivals.size() == 1 && orders(other).size() == 1 && operator.arrivals.size() == 3);
            assertEquals("flex.order.accepted.v1", receiver.arrivals.getFirst().type());
            assertEquals(List.of("flex.order.expired.v1"), orders(other));
        }

        @Test
        void that_is_too_long_is_sent_thin_with_where_to_read_it() {
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            RecordId record =
                    house.order("bap.example", "ACCEPTED", Json.object().put("long", "x".repeat(30_000)));
            awaitArrivals(1);
            Receiver.Arrival arrival = receiver.arrivals.getFirst();
            assertTrue(arrival.body().length < 20_000);
            assertTrue(arrival.json().at("/data/thin").asBoolean());
            assertEquals(
                    "/api/v1/audit/records/" + record,
                    arrival.json().at("/data/href").asText());
        }

        @Test
        void that_happened_before_the_subscription_is_not_sent() {
            house.order("bap.example", "QUOTED");
            house.settle();
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.order("bap.example", "ACCEPTED");
            awaitArrivals(1);
            assertEquals("flex.order.accepted.v1", receiver.arrivals.getFirst().type());
        }

        @Test
        void leaves_a_record_of_its_arrival_that_its_own_record_caused() {
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            RecordId record = house.order("bap.example", "ACCEPTED");
            house.await("recorded", () -> house.records("CALLBACK_OUTCOME", "DELIVERED") == 1);
            JsonNode payload = house.log.from(0, 100).getLast().payload();
            assertEquals(record.toString(), payload.at("/causedBy/0").asText());
            assertEquals("bap.example", payload.at("/protocol/tenant").asText());
        }

        @Test
        void is_promised_once_whoever_follows_the_log() throws Exception {
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            try (Database second = house.another();
                    Webhooks other = house.webhooks(second, WebhookLimits.DEFAULT)) {
                other.start();
                for (int i = 0; i < 60; i++) {
                    house.order("bap.example", "QUOTED");
                }
                awaitArrivals(60);
                house.settle();
            }
            assertEquals(60, house.count("true"));
            assertEquals(60, new HashSet<>(ids(receiver)).size());
        }
    }

    @Nested
    class A_receiver {

        @Test
        void that_fails_once_is_told_again_under_the_same_id_signed_anew() {
            receiver.thenAnswer(500);
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.order("bap.example", "ACCEPTED");
            awaitArrivals(1);
            awaitDue();
            house.clock.advance(FIRST_RETRY);
            awaitArrivals(2);
            assertEquals(ids(receiver).getFirst(), ids(receiver).getLast());
            assertArrayEquals(
                    receiver.arrivals.getFirst().body(),
                    receiver.arrivals.getLast().body());
            assertNotEquals(
                    receiver.arrivals.getFirst().signature(),
                    receiver.arrivals.getLast().signature());
            house.await("delivered", () -> house.count("state = 'DELIVERED'") == 1);
            List<Attempt> attempts = house.outbox.attempts(onlyMessage());
            assertEquals(500, attempts.getFirst().exchange().orElseThrow().status());
            assertEquals(
                    "said 500", attempts.getFirst().exchange().orElseThrow().response());
            assertEquals(
                    Optional.of(WebhookHouse.START.plus(FIRST_RETRY)),
                    attempts.getFirst().nextAt());
            assertEquals(200, attempts.getLast().exchange().orElseThrow().status());
        }

        @Test
        void is_shown_without_its_signature_and_query() {
            house.subscribe("bap.example", receiver.url("/hook?token=topsecret"), "flex.order.*");
            house.order("bap.example", "ACCEPTED");
            house.await("delivered", () -> house.count("state = 'DELIVERED'") == 1);
            String request = house.outbox
                    .attempts(onlyMessage())
                    .getFirst()
                    .exchange()
                    .orElseThrow()
                    .request();
            assertTrue(request.contains("webhook-signature: v1a,***"), request);
            assertFalse(request.contains("topsecret"), request);
        }

        @Test
        void that_is_gone_ends_its_subscription_and_is_not_called_again() {
            receiver.thenAnswer(410);
            Subscription subscription = house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.order("bap.example", "ACCEPTED");
            house.await("disabled", () -> house.find(subscription).state() == State.DISABLED);
            house.await("recorded", () -> house.records("SUBSCRIPTION_CHANGED", "DISABLED") == 1);
            house.order("bap.example", "ACTIVE");
            house.settle();
            assertEquals(1, receiver.arrivals.size());
            assertEquals(1, house.count("state = 'DEAD'"));
        }

        @Test
        void that_asks_for_time_is_left_alone_whole_for_so_long() {
            receiver.then(request -> request.response()
                    .setStatusCode(429)
                    .putHeader("Retry-After", "60")
                    .end());
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.order("bap.example", "QUOTED");
            awaitArrivals(1);
            awaitDue();
            house.order("bap.example", "ACCEPTED");
            house.settle();
            house.clock.advance(Duration.ofSeconds(59));
            assertEquals(0, dueNow());
            assertEquals(1, receiver.arrivals.size());
            house.clock.advance(Duration.ofSeconds(1));
            awaitArrivals(3);
        }

        @Test
        void may_ask_for_time_by_a_date_and_for_an_hour_at_most() {
            receiver.then(request -> request.response()
                    .setStatusCode(503)
                    .putHeader("Retry-After", "Sat, 21 Nov 2026 10:02:00 GMT")
                    .end());
            receiver.then(request -> request.response()
                    .setStatusCode(503)
                    .putHeader("Retry-After", "999999")
                    .end());
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.order("bap.example", "QUOTED");
            awaitArrivals(1);
            awaitDue();
            assertEquals(Optional.of(WebhookHouse.START.plusSeconds(120)), nextAt(1));
            house.clock.advance(Duration.ofMinutes(2));
            awaitArrivals(2);
            awaitDue();
            assertEquals(Optional.of(WebhookHouse.START.plusSeconds(120).plus(Duration.ofHours(1))), nextAt(2));
        }

        @Test
        void that_redirects_is_not_followed() {
            Receiver elsewhere = receiver();
            receiver.then(request -> request.response()
                    .setStatusCode(307)
                    .putHeader("Location", elsewhere.url())
                    .end());
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.order("bap.example", "QUOTED");
            awaitArrivals(1);
            awaitDue();
            assertEquals(0, elsewhere.arrivals.size());
            assertEquals(
                    "307: redirects are not followed",
                    house.outbox.attempts(onlyMessage()).getFirst().note());
        }

        @Test
        void that_never_answers_delays_nobody_else() {
            Receiver slow = receiver().always(_ -> {});
            house.subscribe("bap.example", slow.url(), "flex.order.*");
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            for (int i = 0; i < 60; i++) {
                house.order("bap.example", "QUOTED");
            }
            awaitArrivals(60);
            assertTrue(slow.arrivals.size() < 60, "sixty deliveries waited for a receiver that is not theirs");
        }
    }

    @Nested
    class A_failing_receiver {

        @Test
        void is_disabled_after_days_without_success_and_its_owner_can_enable_it_again() throws Exception {
            receiver.always(500);
            Subscription subscription = house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.order("bap.example", "QUOTED");
            int tries = 0;
            while (house.find(subscription).state() == State.ACTIVE && tries < 12) {
                tries++;
                int wanted = tries;
                house.await("tried", () -> receiver.arrivals.size() >= wanted || isDisabled(subscription));
                awaitNotLeased();
                house.clock.advance(Duration.ofHours(25));
                house.order("bap.example", "QUOTED"); // so that there is always something to fail
                house.settle();
            }
            assertEquals(State.DISABLED, house.find(subscription).state());
            assertTrue(house.find(subscription).reason().startsWith("no success since"));
            int before = receiver.arrivals.size();
            receiver.always(200);
            house.database.doInTransaction(tx -> house.webhooks.subscriptions().enable(tx, subscription.id(), "owner"));
            house.order("bap.example", "ACCEPTED");
            house.await(
                    "told again",
                    () -> receiver.arrivals.size() > before
                            && receiver.arrivals.stream()
                                    .anyMatch(each -> each.type().equals("flex.order.accepted.v1")));
            assertEquals(State.ACTIVE, house.find(subscription).state());
        }

        private boolean isDisabled(Subscription subscription) {
            return house.find(subscription).state() == State.DISABLED;
        }
    }

    @Nested
    class Rotation {

        @Test
        void of_a_secret_signs_with_both_until_the_overlap_is_over() {
            var made = house.subscribe("bap.example", receiver.url(), new Wanted.Ours(), "flex.order.*");
            Secret old = made.secret().orElseThrow();
            Secret fresh = house.database
                    .inTransaction(tx -> house.webhooks
                            .subscriptions()
                            .rotate(tx, made.subscription().id(), "owner"))
                    .flatMap(Subscriptions.Made::secret)
                    .orElseThrow();
            house.order("bap.example", "QUOTED");
            awaitArrivals(1);
            assertEquals(
                    List.of("v1", "v1", "v1a"), receiver.arrivals.getFirst().versions());
            assertEquals(Optional.empty(), fault(of(old), receiver.arrivals.getFirst()));
            assertEquals(Optional.empty(), fault(of(fresh), receiver.arrivals.getFirst()));
            house.clock.advance(WebhookLimits.DEFAULT.overlap());
            house.order("bap.example", "ACCEPTED");
            awaitArrivals(2);
            assertEquals(List.of("v1", "v1a"), receiver.arrivals.getLast().versions());
            assertFalse(fault(of(old), receiver.arrivals.getLast()).isEmpty());
            assertEquals(Optional.empty(), fault(of(fresh), receiver.arrivals.getLast()));
        }

        @Test
        void of_our_key_signs_with_both_and_publishes_both_until_the_overlap_is_over() {
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            var old = house.webhooks.keys().published();
            house.database.doInTransaction(tx -> house.webhooks.keys().rotate(tx, "operator"));
            assertEquals(2, house.webhooks.keys().published().size());
            house.order("bap.example", "QUOTED");
            awaitArrivals(1);
            assertEquals(List.of("v1a", "v1a"), receiver.arrivals.getFirst().versions());
            assertEquals(
                    Optional.empty(),
                    fault(new WebhookVerifier(List.of(), old, house.clock), receiver.arrivals.getFirst()));
            house.clock.advance(WebhookLimits.DEFAULT.overlap());
            assertEquals(1, house.webhooks.keys().published().size());
            assertFalse(house.webhooks.keys().published().containsAll(old));
        }

        @Test
        void secrets_and_seeds_do_not_stand_in_the_database() {
            var made = house.subscribe("bap.example", receiver.url(), new Wanted.Ours(), "*");
            byte[] secret = made.secret().orElseThrow().bytes();
            byte[] sealed = house.database
                    .row("select secret from webhook_subscription")
                    .orElseThrow()
                    .getBuffer("secret")
                    .getBytes();
            assertEquals(12 + secret.length + 16, sealed.length);
            for (int i = 0; i + 8 <= sealed.length; i++) {
                byte[] part = java.util.Arrays.copyOfRange(sealed, i, i + 8);
                assertFalse(java.util.Arrays.equals(part, java.util.Arrays.copyOf(secret, 8)));
            }
        }
    }

    @Nested
    class After_a_crash {

        @Test
        void between_sending_and_writing_it_is_sent_again_under_the_same_id() throws Exception {
            Subscription subscription = house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.dispatcher().close();
            Database dying = house.another();
            Webhooks there = house.webhooks(dying, WebhookLimits.DEFAULT);
            var first = house.dispatcher(dying, there);
            receiver.then(request -> {
                TestDatabase.vertx().executeBlocking(() -> {
                    dying.close();
                    return request.response().end();
                });
            });
            house.order("bap.example", "ACCEPTED");
            house.settle();
            first.start();
            awaitArrivals(1);
            assertEquals(0, house.count("state = 'DELIVERED'"));
            house.dispatcher(house.database, house.webhooks).start();
            house.clock.advance(WebhookHouse.OUTBOX.lease());
            awaitArrivals(2);
            assertEquals(ids(receiver).getFirst(), ids(receiver).getLast());
            house.await("delivered", () -> house.count("state = 'DELIVERED'") == 1);
            assertEquals(1, house.count("target = '" + subscription.id() + "'"));
        }

        @Test
        void before_the_log_was_followed_nothing_is_lost_and_nothing_promised_twice() throws Exception {
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.webhooks.close();
            for (int i = 0; i < 30; i++) {
                house.order("bap.example", "QUOTED");
            }
            house.await("all have their place", () -> house.log.size() >= 32);
            try (Webhooks next = house.webhooks(house.database, WebhookLimits.DEFAULT)) {
                next.start();
                awaitArrivals(30);
            }
            assertEquals(30, new HashSet<>(ids(receiver)).size());
        }
    }

    @Nested
    class A_person {

        @Test
        void sends_one_again_once_for_each_key() {
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.order("bap.example", "QUOTED");
            house.await("delivered", () -> house.count("state = 'DELIVERED'") == 1);
            UUID id = onlyMessage();
            Instant end = WebhookHouse.START.plus(Duration.ofDays(7));
            assertTrue(resend(id, end, "key-1"));
            awaitArrivals(2);
            house.await("delivered again", () -> house.count("state = 'DELIVERED'") == 1);
            assertTrue(resend(id, end, "key-1"), "the same answer");
            house.settle();
            assertEquals(2, receiver.arrivals.size());
            assertTrue(resend(id, end, "key-2"));
            awaitArrivals(3);
            assertEquals(1, new HashSet<>(ids(receiver)).size());
            house.await("both acts are recorded", () -> house.records("DELIVERY_INTERVENED", "DONE") == 2);
            assertThrows(KeyReusedException.class, () -> resend(new UUID(1, 1), end, "key-1"));
        }

        @Test
        void recovers_exactly_what_died_and_what_was_never_promised() {
            AtomicInteger asked = new AtomicInteger();
            receiver.always(request -> request.response()
                    .setStatusCode(asked.incrementAndGet() == 3 ? 410 : 200)
                    .end());
            Subscription subscription = house.subscribe("bap.example", receiver.url(), "flex.order.*");
            for (int i = 0; i < 3; i++) { // two arrive, the third closes the subscription
                house.order("bap.example", "QUOTED");
                int wanted = i + 1;
                awaitArrivals(wanted);
            }
            house.await("disabled", () -> house.find(subscription).state() == State.DISABLED);
            for (int i = 0; i < 4; i++) { // never promised
                house.order("bap.example", "ACCEPTED");
            }
            house.settle();
            receiver.always(200);
            house.database.doInTransaction(tx -> house.webhooks.subscriptions().enable(tx, subscription.id(), "owner"));
            Recovered recovered = house.database.inTransaction(
                    tx -> house.webhooks.deliveries().recover(tx, house.find(subscription), WebhookHouse.START));
            assertEquals(1, recovered.resent());
            assertEquals(4, recovered.promised());
            assertTrue(recovered.complete());
            awaitArrivals(3 + 5);
            house.settle();
            assertEquals(7, new HashSet<>(ids(receiver)).size());
            Recovered again = house.database.inTransaction(
                    tx -> house.webhooks.deliveries().recover(tx, house.find(subscription), WebhookHouse.START));
            assertEquals(0, again.resent() + again.promised());
        }

        @Test
        void pauses_a_subscription_and_loses_nothing() {
            Subscription subscription = house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.database.doInTransaction(tx -> house.webhooks.subscriptions().pause(tx, subscription.id(), "owner"));
            house.order("bap.example", "QUOTED");
            house.await("owed", () -> house.count("state = 'DUE'") == 1);
            assertEquals(0, receiver.arrivals.size());
            assertEquals(Duration.ZERO, house.outbox.standing(Webhooks.COURIER).oldestAge());
            house.database.doInTransaction(tx -> house.webhooks.subscriptions().enable(tx, subscription.id(), "owner"));
            awaitArrivals(1);
        }

        @Test
        void throws_old_dead_letters_away() {
            receiver.always(410);
            house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.order("bap.example", "QUOTED");
            house.await("dead", () -> house.count("state = 'DEAD'") == 1);
            var by = new By("operator", "purge-1");
            assertEquals(0, purge(WebhookHouse.START, by));
            assertEquals(1, purge(WebhookHouse.START.plusSeconds(1), new By("operator", "purge-2")));
            assertEquals(0, house.count("state = 'DEAD'"));
        }

        private long purge(Instant before, By by) {
            return house.database.inTransaction(
                    tx -> house.interventions.purge(tx, Optional.of(Webhooks.COURIER), before, by));
        }

        private boolean resend(UUID id, Instant notAfter, String key) {
            return house.database.inTransaction(
                    tx -> house.interventions.resend(tx, id, notAfter, new By("operator", key)));
        }

        @Test
        void tries_a_receiver_out_with_an_example() {
            Subscription subscription = house.subscribe("bap.example", receiver.url(), "flex.order.*");
            DeliveryId id = house.database.inTransaction(tx -> house.webhooks
                    .deliveries()
                    .example(
                            tx,
                            subscription,
                            dev.flexgate.news.EventTable.types().getFirst()));
            awaitArrivals(1);
            assertEquals(id.toString(), receiver.arrivals.getFirst().id());
            assertTrue(receiver.arrivals.getFirst().json().at("/data/example").asBoolean());
        }
    }

    @Nested
    class A_subscription {

        @Test
        void may_only_point_where_the_gateway_may_call() {
            for (String url : List.of("http://10.0.0.1/", "http://169.254.169.254/", "ftp://a.example/", "nonsense")) {
                var refused = assertThrows(
                        SubscriptionRefusedException.class, () -> house.subscribe("bap.example", url, "*"), url);
                assertEquals("url", refused.field());
            }
        }

        @Test
        void counts_against_its_tenant() {
            for (int i = 0; i < WebhookLimits.DEFAULT.perTenant(); i++) {
                house.subscribe("bap.example", receiver.url(), "*");
            }
            var refused = assertThrows(
                    SubscriptionRefusedException.class, () -> house.subscribe("bap.example", receiver.url(), "*"));
            assertEquals(SubscriptionRefusedException.Reason.TOO_MANY, refused.reason());
            house.subscribe("other.example", receiver.url(), "*");
        }

        @Test
        void that_is_deleted_is_owed_nothing_more() {
            Subscription subscription = house.subscribe("bap.example", receiver.url(), "flex.order.*");
            house.database.doInTransaction(tx -> house.webhooks.subscriptions().pause(tx, subscription.id(), "owner"));
            house.order("bap.example", "QUOTED");
            house.await("owed", () -> house.count("state = 'DUE'") == 1);
            boolean deleted = house.database.inTransaction(
                    tx -> house.webhooks.subscriptions().delete(tx, subscription.id(), "owner"));
            assertTrue(deleted);
            assertEquals(0, house.count("state = 'DUE'"));
            house.await("recorded", () -> house.records("SUBSCRIPTION_CHANGED", "DELETED") == 1);
        }
    }

    private WebhookVerifier of(Secret secret) {
        return new WebhookVerifier(List.of(secret), List.of(), house.clock);
    }

    private static Optional<WebhookVerifier.Fault> fault(WebhookVerifier verifier, Receiver.Arrival arrival) {
        return verifier.fault(arrival.id(), arrival.timestamp(), arrival.signature(), arrival.body());
    }

    private static List<String> orders(Receiver receiver) {
        return receiver.arrivals.stream()
                .map(Receiver.Arrival::type)
                .filter(type -> type.startsWith("flex.order."))
                .toList();
    }

    private static List<String> ids(Receiver receiver) {
        return receiver.arrivals.stream().map(Receiver.Arrival::id).toList();
    }

    private void awaitArrivals(int count) {
        house.await(count + " arrivals", () -> receiver.arrivals.size() >= count);
        assertEquals(count, receiver.arrivals.size(), this::story);
    }

    /** What came, and what the outbox knows of it: an arrival too many must explain itself. */
    private String story() {
        var story = new StringBuilder();
        receiver.arrivals.forEach(
                each -> story.append(each.id()).append(' ').append(each.type()).append('\n'));
        house.database
                .rows("select m.id, m.state, m.next_at, a.number, a.started_at, a.result, a.note from outbox_message m"
                        + " left join outbox_attempt a on a.message_id = m.id order by m.id, a.number")
                .forEach(row -> story.append(row.deepToString()).append('\n'));
        return story.toString();
    }

    private void awaitDue() {
        house.await("it is due again", () -> house.count("state = 'DUE'") >= 1);
    }

    private void awaitNotLeased() {
        house.await("nothing is on its way", () -> house.count("state = 'LEASED'") == 0);
    }

    private long dueNow() {
        return house.database
                .row("select count(*) as n from outbox_target where not_before <= $1", house.clock.instant())
                .orElseThrow()
                .getLong("n");
    }

    private Optional<Instant> nextAt(int attempt) {
        return house.outbox.attempts(onlyMessage()).get(attempt - 1).nextAt();
    }

    private UUID onlyMessage() {
        return house.database.row("select id from outbox_message").orElseThrow().getUUID("id");
    }
}
