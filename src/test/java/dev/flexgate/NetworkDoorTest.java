package dev.flexgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.BecknLimits;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.registry.RegistryChoice;
import dev.flexgate.beckn.registry.StandInRegistry;
import dev.flexgate.beckn.registry.StandInRegistry.Question;
import dev.flexgate.beckn.registry.StandInRegistry.Reply;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.EncryptionKey;
import dev.flexgate.identity.KeyFolder;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.store.Database;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import dev.flexgate.wire.StrictJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How we get into a registry of the first generation: subscribe, be challenged, be listed. */
class NetworkDoorTest {

    private static final String TEXT = "challenge-0123456789";

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Database database = TestDatabase.fresh();
    private final StandInRegistry office = new StandInRegistry();
    private final EncryptionKey officeKey = EncryptionKey.of(new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32
    });
    private final SigningKey officeSigner = SigningKey.ofSeed("office", new byte[32]);
    private final SigningKey key = SigningKey.ofSeed("flexgate-1", new byte[32]);
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private NetworkDoor door;

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer server;

    @BeforeEach
    void open() {
        office.answerWith(question -> new Reply(200, question.path().endsWith("/lookup") ? "[]" : "{}"));
        door = door();
        Router router = Router.router(TestDatabase.vertx());
        door.addTo(router, TestDatabase.vertx());
        server = TestDatabase.vertx()
                .createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
    }

    private NetworkDoor door() {
        var meters = new SimpleMeterRegistry();
        var settings = new RegistrySettings(
                new RegistryChoice.Lookups(office.url()),
                Set.of(),
                true,
                "beckn.one:DEG:compute-energy:1.0",
                officeKey.publicBase64(),
                officeSigner.publicKey().base64());
        var network = new NetworkSettings(
                "bpp.example.com",
                "flexgate-1",
                URI.create("https://bpp.example.com/beckn"),
                new NetworkSettings.Buyer(
                        "bap.example.com", "flexgate-buyer-1", URI.create("https://bpp.example.com/beckn/bap")),
                folder.resolve("registry.json"),
                settings,
                BecknLimits.DEFAULT.rates(),
                BecknLimits.DEFAULT.sharing(),
                "",
                true,
                false);
        var node = new BecknNode(new Sender("bpp.example.com", key), network.url());
        var outbound = new OutboundHttp(TestDatabase.vertx(), AddressPolicy.loopback(), OutboundLimits.DEFAULT, meters);
        return NetworkDoor.open(
                network, node, new KeyFolder(folder.resolve("keys")), database, outbound, clock, meters);
    }

    @AfterEach
    void close() {
        server.close().await();
        door.close();
        office.close();
        database.close();
        http.close();
    }

    private List<Question> asked(String word) {
        return office.questions().stream()
                .filter(question -> question.path().endsWith(word))
                .toList();
    }

    private JsonNode subscription() {
        Await.until("the subscription", () -> !asked("/subscribe").isEmpty());
        return StrictJson.parse(asked("/subscribe").getFirst().body());
    }

    private HttpResponse<String> challenge(SigningKey signer) throws Exception {
        byte[] shared = officeKey.sharedWith(Base64.getDecoder()
                .decode(subscription().path("encr_public_key").asText()));
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(shared, "AES"));
        String secret = Base64.getEncoder().encodeToString(cipher.doFinal(TEXT.getBytes(UTF_8)));
        String body = "{\"status\": \"UNDER_SUBSCRIPTION\", \"challenge\": \"" + secret + "\"}";
        String authorization = new Signatures(clock, SignatureLimits.DEFAULT)
                .sign(new Sender("registry.example.com", signer), body.getBytes(UTF_8))
                .text();
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/beckn/on_subscribe"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", authorization)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void we_subscribe_with_our_keys_and_answer_the_challenge() throws Exception {
        JsonNode subscription = subscription();
        assertEquals("bpp.example.com", subscription.path("subscriber_id").asText());
        assertEquals("https://bpp.example.com/beckn", subscription.path("url").asText());
        assertEquals("BPP", subscription.path("type").asText());
        assertEquals(
                key.publicKey().base64(),
                subscription.path("signing_public_key").asText());
        assertTrue(subscription.has("nonce"));
        HttpResponse<String> answer = challenge(officeSigner);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("{\"answer\":\"" + TEXT + "\"}", answer.body());
    }

    @Test
    void a_challenge_that_the_registry_did_not_sign_is_refused() throws Exception {
        HttpResponse<String> answer = challenge(SigningKey.ofSeed("other", new byte[] {
            9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9
        }));
        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains("AUT_SIGNATURE_INVALID"), answer.body());
    }

    @Test
    void a_challenge_long_after_we_subscribed_is_refused() throws Exception {
        subscription();
        clock.advance(Duration.ofHours(2));
        HttpResponse<String> answer = challenge(officeSigner);
        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains("AUT_UNAUTHORIZED_ACTION"), answer.body());
    }
}
