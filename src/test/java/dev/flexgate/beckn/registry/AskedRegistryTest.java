package dev.flexgate.beckn.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Await;
import dev.flexgate.Shared;
import dev.flexgate.TestClock;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.StandInRegistry.Question;
import dev.flexgate.beckn.registry.StandInRegistry.Reply;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.EncryptionKey;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.store.Database;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that are asked over real HTTP, and what is remembered of their answers. */
class AskedRegistryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final KeyId PEER = new KeyId("bap.example.com", "k1");
    private static final String KEY = "g/3swjI93IhZ0SScrVZapeLjU+W0AeiSid3LViYZJFo=";

    private final TestClock clock = new TestClock(NOW);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StandInRegistry network = new StandInRegistry();
    private final SigningKey own = SigningKey.ofSeed("k", new byte[32]);
    private final OutboundHttp outbound =
            new OutboundHttp(TestDatabase.vertx(), AddressPolicy.loopback(), OutboundLimits.DEFAULT, meters);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private Path folder;

    private final Database database = TestDatabase.fresh();

    @AfterEach
    void close() {
        network.close();
        database.close();
    }

    private Registry registry(RegistryChoice choice, String... networks) {
        return registry(choice, RegistryLimits.DEFAULT, networks);
    }

    private Registry registry(RegistryChoice choice, RegistryLimits limits, String... networks) {
        var around = new Registry.Around(
                new Sender("bpp.example.com", own), outbound, KnownKeys.open(database, clock), limits, clock, meters);
        return Registry.of(folder.resolve("registry.json"), choice, Set.of(networks), around);
    }

    private Registry dedi(String... networks) {
        return registry(new RegistryChoice.Dedi(network.url()), networks);
    }

    private Lookup ask(Registry registry) {
        return registry.ask(PEER, clock.instant()).await();
    }

    private static Reply entry(String more) {
        return new Reply(200, """
                {"message": "ok", "data": {"record_id": "bap.example.com", "details": {
                 "url": "https://bap.example.com/bap/receiver", "type": "BAP", "subscriber_id": "bap.example.com",
                 "signing_public_key": "%s"}, "network_memberships": ["nfh.global/testnet-deg"]%s}}
                """.formatted(KEY, more));
    }

    private double counted(String how) {
        return meters.counter("flexgate.beckn.registry.lookups", "source", "dedi", "how", how)
                .count();
    }

    @Nested
    class A_directory {

        @Test
        void knows_a_key_by_its_entry_but_speaks_for_names_in_its_own_domain_alone() {
            network.answerWith(_ -> entry(""));
            Registry registry = dedi();
            var own = new KeyId("example.com/subscribers/bap-1", KeyId.RECORD);
            Participant participant = assertInstanceOf(
                            Lookup.Known.class,
                            registry.ask(own, clock.instant()).await())
                    .participant();
            assertEquals("bap.example.com", participant.subscriberId());
            assertEquals(
                    "/registry/lookup/example.com/subscribers/bap-1",
                    network.questions().getFirst().path());
            assertEquals(
                    participant,
                    registry.reach("bap.example.com", clock.instant()).orElseThrow());
            var foreign = new KeyId("evil.example/subscribers/bap-1", KeyId.RECORD);
            assertInstanceOf(
                    Lookup.KeyNotValid.class,
                    registry.ask(foreign, clock.instant()).await());
        }

        @Test
        void is_asked_once_and_its_answer_kept_as_long_as_it_says() {
            network.answerWith(_ -> entry(", \"ttl\": 300, \"state\": \"live\", \"is_revoked\": false"));
            Registry registry = dedi();
            Participant participant =
                    assertInstanceOf(Lookup.Known.class, ask(registry)).participant();
            assertEquals(Role.BAP, participant.role());
            assertEquals(
                    "https://bap.example.com/bap/receiver", participant.url().toString());
            assertEquals(Set.of("nfh.global/testnet-deg"), participant.networks());
            assertEquals(CallbackSigning.THREE_LINES, participant.callbackSigning(), "what beckn-onix reads");
            Question asked = network.questions().getFirst();
            assertEquals("GET", asked.method());
            assertEquals("/registry/lookup/bap.example.com/subscribers.beckn.one/k1", asked.path());

            clock.advance(Duration.ofSeconds(299));
            ask(registry);
            assertEquals(1, network.questions().size());
            clock.advance(Duration.ofSeconds(1));
            ask(registry);
            assertEquals(2, network.questions().size());
        }

        @Test
        void is_asked_by_one_for_all_who_want_to_know_at_once() {
            network.answerWith(_ -> entry(""));
            CountDownLatch gate = network.hold();
            Registry registry = dedi();
            List<Future<Lookup>> waiting = new ArrayList<>();
            for (int number = 0; number < 100; number++) {
                waiting.add(registry.ask(PEER, clock.instant()));
            }
            Await.until("the question", () -> network.questions().size() == 1);
            gate.countDown();
            waiting.forEach(each -> assertInstanceOf(Lookup.Known.class, each.await()));
            assertEquals(1, network.questions().size());
            assertEquals(99, counted("joined"));
        }

        @Test
        void that_does_not_know_somebody_is_not_asked_again_for_a_while() {
            network.answerWith(_ -> new Reply(404, "{}"));
            Registry registry = dedi();
            assertEquals(new Lookup.SubscriberUnknown(), ask(registry));
            clock.advance(Duration.ofSeconds(29));
            assertEquals(new Lookup.SubscriberUnknown(), ask(registry));
            assertEquals(1, network.questions().size());
            clock.advance(Duration.ofSeconds(1));
            network.answerWith(_ -> entry(""));
            assertInstanceOf(Lookup.Known.class, ask(registry));
        }

        @ParameterizedTest
        @CsvSource({
            "', \"is_revoked\": true', it is revoked",
            "', \"state\": \"draft\"', its entry is draft",
            "', \"state\": \"live\", \"is_revoked\": true', it is revoked",
        })
        void says_which_keys_are_not_to_be_believed(String more, String why) {
            network.answerWith(_ -> entry(more));
            assertEquals(new Lookup.KeyNotValid(why), ask(dedi()));
        }

        @Test
        void says_when_a_key_ends() {
            network.answerWith(_ -> entry(", \"ttl\": 86400, \"valid_until\": \"2026-03-01T13:00:00Z\""));
            Registry registry = dedi();
            assertInstanceOf(Lookup.Known.class, ask(registry));
            clock.advance(Duration.ofHours(1));
            assertInstanceOf(Lookup.KeyNotValid.class, ask(registry), "although the answer is still fresh");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "[]",
                    "{\"data\": {}}",
                    "{\"data\": {\"details\": \"x\"}}",
                    "no json",
                    "{\"data\": null}",
                })
        void that_answers_nonsense_is_as_good_as_away(String nonsense) {
            network.answerWith(_ -> new Reply(200, nonsense));
            assertThrows(RegistryUnavailableException.class, () -> ask(dedi()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"signing_public_key", "url", "type"})
        void whose_entry_cannot_be_used_is_not_believed(String spoilt) {
            network.answerWith(_ -> new Reply(200, entry("").json().replace('"' + spoilt + '"', "\"other\"")));
            assertInstanceOf(Lookup.KeyNotValid.class, ask(dedi()));
        }

        @Test
        void that_is_away_leaves_what_it_said_until_that_is_too_old() {
            network.answerWith(_ -> entry(", \"ttl\": 60"));
            Registry registry = dedi();
            ask(registry);
            network.answerWith(_ -> new Reply(503, "{}"));
            clock.advance(Duration.ofHours(23));
            assertInstanceOf(Lookup.Known.class, ask(registry));
            assertInstanceOf(Lookup.Known.class, ask(registry), "and is left alone for a moment");
            assertEquals(2, network.questions().size());
            assertEquals(1, counted("stale"));
            clock.advance(Duration.ofHours(1));
            assertThrows(RegistryUnavailableException.class, () -> ask(registry));
        }

        @Test
        void that_is_away_does_not_make_an_ended_key_good() {
            network.answerWith(_ -> entry(", \"ttl\": 60, \"valid_until\": \"2026-03-01T13:00:00Z\""));
            Registry registry = dedi();
            ask(registry);
            network.answerWith(_ -> new Reply(500, "{}"));
            clock.advance(Duration.ofMinutes(59));
            assertInstanceOf(Lookup.Known.class, ask(registry));
            clock.advance(Duration.ofMinutes(1));
            assertInstanceOf(Lookup.KeyNotValid.class, ask(registry));
        }

        @Test
        void that_is_away_from_the_beginning_lets_nobody_in() {
            network.close();
            assertThrows(RegistryUnavailableException.class, () -> ask(dedi()));
        }

        @Test
        void is_asked_about_so_many_at_a_time_and_no_more() {
            var few = new RegistryLimits(
                    10,
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(5),
                    Duration.ofHours(1),
                    Duration.ofSeconds(30),
                    Duration.ofHours(1),
                    Duration.ofSeconds(5),
                    3,
                    Duration.ofSeconds(30));
            CountDownLatch gate = network.hold();
            Registry registry = registry(new RegistryChoice.Dedi(network.url()), few);
            List<Future<Lookup>> asked = new ArrayList<>();
            for (int number = 0; number < 5; number++) {
                asked.add(registry.ask(new KeyId("p" + number, "k"), NOW));
            }
            assertEquals(2, asked.stream().filter(Future::failed).count());
            assertEquals(2, counted("refused"));
            gate.countDown();
        }

        @Test
        void is_never_asked_for_a_name_that_could_be_read_as_a_path() {
            Registry registry = dedi();
            for (String name : new String[] {"..", "a/b", "a%2fb", "a?b", "a#b", ".hidden"}) {
                assertEquals(
                        new Lookup.SubscriberUnknown(),
                        registry.ask(new KeyId(name, "k"), NOW).await());
                assertEquals(
                        new Lookup.SubscriberUnknown(),
                        registry.ask(new KeyId("bap.example.com", name), NOW).await());
            }
            assertEquals(List.of(), network.questions());
        }

        @Test
        void decides_who_is_a_member_of_our_networks() {
            network.answerWith(_ -> entry(""));
            assertInstanceOf(Lookup.Known.class, ask(dedi("nfh.global/testnet-deg", "other")));
            assertInstanceOf(Lookup.NotAMember.class, ask(dedi("other")));
            network.answerWith(_ -> new Reply(200, entry("").json().replace("[\"nfh.global/testnet-deg\"]", "[]")));
            assertInstanceOf(Lookup.NotAMember.class, ask(dedi("other")), "a member of none is none of ours");
        }

        @Test
        void is_not_asked_about_whom_the_file_knows() {
            RegistryFile.write(
                    folder.resolve("registry.json"),
                    List.of(new Participant(
                            PEER,
                            Role.BAP,
                            URI.create("https://elsewhere.example.com"),
                            PublicKey32.ofBase64(KEY),
                            new Participant.Validity(Instant.EPOCH, NOW.plusSeconds(60), true),
                            Set.of(),
                            CallbackSigning.FOUR_LINES)));
            Registry registry = dedi();
            assertEquals(new Lookup.KeyNotValid("it is revoked"), ask(registry), "here it was revoked first");
            assertEquals(List.of(), network.questions());
        }

        @Test
        void tells_where_a_peer_is_reached_also_after_a_restart() {
            network.answerWith(_ -> entry(""));
            Registry registry = dedi();
            assertTrue(registry.reach("bap.example.com", NOW).isEmpty(), "it has never been heard");
            ask(registry);
            assertTrue(registry.reach("bap.example.com", NOW).isPresent());
            registry.refresh();
            assertEquals(
                    "https://bap.example.com/bap/receiver",
                    dedi().reach("bap.example.com", NOW).orElseThrow().url().toString());
        }
    }

    @Nested
    class A_registry_of_the_first_generation {

        private static String subscription(String key, String status) {
            return """
                    {"subscriber_id": "bap.example.com", "url": "https://bap.example.com/beckn", "type": "BAP",
                     "domain": "energy", "key_id": "%s", "signing_public_key": "%s", "encr_public_key": "",
                     "valid_from": "2026-01-01T00:00:00Z", "valid_until": "2026-06-01T00:00:00.000Z",
                     "status": "%s"}""".formatted(key, KEY, status);
        }

        private Lookup told(String list) {
            network.answerWith(_ -> new Reply(200, list));
            return ask(registry(new RegistryChoice.Lookups(network.url())));
        }

        @Test
        void is_asked_with_a_signature() {
            assertInstanceOf(Lookup.Known.class, told("[" + subscription("k1", "SUBSCRIBED") + "]"));
            Question asked = network.questions().getFirst();
            assertEquals("/registry/lookup", asked.path());
            assertEquals("{\"subscriber_id\":\"bap.example.com\",\"key_id\":\"k1\"}", asked.text());
            Signatures.verify(
                    SignatureHeader.parse(asked.authorization()), asked.text().getBytes(UTF_8), own.publicKey());
        }

        @Test
        void lists_a_key_among_others() {
            assertInstanceOf(
                    Lookup.Known.class,
                    told("[" + subscription("k0", "SUBSCRIBED") + "," + subscription("k1", "SUBSCRIBED") + "]"));
        }

        @Test
        void does_not_know_the_key_or_the_subscriber() {
            assertEquals(new Lookup.KeyUnknown(), told("[" + subscription("k0", "SUBSCRIBED") + "]"));
            assertEquals(new Lookup.SubscriberUnknown(), told("[]"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"INITIATED", "UNDER_SUBSCRIPTION", "EXPIRED", "UNSUBSCRIBED", "INVALID_SSL", "", "subscribed"
                })
        void says_who_is_not_subscribed(String status) {
            assertInstanceOf(Lookup.KeyNotValid.class, told("[" + subscription("k1", status) + "]"));
        }

        @Test
        void says_how_long_a_key_holds() {
            clock.set(Instant.parse("2026-06-01T00:00:00Z"));
            assertInstanceOf(Lookup.KeyNotValid.class, told("[" + subscription("k1", "SUBSCRIBED") + "]"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "\"x\"", "null", "<html>"})
        void that_answers_nonsense_is_as_good_as_away(String nonsense) {
            assertThrows(RegistryUnavailableException.class, () -> told(nonsense));
        }
    }

    @Nested
    class Its_challenge {

        private final JsonNode vector = Shared.json("reference/beckn/test-vectors/derived-on-subscribe-challenge.json");

        private EncryptionKey subscriber() {
            return EncryptionKey.of(Base64.getDecoder()
                    .decode(vector.path("subscriber_private_b64").asText()));
        }

        @Test
        void is_solved_as_derived() {
            assertEquals(
                    vector.path("subscriber_public_b64").asText(), subscriber().publicBase64());
            assertEquals(
                    vector.path("plaintext").asText(),
                    Challenge.solve(
                            subscriber(),
                            vector.path("registry_public_b64").asText(),
                            vector.path("ciphertext_b64").asText()));
            assertEquals(
                    vector.path("shared_secret_b64").asText(),
                    Base64.getEncoder()
                            .encodeToString(subscriber()
                                    .sharedWith(Base64.getDecoder()
                                            .decode(vector.path("registry_public_b64")
                                                    .asText()))));
        }

        @Test
        void for_another_key_is_not_solved() {
            EncryptionKey other = EncryptionKey.of(new byte[32]);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Challenge.solve(
                            other,
                            vector.path("registry_public_b64").asText(),
                            vector.path("ciphertext_b64").asText()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "!", "AAAA", "cx3zXUBFB0R1cVS3hKBcymH/GQXDnRahD/5NL/4Fy7Y"})
        void that_is_none_is_not_solved(String nonsense) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Challenge.solve(
                            subscriber(), vector.path("registry_public_b64").asText(), nonsense + "AAAA"));
        }

        @Test
        void by_a_key_of_low_order_is_not_solved() {
            String zero = Base64.getEncoder().encodeToString(new byte[32]);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Challenge.solve(
                            subscriber(), zero, vector.path("ciphertext_b64").asText()));
        }
    }
}
