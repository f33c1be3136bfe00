package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.audit.EvidenceCheck.Finding;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.HandBap.HeardCallback;
import dev.flexgate.beckn.HandBap.Reply;
import dev.flexgate.beckn.dialect.OfficialLts;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.registry.NoCallback;
import dev.flexgate.store.Columns;
import dev.flexgate.store.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A consumer of another make trades with the gateway over real HTTP. */
class ConversationTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TestGateway gateway;
    private HandBap bap;
    private String transaction;

    @BeforeEach
    void open() {
        gateway = new TestGateway();
        bap = gateway.bap;
        transaction = UUID.randomUUID().toString();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private ObjectNode message(String word) {
        return bap.message(
                word,
                transaction,
                UUID.randomUUID().toString(),
                gateway.clock.instant().toString(),
                gateway.url());
    }

    static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private ObjectNode discover(String filter) {
        ObjectNode json = message("discover");
        ObjectNode intent = ((ObjectNode) json.path("message")).putObject("intent");
        intent.put("textSearch", "grid flexibility windows");
        if (!filter.isEmpty()) {
            intent.putObject("filters").put("type", "jsonpath").put("expression", filter);
        }
        return json;
    }

    /** A contract as the consumer writes it: what was found, how much of it. */
    private ObjectNode order(String word, JsonNode resource, JsonNode offer, String kilowatts) {
        ObjectNode json = message(word);
        ObjectNode contract = ((ObjectNode) json.path("message")).putObject("contract");
        ObjectNode commitment = contract.putArray("commitments").addObject().put("id", "mine-1");
        commitment.putObject("status").putObject("descriptor").put("code", "DRAFT");
        ObjectNode asked = commitment.putArray("resources").addObject();
        asked.put("id", resource.path("id").asText());
        asked.putObject("quantity").put("unitCode", "KW").put("unitQuantity", new BigDecimal(kilowatts));
        ObjectNode under = commitment.putObject("offer");
        under.put("id", offer.path("id").asText());
        under.putArray("resourceIds").add(resource.path("id").asText());
        return json;
    }

    /** Sends, expects an acknowledgement and the callback that belongs to it. */
    private HeardCallback exchange(String word, ObjectNode json) {
        byte[] body = bytes(json);
        Answer answer = bap.send(gateway.url() + "/" + word, body, gateway.nowSecond());
        String messageId = json.at("/context/messageId").asText();
        assertEquals(200, answer.status(), () -> answer.json().toString());
        assertEquals(
                "{\"message\":{\"status\":\"ACK\",\"messageId\":\"" + messageId + "\"}}",
                new String(answer.body(), UTF_8));
        assertTrue(
                HandBap.verifies(
                        answer.header("signature"),
                        answer.body(),
                        gateway.publicKey(),
                        HandBap.parameter(answer.authorization(), "signature")),
                "the acknowledgement binds itself to the request");
        return callback("on_" + word, messageId);
    }

    private HeardCallback callback(String word, String messageId) {
        Await.until(
                "a callback " + word,
                () -> bap.heard().stream().anyMatch(each -> each.messageId().equals(messageId)));
        HeardCallback callback = bap.heard().stream()
                .filter(each -> each.messageId().equals(messageId))
                .findFirst()
                .orElseThrow();
        assertEquals("/beckn/" + word, callback.path());
        assertEquals(word, callback.json().at("/context/action").asText());
        assertEquals(transaction, callback.json().at("/context/transactionId").asText());
        assertEquals(TestGateway.ID, callback.json().at("/context/bppId").asText());
        for (OfficialLts official : OfficialLts.both()) {
            assertEquals(
                    List.of(),
                    official.errors(word, callback.json()),
                    () -> callback.json().toString());
        }
        return callback;
    }

    private void assertSigned(HeardCallback callback, String requestSignature) {
        String header = callback.header("Authorization");
        assertTrue(header.startsWith("Signature keyId=\"bpp.example.com|bpp-key-1|ed25519\""), header);
        assertTrue(HandBap.verifies(header, callback.body(), gateway.publicKey(), requestSignature));
    }

    @Test
    void a_slot_is_found_priced_bought_and_looked_at() {
        HeardCallback found =
                exchange("discover", discover("$[?(@.resourceAttributes.gridParameters.carbonIntensity <= 150)]"));
        assertSigned(found, "");
        JsonNode catalog = found.json().at("/message/catalogs/0");
        JsonNode resource = catalog.at("/resources/0");
        JsonNode offer = catalog.at("/offers/0");
        assertEquals(resource.path("id"), offer.at("/resourceIds/0"));
        assertEquals(
                120,
                resource.at("/resourceAttributes/gridParameters/carbonIntensity")
                        .asInt());
        assertEquals(
                "provider_forecast",
                resource.at("/resourceAttributes/provenance/quality").asText());

        HeardCallback quoted = exchange("select", order("select", resource, offer, "50"));
        assertSigned(quoted, "");
        JsonNode contract = quoted.json().at("/message/contract");
        // 50 kW over 2 h at a PUE of 1.2 and 0.1 GBP/kWh is 12 GBP of energy; the fee is 0.012 on 100 kWh.
        assertEquals(
                "13.2",
                contract.at("/consideration/0/considerationAttributes/value").asText());
        assertEquals("mine-1", contract.at("/commitments/0/id").asText());
        assertEquals("DRAFT", contract.at("/status/code").asText());
        assertTrue(contract.path("settlements").isMissingNode(), "nothing is asked for before init");
        String id = contract.path("id").asText();

        ObjectNode init = order("init", resource, offer, "50");
        ((ObjectNode) init.at("/message/contract"))
                .putArray("participants")
                .addObject()
                .put("id", "buyer-1")
                .putObject("descriptor")
                .put("code", "CONSUMER")
                .put("name", "ComputeCloud");
        JsonNode initiated = exchange("init", init).json().at("/message/contract");
        assertEquals(id, initiated.path("id").asText());
        assertEquals(
                "ComputeCloud", initiated.at("/participants/0/descriptor/name").asText());
        assertEquals("DRAFT", initiated.at("/settlements/0/status").asText());

        ObjectNode confirm = order("confirm", resource, offer, "50");
        ((ObjectNode) confirm.at("/message/contract"))
                .put("id", id)
                .set("consideration", initiated.path("consideration"));
        JsonNode confirmed = exchange("confirm", confirm).json().at("/message/contract");
        assertEquals("ACTIVE", confirmed.at("/status/code").asText());
        assertEquals("COMMITTED", confirmed.at("/settlements/0/status").asText());

        ObjectNode status = order("status", resource, offer, "50");
        ((ObjectNode) status.at("/message/contract")).put("id", id);
        JsonNode standing = exchange("status", status).json().at("/message/contract");
        assertEquals(confirmed, standing);

        assertEquals(3, gateway.records("ORDER_RECEIVED").size());
        Await.until(
                "three callbacks are known to have arrived",
                () -> gateway.records("CALLBACK_OUTCOME").size() == 3);
        assertEquals(3, gateway.records("ORDER_DECIDED").size());
        assertEquals(
                gateway.records("ORDER_RECEIVED").size(),
                gateway.records("ORDER_DECIDED").stream()
                        .filter(record -> record.path("causedBy").size()
                                == (record.at("/decision/outcome").asText().equals("QUOTED") ? 2 : 1))
                        .count());
    }

    @Test
    void the_evidence_of_an_order_proves_itself_again() {
        HeardCallback found = exchange("discover", discover(""));
        JsonNode catalog = found.json().at("/message/catalogs/0");
        ObjectNode select = order("select", catalog.at("/resources/0"), catalog.at("/offers/0"), "50");
        exchange("select", select);
        JsonNode record = gateway.records("ORDER_RECEIVED").getFirst();
        JsonNode protocol = record.path("protocol");
        byte[] request = evidence(record.at("/inputs/0/sha256").asText());
        byte[] authorization = evidence(record.at("/inputs/1/sha256").asText());
        assertArrayEquals(bytes(select), request);
        assertEquals(
                HandBap.parameter(new String(authorization, UTF_8), "signature"),
                protocol.path("senderSignature").asText());
        var check = new BecknEvidence();
        assertEquals(new Finding.Genuine(), check.check(record, evidence(request, authorization)));

        byte[] forged = request.clone();
        forged[forged.length - 3] ^= 1;
        assertInstanceOf(Finding.Refused.class, check.check(record, evidence(forged, authorization)));
        assertInstanceOf(Finding.Refused.class, check.check(record, Map.of("request", request)));
        ((ObjectNode) record).put("occurredAt", "2026-03-02T08:11:01Z");
        assertInstanceOf(Finding.Refused.class, check.check(record, evidence(request, authorization)), "too late");
        ((ObjectNode) record).put("occurredAt", "2026-03-02T08:10:00Z");
        ((ObjectNode) protocol).put("sender", "other.example.com");
        assertInstanceOf(Finding.Refused.class, check.check(record, evidence(request, authorization)));
        ((ObjectNode) protocol).put("network", "other");
        assertEquals(new Finding.NotMine(), check.check(record, evidence(request, authorization)));
    }

    private static Map<String, byte[]> evidence(byte[] request, byte[] authorization) {
        return Map.of("request", request, "authorization", authorization);
    }

    private byte[] evidence(String sha256) {
        return Columns.bytes(
                gateway.database
                        .row("select content from audit_evidence where encode(sha256, 'hex') = $1", sha256)
                        .orElseThrow(),
                "content");
    }

    @Test
    void a_peer_that_reads_four_lines_gets_the_signature_of_its_request_signed() {
        gateway.close();
        for (CallbackSigning signing : List.of(CallbackSigning.FOUR_LINES, CallbackSigning.FOUR_LINES_OF_HEADER)) {
            gateway = new TestGateway(BecknLimits.DEFAULT, TestDatabase.fresh(), signing);
            bap = gateway.bap;
            ObjectNode discover = discover("");
            byte[] body = bytes(discover);
            Answer answer = bap.send(gateway.url() + "/discover", body, gateway.nowSecond());
            HeardCallback found =
                    callback("on_discover", discover.at("/context/messageId").asText());
            String fourth = signing == CallbackSigning.FOUR_LINES
                    ? HandBap.parameter(answer.authorization(), "signature")
                    : answer.authorization();
            assertSigned(found, fourth);
            if (signing == CallbackSigning.FOUR_LINES) {
                gateway.close();
            }
        }
    }

    /** As its registry entry has it, and only once its answer has left. */
    @ParameterizedTest
    @EnumSource(NoCallback.class)
    void who_asks_again_after_its_answer_hears_that_no_other_will_follow(NoCallback how) {
        gateway.noCallback(how);
        ObjectNode json = discover("");
        byte[] body = bytes(json);
        exchange("discover", json);
        Await.until("a promise that is kept", () -> gateway.count("outbox_message where state = 'DELIVERED'") == 1);
        Answer again = bap.send(gateway.url() + "/discover", body, gateway.nowSecond());
        assertEquals(how.status(), again.status());
        assertEquals("ACK", again.json().at("/message/status").asText());
        assertEquals(
                "CTX_MESSAGE_ID_DUPLICATE",
                again.json().at("/message/error/code").asText());

        gateway.stopCallbacks();
        byte[] waiting = bytes(discover(""));
        for (int times = 0; times < 2; times++) {
            Answer owed = bap.send(gateway.url() + "/discover", waiting, gateway.nowSecond());
            assertEquals(200, owed.status());
            assertTrue(owed.json().at("/message/error").isMissingNode());
        }
    }

    @Test
    void a_repeat_of_the_same_bytes_hears_the_same_and_changes_nothing() {
        JsonNode catalog = exchange("discover", discover("")).json().at("/message/catalogs/0");
        ObjectNode select = order("select", catalog.at("/resources/0"), catalog.at("/offers/0"), "60");
        exchange("select", select);
        byte[] body = bytes(select);
        Answer again = bap.send(gateway.url() + "/select", body, gateway.nowSecond() + 1);
        assertEquals(200, again.status());
        assertEquals("ACK", again.json().at("/message/status").asText());
        exchange("discover", discover(""));
        assertEquals(1, gateway.count("market_order"));
        assertEquals(1, gateway.records("ORDER_RECEIVED").size());
        assertEquals(
                1,
                bap.heard().stream()
                        .filter(each -> each.path().endsWith("on_select"))
                        .count());
    }

    @Test
    void a_callback_comes_again_until_it_is_acknowledged_always_with_the_same_bytes() {
        var calls = new AtomicInteger();
        bap.answerWith(callback -> switch (calls.incrementAndGet()) {
            case 1 -> new Reply(503, "", "");
            case 2 ->
                new Reply(
                        500,
                        "{\"message\":{\"status\":\"NACK\",\"error\":{\"code\":\"NET_OVERLOADED\",\"message\":\"later\"}}}",
                        "");
            default -> new Reply(200, HandBap.ack(callback), "");
        });
        ObjectNode discover = discover("");
        bap.send(gateway.url() + "/discover", bytes(discover), gateway.nowSecond());
        // Nobody moves the clock: a failed attempt is made again by itself, or other tests would wait for it in vain.
        Await.until("three attempts", () -> bap.heard().size() == 3);
        assertArrayEquals(bap.heard().get(0).body(), bap.heard().get(2).body());
        Await.until("delivered", () -> state().equals("DELIVERED"));
    }

    private String state() {
        return Columns.text(
                gateway.database.row("select state from outbox_message").orElseThrow(), "state");
    }

    @Test
    void a_callback_that_is_refused_for_good_is_not_sent_again() {
        bap.answerWith(callback -> new Reply(
                400,
                "{\"message\":{\"status\":\"NACK\",\"error\":{\"code\":\"SCH_SCHEMA_VALIDATION_FAILED\",\"message\":\"no\"}}}",
                ""));
        bap.send(gateway.url() + "/discover", bytes(discover("")), gateway.nowSecond());
        Await.until("dead", () -> gateway.count("outbox_message") == 1 && state().equals("DEAD"));
        assertEquals(1, bap.heard().size());
    }

    @Test
    void an_acknowledgement_is_believed_as_far_as_it_is_signed() {
        bap.answerWith(callback -> {
            String body = HandBap.ack(callback);
            String asked = HandBap.parameter(callback.header("Authorization"), "signature");
            return new Reply(200, body, bap.answerSignature(body.getBytes(UTF_8), gateway.nowSecond(), asked));
        });
        exchange("discover", discover(""));
        Await.until("trust", () -> trusted("SIGNED") == 1);
        String wrong = Base64.getEncoder().encodeToString(new byte[64]);
        bap.answerWith(callback -> new Reply(
                200,
                HandBap.ack(callback),
                "Signature keyId=\"bap.example.com|bap-key-1|ed25519\",algorithm=\"ed25519\",created=\"1\",expires=\"2\",headers=\"(created) (expires) digest request-signature\",signature=\""
                        + wrong + "\""));
        exchange("discover", discover(""));
        Await.until("mistrust", () -> trusted("WRONGLY_SIGNED") == 1);
        Await.until(
                "both are delivered",
                () -> gateway.database
                                .row("select count(*) as n from outbox_message where state = 'DELIVERED'")
                                .orElseThrow()
                                .getLong("n")
                        == 2);
    }

    private double trusted(String trust) {
        var counter = gateway.meters
                .find("flexgate.beckn.acknowledged")
                .tag("trust", trust)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void a_filter_that_finds_nothing_is_answered_with_nothing() {
        HeardCallback found = exchange("discover", discover("$[?(@.id == 'nothing')]"));
        assertEquals(0, found.json().at("/message/catalogs").size());
    }
}
