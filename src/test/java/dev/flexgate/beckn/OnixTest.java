package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.HandBap.HeardCallback;
import dev.flexgate.beckn.HandBap.Reply;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Participant.Validity;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.purchase.Ask;
import dev.flexgate.purchase.Asked;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who stands behind beckn-onix trades with us without setting anything, on either side. */
class OnixTest {

    private static final String PROVIDER = "onix.example.com";

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static TestGateway gateway;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static HandBap hands;

    @BeforeAll
    static void open() {
        gateway = new TestGateway();
        hands = gateway.bap;
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    private ObjectNode message(String word, String transaction) {
        return hands.message(
                word,
                transaction,
                UUID.randomUUID().toString(),
                gateway.clock.instant().toString(),
                gateway.url());
    }

    private JsonNode exchange(Onix onix, ObjectNode message) {
        String word = message.at("/context/action").asText();
        byte[] body = CorpusRun.bytes(message);
        Answer answer = hands.post(
                gateway.url() + "/" + word,
                body,
                onix.authorization(HandBap.ID, body),
                "X-Forwarded-Host",
                "onix-bap:8081");
        assertEquals(200, answer.status(), () -> answer.json().toString());
        assertTrue(Onix.trusts(answer, gateway.publicKey()), "the acknowledgement is signed as it wants it");
        return heard("/beckn/on_" + word, message.at("/context/messageId").asText());
    }

    private JsonNode heard(String path, String messageId) {
        Await.until(
                path,
                () -> hands.heard().stream()
                        .anyMatch(each ->
                                each.path().equals(path) && each.messageId().equals(messageId)),
                gateway::story);
        return hands.heard().stream()
                .filter(each -> each.messageId().equals(messageId))
                .findFirst()
                .orElseThrow()
                .json();
    }

    private JsonNode found(Onix onix, String transaction) {
        ObjectNode discover = message("discover", transaction);
        discover.withObject("/message/intent").put("textSearch", "windows");
        return exchange(onix, discover);
    }

    private ObjectNode select(JsonNode found, String transaction) {
        JsonNode catalog = found.at("/message/catalogs/0");
        ObjectNode select = message("select", transaction);
        ObjectNode commitment =
                select.withObject("/message/contract").putArray("commitments").addObject();
        commitment.put("id", "mine-1").withObject("/status/descriptor").put("code", "ACTIVE");
        ObjectNode resource = commitment.putArray("resources").addObject();
        resource.set("id", catalog.at("/resources/4/id"));
        resource.withObject("/quantity").put("unitCode", "KW").put("unitQuantity", 50);
        commitment
                .withObject("/offer")
                .<ObjectNode>set("id", catalog.at("/offers/4/id"))
                .putArray("resourceIds")
                .add(catalog.at("/resources/4/id").asText());
        return select;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5})
    void a_consumer_behind_it_hears_callbacks_that_it_takes(long tolerated) {
        var onix = new Onix(gateway, gateway.publicKey(), tolerated);
        hands.answerWith(onix::receive);
        String transaction = UUID.randomUUID().toString();
        JsonNode quoted = exchange(onix, select(found(onix, transaction), transaction));
        assertTrue(quoted.at("/message/contract/id").isTextual(), quoted::toString);
        Await.until("both are judged", () -> onix.verdicts().size() == 2);
        assertEquals(List.of("/beckn/on_discover ", "/beckn/on_select "), onix.verdicts());
    }

    /** It remembers a signature before it passes the message on: what fails behind it must come under another one. */
    @Test
    void a_callback_that_comes_again_within_a_second_is_no_replay() {
        var onix = new Onix(gateway, gateway.publicKey(), 5);
        var times = new AtomicInteger();
        hands.answerWith(callback -> {
            Reply judged = onix.receive(callback);
            return times.incrementAndGet() < 3 ? new Reply(502, "", "") : judged;
        });
        found(onix, UUID.randomUUID().toString());
        Await.until("a third attempt", () -> onix.verdicts().size() == 3, gateway::story);
        assertEquals(Set.of("/beckn/on_discover "), Set.copyOf(onix.verdicts()));
    }

    @ParameterizedTest
    @EnumSource(Onix.Binding.class)
    void a_provider_behind_it_is_believed_however_it_binds_its_callbacks(Onix.Binding binding) {
        try (var house = new BuyerHouse(gateway, CallbackSigning.THREE_LINES)) {
            String at = hands.url().replace("/beckn", "/onix");
            house.enter(new Participant(
                    new KeyId(PROVIDER, HandBap.KEY_ID),
                    Role.BPP,
                    URI.create(at),
                    PublicKey32.ofBase64(hands.publicKey()),
                    new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"), false),
                    Set.of(),
                    CallbackSigning.THREE_LINES));
            var asConsumer = new Onix(gateway, gateway.publicKey(), 0);
            var asProvider = new Onix(gateway, house.key.publicKey().base64(), 0);
            hands.answerWith(call ->
                    call.path().startsWith("/onix/") ? asProvider.receive(call, "bapId") : asConsumer.receive(call));
            JsonNode said = found(asConsumer, UUID.randomUUID().toString());

            Asked asked = house.ask(new Ask.Discover(new Ask.Partner(PROVIDER, "2.0.0-lts"), "", ""));
            ObjectNode request = assertInstanceOf(Asked.Sent.class, asked).request();
            Await.until("the question", () -> !asProvider.verdicts().isEmpty());
            assertEquals(List.of("/onix/discover "), asProvider.verdicts());
            HeardCallback question = hands.heard().stream()
                    .filter(each -> each.path().equals("/onix/discover"))
                    .reduce((_, later) -> later)
                    .orElseThrow();
            ObjectNode answer = said.deepCopy();
            ObjectNode context = answer.withObject("/context");
            for (String name : List.of("bapId", "bapUri", "transactionId", "messageId")) {
                context.set(name, question.json().path("context").path(name));
            }
            context.put("bppId", PROVIDER).put("bppUri", at);
            context.remove("requestDigest");
            byte[] body = CorpusRun.bytes(answer);
            Answer heard = hands.post(
                    house.url + "/on_discover",
                    body,
                    asProvider.authorization(PROVIDER, body, binding, question.header("Authorization")));
            assertEquals(200, heard.status(), () -> heard.json().toString());
            JsonNode settled = house.settled(request);
            assertEquals("ANSWERED", settled.path("state").asText(), settled::toString);
            assertTrue(settled.at("/answer/slots/0/slotId").isTextual(), "what it sells is understood");
        }
    }
}
