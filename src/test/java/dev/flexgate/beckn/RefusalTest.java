package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.HandBap.HeardCallback;
import dev.flexgate.beckn.dialect.OfficialLts;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.wire.Digests;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal: its own code, no change of state, one record. */
class RefusalTest {

    private TestGateway gateway;
    private HandBap bap;
    private final String transaction = UUID.randomUUID().toString();

    @BeforeEach
    void open() {
        gateway = new TestGateway();
        bap = gateway.bap;
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    /** A well-made select of 50 kW of the first slot. */
    private ObjectNode select() {
        return order("select", gateway.market.slot().id().value(), "50");
    }

    private ObjectNode order(String word, String slot, String kilowatts) {
        ObjectNode json = bap.message(
                word,
                transaction,
                UUID.randomUUID().toString(),
                gateway.clock.instant().toString(),
                gateway.url());
        ObjectNode contract = ((ObjectNode) json.path("message")).putObject("contract");
        ObjectNode commitment = contract.putArray("commitments").addObject();
        commitment.putObject("status").putObject("descriptor").put("code", "DRAFT");
        ObjectNode resource = commitment.putArray("resources").addObject().put("id", slot);
        resource.putObject("quantity").put("unitCode", "KW").put("unitQuantity", new BigDecimal(kilowatts));
        commitment
                .putObject("offer")
                .put("id", "compute-slot-" + slot)
                .putArray("resourceIds")
                .add(slot);
        return json;
    }

    private static ObjectNode context(ObjectNode json) {
        return (ObjectNode) json.path("context");
    }

    private Answer send(String word, byte[] body) {
        return bap.send(gateway.url() + "/" + word, body, gateway.nowSecond());
    }

    /** Refused at once, recorded once, and nothing else has happened. */
    private Answer assertRefused(Answer answer, byte[] body, ErrorCode code) {
        assertEquals(code.httpStatus(), answer.status(), () -> new String(answer.body(), UTF_8));
        assertEquals("NACK", answer.json().at("/message/status").asText());
        assertEquals(
                code.name(),
                answer.json().at("/message/error/code").asText(),
                () -> answer.json().toString());
        assertTrue(!answer.json().at("/message/error/details/fix").asText().isEmpty());
        Await.until("one record", () -> gateway.records("MESSAGE_REFUSED").size() == 1);
        JsonNode record = gateway.records("MESSAGE_REFUSED").getFirst();
        assertEquals(code.name(), record.at("/decision/reasonCode").asText());
        assertEquals(
                Digests.sha256Hex(body), record.at("/protocol/requestSha256").asText());
        assertNothingHappened();
        return answer;
    }

    private void assertNothingHappened() {
        assertEquals(0, gateway.count("beckn_inbox"));
        assertEquals(0, gateway.count("outbox_message"));
        assertEquals(0, gateway.count("market_order"));
        assertEquals(List.of(), bap.heard());
    }

    private static void assertReason(String reason, Answer answer) {
        assertEquals(reason, answer.json().at("/message/error/details/reason").asText());
    }

    @Nested
    class Signature {

        private byte[] body = new byte[0];
        private long now;
        private String url = "";

        @BeforeEach
        void write_a_message() {
            body = ConversationTest.bytes(select());
            now = gateway.nowSecond();
            url = gateway.url() + "/select";
        }

        private String signed(String keyId, long created, long expires) {
            return bap.authorization(keyId, body, created, expires);
        }

        private String mine() {
            return HandBap.ID + "|" + HandBap.KEY_ID + "|ed25519";
        }

        @Test
        void none_is_missed_and_says_how_to_sign() {
            Answer answer = assertRefused(bap.post(url, body, ""), body, ErrorCode.AUT_SIGNATURE_MISSING);
            assertEquals(
                    "Signature realm=\"bpp.example.com\",headers=\"(created) (expires) digest\"",
                    answer.header("www-authenticate"));
        }

        @Test
        void a_forged_one_is_refused() {
            String forged = signed(mine(), now, now + 60).replace("created=\"" + now, "created=\"" + (now - 1));
            Answer answer = assertRefused(bap.post(url, body, forged), body, ErrorCode.AUT_SIGNATURE_INVALID);
            assertReason("SIGNATURE_MISMATCH", answer);
            assertTrue(
                    HandBap.verifies(
                            answer.header("signature"),
                            answer.body(),
                            gateway.publicKey(),
                            HandBap.parameter(forged, "signature")),
                    "the refusal is signed too");
        }

        @Test
        void one_over_other_bytes_is_refused() {
            byte[] other = new String(body, UTF_8)
                    .replace("\"unitQuantity\":50", "\"unitQuantity\":51")
                    .getBytes(UTF_8);
            Answer answer = assertRefused(
                    bap.post(url, other, signed(mine(), now, now + 60)), other, ErrorCode.AUT_SIGNATURE_INVALID);
            assertReason("SIGNATURE_MISMATCH", answer);
        }

        @Test
        void a_digest_header_that_contradicts_the_bytes_is_refused() {
            Answer answer = bap.post(url, body, signed(mine(), now, now + 60), "Digest", "BLAKE-512=AAAA");
            assertReason("DIGEST_MISMATCH", assertRefused(answer, body, ErrorCode.AUT_SIGNATURE_INVALID));
        }

        @Test
        void an_expired_one_is_refused() {
            Answer answer = assertRefused(
                    bap.post(url, body, signed(mine(), now - 60, now - 1)), body, ErrorCode.AUT_SIGNATURE_INVALID);
            assertReason("EXPIRED", answer);
        }

        @Test
        void one_of_the_future_is_refused() {
            Answer answer = assertRefused(
                    bap.post(url, body, signed(mine(), now + 6, now + 60)), body, ErrorCode.AUT_SIGNATURE_INVALID);
            assertReason("CREATED_IN_FUTURE", answer);
        }

        @Test
        void one_of_a_stranger_is_refused() {
            assertRefused(
                    bap.post(url, body, signed("stranger.example.com|k|ed25519", now, now + 60)),
                    body,
                    ErrorCode.AUT_SUBSCRIBER_NOT_FOUND);
        }

        @Test
        void one_with_an_unknown_key_is_refused() {
            assertRefused(
                    bap.post(url, body, signed(HandBap.ID + "|other|ed25519", now, now + 60)),
                    body,
                    ErrorCode.AUT_KEY_NOT_FOUND);
        }

        @Test
        void one_with_a_revoked_key_is_refused() {
            assertRefused(
                    bap.post(url, body, signed(HandBap.ID + "|revoked|ed25519", now, now + 60)),
                    body,
                    ErrorCode.AUT_KEY_EXPIRED_OR_REVOKED);
        }

        @Test
        void a_key_of_two_parts_is_refused() {
            assertReason(
                    "MALFORMED",
                    assertRefused(
                            bap.post(url, body, signed(HandBap.ID + "|" + HandBap.KEY_ID, now, now + 60)),
                            body,
                            ErrorCode.AUT_SIGNATURE_INVALID));
        }
    }

    @Nested
    class Envelope {

        private void assertRefused(ObjectNode json, String word, ErrorCode code, String path) {
            byte[] body = ConversationTest.bytes(json);
            Answer answer = RefusalTest.this.assertRefused(send(word, body), body, code);
            assertEquals(path, answer.json().at("/message/error/details/path").asText());
            assertEquals(json.at("/context/messageId"), answer.json().at("/message/messageId"));
        }

        @Test
        void a_consumer_that_another_signed_for_is_refused() {
            ObjectNode json = select();
            context(json).put("bapId", "other.example.com");
            assertRefused(json, "select", ErrorCode.AUT_UNAUTHORIZED_ACTION, "$.context.bapId");
        }

        @Test
        void a_provider_that_is_not_us_is_refused() {
            ObjectNode json = select();
            context(json).put("bppId", "other.example.com");
            assertRefused(json, "select", ErrorCode.CTX_INVALID_FIELD, "$.context.bppId");
        }

        @Test
        void a_provider_address_that_is_not_ours_is_refused() {
            ObjectNode json = select();
            context(json).put("bppUri", "https://bpp.example.com/beckn");
            assertRefused(json, "select", ErrorCode.CTX_INVALID_BPP_URI, "$.context.bppUri");
        }

        @Test
        void a_callback_address_that_is_not_registered_is_refused() {
            ObjectNode json = select();
            context(json).put("bapUri", "https://elsewhere.example.com/beckn");
            assertRefused(json, "select", ErrorCode.CTX_INVALID_FIELD, "$.context.bapUri");
        }

        @Test
        void a_network_that_the_sender_is_no_member_of_is_refused() {
            ObjectNode json = select();
            context(json).put("networkId", "nfh.global/another");
            assertRefused(json, "select", ErrorCode.AUT_DOMAIN_NOT_ALLOWED, "$.context.networkId");
        }

        @Test
        void a_message_older_than_its_ttl_is_refused() {
            ObjectNode json = select();
            context(json)
                    .put(
                            "timestamp",
                            gateway.clock.instant().minusMillis(30_001).toString());
            assertRefused(json, "select", ErrorCode.CTX_TTL_EXPIRED, "$.context.ttl");
        }

        @Test
        void a_message_from_the_future_is_refused() {
            ObjectNode json = select();
            context(json)
                    .put("timestamp", gateway.clock.instant().plusMillis(5_001).toString());
            assertRefused(json, "select", ErrorCode.CTX_INVALID_FIELD, "$.context.timestamp");
        }

        @Test
        void a_message_on_the_path_of_another_is_refused() {
            assertRefused(select(), "init", ErrorCode.CTX_ACTION_MISMATCH, "$.context.action");
        }

        @Test
        void another_version_is_refused() {
            ObjectNode json = select();
            context(json).put("version", "1.1.0");
            assertRefused(json, "select", ErrorCode.CTX_VERSION_UNSUPPORTED, "$.context.version");
        }

        @Test
        void a_missing_field_of_the_context_is_named() {
            ObjectNode json = select();
            context(json).remove("transactionId");
            assertRefused(json, "select", ErrorCode.CTX_MISSING_FIELD, "$.context.transactionId");
        }

        @Test
        void a_missing_field_of_the_message_is_named() {
            ObjectNode json = select();
            ((ObjectNode) json.at("/message/contract/commitments/0/offer")).remove("id");
            assertRefused(
                    json, "select", ErrorCode.SCH_REQUIRED_FIELD_MISSING, "$.message.contract.commitments[0].offer.id");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"context\": | SYNTAX",
                "{\"context\":{},\"context\":{}} | DUPLICATE_NAME",
                "{} {} | TRAILING",
                "'' | EMPTY",
            })
    void what_is_no_json_is_refused(String text, String reason) {
        byte[] body = text.getBytes(UTF_8);
        Answer answer = assertRefused(send("select", body), body, ErrorCode.SCH_INVALID_JSON);
        assertReason(reason, answer);
        assertTrue(answer.json().at("/message/messageId").isMissingNode());
    }

    @Test
    void a_context_of_no_known_generation_is_refused() {
        byte[] body = "{\"context\":{\"version\":\"0.9\"},\"message\":{}}".getBytes(UTF_8);
        assertRefused(send("select", body), body, ErrorCode.CTX_VERSION_UNSUPPORTED);
    }

    @Test
    void a_filter_that_is_not_understood_is_refused_at_once() {
        ObjectNode json = bap.message(
                "discover",
                transaction,
                UUID.randomUUID().toString(),
                gateway.clock.instant().toString(),
                gateway.url());
        ((ObjectNode) json.path("message"))
                .putObject("intent")
                .putObject("filters")
                .put("type", "jsonpath")
                .put("expression", "$[?(@.x = 1)]");
        byte[] body = ConversationTest.bytes(json);
        Answer answer = assertRefused(send("discover", body), body, ErrorCode.SCH_INVALID_JSONPATH);
        assertTrue(answer.json().at("/message/error/message").asText().contains("at character 8"));
    }

    @Test
    void a_message_sent_to_the_path_of_another_is_refused_and_an_unknown_path_is_not_ours() {
        byte[] body = ConversationTest.bytes(select());
        assertRefused(send("track", body), body, ErrorCode.CTX_ACTION_MISMATCH);
        assertEquals(404, send("anything", body).status());
    }

    @Test
    void another_message_under_a_known_id_is_refused_and_the_first_one_stands() {
        ObjectNode json = select();
        byte[] first = ConversationTest.bytes(json);
        assertEquals(200, send("select", first).status());
        Await.until(
                "quoted",
                () -> gateway.count("market_order") == 1 && bap.heard().size() == 1);
        byte[] second = new String(first, UTF_8)
                .replace("\"unitQuantity\":50", "\"unitQuantity\":60")
                .getBytes(UTF_8);
        Answer answer = send("select", second);
        assertEquals(400, answer.status());
        assertEquals(
                "CTX_MESSAGE_ID_DUPLICATE",
                answer.json().at("/message/error/code").asText());
        Await.until("one record", () -> gateway.records("MESSAGE_REFUSED").size() == 1);
        assertEquals(1, gateway.count("market_order"));
        assertEquals(1, gateway.count("beckn_inbox"));
    }

    /** Refused by the callback: acknowledged, then answered with an error, and nothing is reserved or sold. */
    @Nested
    class Business {

        private HeardCallback assertFails(ObjectNode json, String word, ErrorCode code) {
            Answer answer = send(word, ConversationTest.bytes(json));
            assertEquals(200, answer.status(), () -> answer.json().toString());
            String id = json.at("/context/messageId").asText();
            Await.until(
                    "a callback",
                    () -> bap.heard().stream().anyMatch(each -> each.messageId().equals(id)));
            HeardCallback callback = bap.heard().stream()
                    .filter(each -> each.messageId().equals(id))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    code.name(),
                    callback.json().at("/error/code").asText(),
                    () -> callback.json().toString());
            for (OfficialLts official : OfficialLts.both()) {
                assertEquals(List.of(), official.errors("on_" + word, callback.json()));
            }
            return callback;
        }

        private void assertOneRefusal() {
            long decided = gateway.records("ORDER_DECIDED").stream()
                    .filter(record -> List.of("REFUSED", "COUNTER_OFFER")
                            .contains(record.at("/decision/outcome").asText()))
                    .count();
            assertEquals(1, decided + gateway.records("MESSAGE_REFUSED").size());
            assertEquals(0, gateway.count("market_order"));
        }

        @Test
        void an_unknown_slot() {
            assertFails(
                    order("select", "slot-nowhere-20260302T1200Z-PT2H", "50"), "select", ErrorCode.BIZ_ITEM_NOT_FOUND);
            assertOneRefusal();
        }

        @Test
        void a_slot_id_that_cannot_be_one() {
            assertFails(order("select", "no slot", "50"), "select", ErrorCode.BIZ_ITEM_NOT_FOUND);
            assertOneRefusal();
        }

        @Test
        void another_offer() {
            ObjectNode json = select();
            ((ObjectNode) json.at("/message/contract/commitments/0/offer")).put("id", "other");
            assertFails(json, "select", ErrorCode.BIZ_OFFER_NOT_FOUND);
            assertOneRefusal();
        }

        @Test
        void a_window_that_has_passed() {
            ObjectNode json = select();
            gateway.clock.advance(Duration.ofHours(3));
            context(json).put("timestamp", gateway.clock.instant().toString());
            assertFails(json, "select", ErrorCode.BIZ_FULFILLMENT_UNAVAILABLE);
            assertOneRefusal();
        }

        @Test
        void a_window_outside_the_slot() {
            ObjectNode json = select();
            ((ObjectNode) json.at("/message/contract/commitments/0"))
                    .putObject("commitmentAttributes")
                    .put("@context", "https://words.example")
                    .put("@type", "ComputeEnergyFulfillment")
                    .putObject("timeWindow")
                    .put("start", "2026-03-05T10:00:00Z")
                    .put("end", "2026-03-05T12:00:00Z");
            HeardCallback callback = assertFails(json, "select", ErrorCode.BIZ_FULFILLMENT_UNAVAILABLE);
            assertEquals(
                    "TERMS_OUTSIDE_SLOT",
                    callback.json().at("/error/details/reason").asText());
            assertOneRefusal();
        }

        @Test
        void more_than_there_is() {
            HeardCallback callback = assertFails(
                    order("select", gateway.market.slot().id().value(), "101"),
                    "select",
                    ErrorCode.BIZ_QUANTITY_UNAVAILABLE);
            assertEquals(
                    "CAPACITY_UNAVAILABLE",
                    callback.json().at("/error/details/reason").asText());
            assertOneRefusal();
        }

        @Test
        void two_slots_in_one_contract() {
            ObjectNode json = select();
            JsonNode commitment = json.at("/message/contract/commitments/0");
            ((ArrayNode) json.at("/message/contract/commitments")).add(commitment.deepCopy());
            assertFails(json, "select", ErrorCode.BIZ_GENERIC_ERROR);
            assertOneRefusal();
        }

        @Test
        void energy_and_load_that_disagree() {
            ObjectNode json = select();
            ObjectNode commitment = (ObjectNode) json.at("/message/contract/commitments/0");
            ((ObjectNode) commitment.at("/resources/0/quantity"))
                    .put("unitCode", "KWH")
                    .put("unitQuantity", 100);
            commitment
                    .putObject("commitmentAttributes")
                    .put("@context", "https://words.example")
                    .put("@type", "ComputeEnergyFulfillment")
                    .put("computeLoad", new BigDecimal("0.051"))
                    .put("computeLoadUnit", "MW");
            assertFails(json, "select", ErrorCode.BIZ_UPDATE_INCONSISTENT);
            assertOneRefusal();
        }

        @Test
        void an_init_of_nothing() {
            assertFails(order("init", gateway.market.slot().id().value(), "50"), "init", ErrorCode.BIZ_ORDER_NOT_FOUND);
            assertOneRefusal();
        }

        @Test
        void the_status_of_nothing() {
            ObjectNode json = order("status", gateway.market.slot().id().value(), "50");
            ((ObjectNode) json.at("/message/contract"))
                    .put("id", UUID.randomUUID().toString());
            assertFails(json, "status", ErrorCode.BIZ_ORDER_NOT_FOUND);
            assertOneRefusal();
        }

        private String quoted() {
            ObjectNode json = select();
            send("select", ConversationTest.bytes(json));
            Await.until("quoted", () -> bap.heard().size() == 1);
            return bap.heard().getFirst().json().at("/message/contract/id").asText();
        }

        private ObjectNode next(String word, String contract, String kilowatts) {
            ObjectNode json = order(word, gateway.market.slot().id().value(), kilowatts);
            ((ObjectNode) json.at("/message/contract")).put("id", contract);
            return json;
        }

        @Test
        void a_confirm_before_init() {
            String contract = quoted();
            assertFails(next("confirm", contract, "50"), "confirm", ErrorCode.BIZ_INVALID_STATE_TRANSITION);
            assertEquals(1, gateway.count("market_order where state = 'QUOTED'"));
        }

        @Test
        void an_init_of_something_else_than_was_quoted() {
            String contract = quoted();
            assertFails(next("init", contract, "60"), "init", ErrorCode.BIZ_UPDATE_INCONSISTENT);
            assertEquals(1, gateway.count("market_order where state = 'QUOTED'"));
        }

        @Test
        void a_quote_that_has_lapsed() {
            String contract = quoted();
            gateway.clock.advance(Duration.ofMinutes(11));
            assertFails(next("init", contract, "50"), "init", ErrorCode.BIZ_QUOTE_EXPIRED_OR_CHANGED);
        }

        @Test
        void another_price_than_was_quoted() {
            String contract = quoted();
            send("init", ConversationTest.bytes(next("init", contract, "50")));
            Await.until("initiated", () -> bap.heard().size() == 2);
            ObjectNode confirm = next("confirm", contract, "50");
            ObjectNode consideration = ((ObjectNode) confirm.at("/message/contract"))
                    .putArray("consideration")
                    .addObject()
                    .put("id", "consideration-1");
            consideration.putObject("status").put("code", "DRAFT");
            consideration
                    .putObject("considerationAttributes")
                    .put("@context", "https://words.example")
                    .put("@type", "PriceSpecification")
                    .put("currency", "GBP")
                    .put("value", new BigDecimal("13.19"));
            assertFails(confirm, "confirm", ErrorCode.BIZ_PRICE_MISMATCH);
            assertEquals(1, gateway.count("market_order where state = 'INITIATED'"));
        }
    }
}
