package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.wire.IngressLimits;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who has waited for an acknowledgement for too long is refused as its generation has it, and taken when it repeats. */
class LateAnswerTest {

    private static final IngressLimits HASTY = IngressLimits.DEFAULT.withDeadlines(new IngressLimits.Deadlines(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            1,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMillis(300)));

    private static TestGateway gateway;
    private static String node;

    @BeforeAll
    static void open() {
        gateway = new TestGateway();
        node = gateway.anotherNode(HASTY);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    private static Answer send(String url, String word, JsonNode message) {
        return gateway.bap.send(url + "/" + word, CorpusRun.bytes(message), gateway.nowSecond());
    }

    /** What is said while nobody can keep a message. */
    private static Answer meanwhile(String word, JsonNode message) {
        return gateway.database.inTransaction(tx -> {
            tx.update("lock table beckn_inbox in exclusive mode");
            return send(node, word, message);
        });
    }

    private static void signed(Answer answer, String publicKey) {
        assertTrue(HandBap.verifies(
                answer.header("Signature"),
                answer.body(),
                publicKey,
                HandBap.parameter(answer.authorization(), "signature")));
        assertEquals("1", answer.header("Retry-After"));
    }

    @Test
    void in_the_newest_generation() {
        JsonNode message = gateway.bap.message(
                "discover",
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                gateway.clock.instant().toString(),
                gateway.url());
        ((ObjectNode) message.path("message")).putObject("intent").put("textSearch", "windows");
        Answer late = meanwhile("discover", message);
        assertEquals(504, late.status(), () -> late.json().toString());
        assertEquals("NACK", late.json().at("/message/status").asText());
        assertEquals("NET_TIMEOUT", late.json().at("/message/error/code").asText());
        assertEquals(
                message.at("/context/messageId"), late.json().at("/message/messageId"), "by then it has been read");
        signed(late, gateway.publicKey());
        assertEquals(200, send(gateway.url(), "discover", message).status(), "the same bytes again are taken, once");
        assertEquals(1, gateway.count("beckn_inbox where action = 'discover'"));
    }

    @Test
    void in_the_first() {
        var old = new SnakeBap(
                gateway, "1.1.1", "energy:compute", UUID.randomUUID().toString());
        var search = old.message("search");
        SnakeBap.body(search).putObject("intent").putObject("descriptor").put("name", "windows");
        Answer late = meanwhile("search", search);
        assertEquals(504, late.status(), "what is worth another try keeps its status");
        assertEquals("NACK", late.json().at("/message/ack/status").asText());
        assertEquals("40000", late.json().at("/error/code").asText());
        assertTrue(late.json().at("/error/message").asText().startsWith("NET_TIMEOUT"), late.json()::toString);
        signed(late, gateway.publicKey());
    }

    @Test
    void of_a_partner_that_answers_us() {
        try (var house = new BuyerHouse(gateway, CallbackSigning.THREE_LINES)) {
            String slow = house.another(HASTY);
            Answer late = house.database.inTransaction(tx -> {
                tx.update("lock table beckn_purchase_request in access exclusive mode");
                return gateway.bap.send(
                        slow + "/on_status",
                        CorpusRun.bytes(gateway.bap.message(
                                "on_status",
                                UUID.randomUUID().toString(),
                                UUID.randomUUID().toString(),
                                gateway.clock.instant().toString(),
                                gateway.url())),
                        gateway.nowSecond());
            });
            assertEquals("NET_TIMEOUT", late.json().at("/message/error/code").asText());
            signed(late, house.key.publicKey().base64());
        }
    }
}
