package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.wire.IngressLimits;
import dev.flexgate.wire.RawPeer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who has waited for an acknowledgement for too long, or has sent its message too slowly, is refused as its generation has
 * it, and taken when it repeats.
 */
class LateAnswerTest {

    private static final IngressLimits HASTY = IngressLimits.DEFAULT.withDeadlines(new IngressLimits.Deadlines(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            1,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMillis(300)));

    /** Where a message must come at once. */
    private static final IngressLimits HURRIED = IngressLimits.DEFAULT
            .withDeadlines(new IngressLimits.Deadlines(
                    Duration.ofSeconds(5), Duration.ofMillis(300), 1, Duration.ofSeconds(10), Duration.ofSeconds(30)))
            .withBodyBytes(10_000);

    private static TestGateway gateway;
    private static String node;
    private static String hurried;

    @BeforeAll
    static void open() {
        gateway = new TestGateway();
        node = gateway.anotherNode(HASTY);
        hurried = gateway.anotherNode(HURRIED);
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

    /** The answer to a message of which nothing but its beginning ever comes. */
    private static Answer begun(String url, String word, byte[] message, String headers) throws IOException {
        URI at = URI.create(url);
        String authorization = gateway.bap.authorization(
                HandBap.ID + "|" + HandBap.KEY_ID + "|ed25519", message, gateway.nowSecond(), gateway.nowSecond() + 60);
        try (var peer = new RawPeer(at.getPort())) {
            peer.send("POST " + at.getPath() + "/" + word + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                    + "Authorization: " + authorization + "\r\n\r\n{\"con");
            assertTrue(peer.awaitClose(), "who answers for a message that it has not read hangs up");
            String[] parts = peer.text().split("\r\n\r\n", 2);
            Map<String, List<String>> found = parts[0].lines()
                    .skip(1)
                    .map(line -> line.split(": ", 2))
                    .collect(Collectors.toMap(line -> line[0], line -> List.of(line[1]), (one, _) -> one));
            return new Answer(
                    peer.statuses().getFirst(), found, parts[1].getBytes(StandardCharsets.ISO_8859_1), authorization);
        }
    }

    private static final String SLOW = "Content-Type: application/json\r\nContent-Length: 5000\r\n";

    @Test
    void whose_message_comes_too_slowly_hears_so_in_the_newest_generation() throws IOException {
        Answer slow = begun(hurried, "select", new byte[0], SLOW);
        assertEquals(408, slow.status());
        assertEquals("NACK", slow.json().at("/message/status").asText());
        assertEquals("NET_TIMEOUT", slow.json().at("/message/error/code").asText());
        signed(slow, gateway.publicKey());
        assertEquals(0, gateway.count("beckn_inbox where action = 'select'"));
    }

    @Test
    void and_in_the_first_where_the_head_tells_that_it_is_spoken() throws IOException {
        Answer byThePath = begun(hurried, "search", new byte[0], SLOW);
        assertEquals("NACK", byThePath.json().at("/message/ack/status").asText());
        Answer byTheGateway = begun(hurried, "select", new byte[0], SLOW + "X-Gateway-Authorization: Signature\r\n");
        assertEquals("NACK", byTheGateway.json().at("/message/ack/status").asText());
        assertEquals(408, byTheGateway.status());
        signed(byTheGateway, gateway.publicKey());
    }

    @Test
    void what_is_too_long_or_no_json_is_refused_before_it_is_read() throws IOException {
        Answer tooLong =
                begun(hurried, "init", new byte[0], "Content-Type: application/json\r\nContent-Length: 10001\r\n");
        assertEquals(413, tooLong.status());
        assertEquals(
                "SCH_INVALID_JSON", tooLong.json().at("/message/error/code").asText());
        assertEquals(
                "TOO_LONG", tooLong.json().at("/message/error/details/reason").asText());
        Answer other = begun(hurried, "init", new byte[0], "Content-Type: text/xml\r\nContent-Length: 5000\r\n");
        assertEquals(415, other.status());
        assertEquals(
                "MEDIA_TYPE", other.json().at("/message/error/details/reason").asText());
        assertEquals(
                2,
                gateway.meters
                        .counter("flexgate.beckn.refused", "code", "SCH_INVALID_JSON")
                        .count());
    }

    @Test
    void what_is_no_message_of_the_network_is_a_problem_as_before() throws IOException {
        String elsewhere = hurried.replace("/beckn", "");
        Answer slow = begun(elsewhere, "api", new byte[0], SLOW);
        assertEquals(408, slow.status());
        assertEquals(408, slow.json().path("status").asInt());
    }

    @Test
    void a_partner_that_answers_us_too_slowly_hears_so_too() throws IOException {
        try (var house = new BuyerHouse(gateway, CallbackSigning.THREE_LINES)) {
            Answer slow = begun(house.another(HURRIED), "on_search", new byte[0], SLOW);
            assertEquals(408, slow.status());
            assertEquals("NACK", slow.json().at("/message/ack/status").asText(), "a word of the first generation");
            signed(slow, house.key.publicKey().base64());
        }
    }
}
