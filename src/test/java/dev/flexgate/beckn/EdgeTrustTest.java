package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.BecknLimits.Rate;
import dev.flexgate.beckn.BecknLimits.Rates;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.HandBap.HeardCallback;
import dev.flexgate.beckn.HandBap.Reply;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.store.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who is believed at the edge and how often: gateways in between, digest names, callbacks bound to requests, rates. */
class EdgeTrustTest {

    private TestGateway gateway = new TestGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private byte[] discover() {
        ObjectNode json = gateway.bap.message(
                "discover",
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                gateway.clock.instant().toString(),
                gateway.url());
        ((ObjectNode) json.path("message")).putObject("intent").put("textSearch", "");
        return ConversationTest.bytes(json);
    }

    private Answer send(byte[] body) {
        return gateway.bap.send(gateway.url() + "/discover", body, gateway.nowSecond());
    }

    private String signed(String subscriber, byte[] body) {
        long now = gateway.nowSecond();
        return gateway.bap.authorization(subscriber + "|" + HandBap.KEY_ID + "|ed25519", body, now, now + 60);
    }

    private static String code(Answer answer) {
        return answer.json().at("/message/error/code").asText();
    }

    private List<JsonNode> refusals() {
        return gateway.records("MESSAGE_REFUSED");
    }

    @Nested
    class A_gateway_in_between {

        private Answer passedOn(byte[] body, String gatewaySignature) {
            return gateway.bap.post(
                    gateway.url() + "/discover",
                    body,
                    signed(HandBap.ID, body),
                    "X-Gateway-Authorization",
                    gatewaySignature);
        }

        @Test
        void that_signed_too_is_believed() {
            byte[] body = discover();
            assertEquals(
                    200, passedOn(body, signed(TestGateway.PASSING_ON, body)).status());
        }

        @Test
        void whose_signature_is_of_other_bytes_is_refused_by_its_own_header() {
            byte[] body = discover();
            Answer answer = passedOn(body, signed(TestGateway.PASSING_ON, "{}".getBytes(UTF_8)));
            assertEquals(401, answer.status());
            assertEquals("AUT_SIGNATURE_INVALID", code(answer));
            assertEquals(
                    "Signature realm=\"bpp.example.com\",headers=\"(created) (expires) digest\"",
                    answer.header("proxy-authenticate"));
            assertEquals("", answer.header("www-authenticate"));
            Await.until("one record", () -> refusals().size() == 1);
        }

        @Test
        void that_is_registered_as_something_else_is_refused() {
            byte[] body = discover();
            Answer answer = passedOn(body, signed(HandBap.ID, body));
            assertEquals("AUT_UNAUTHORIZED_ACTION", code(answer));
            assertEquals(
                    "NOT_A_GATEWAY",
                    answer.json().at("/message/error/details/reason").asText());
        }

        @Test
        void does_not_replace_the_signature_of_the_sender() {
            byte[] body = discover();
            Answer answer = gateway.bap.post(
                    gateway.url() + "/discover",
                    body,
                    signed(HandBap.ID, "{}".getBytes(UTF_8)),
                    "X-Gateway-Authorization",
                    signed(TestGateway.PASSING_ON, body));
            assertEquals(401, answer.status());
            assertTrue(answer.header("www-authenticate").startsWith("Signature"), "this time it is the sender's");
        }
    }

    @Nested
    class A_callback {

        @Test
        void names_its_digest_as_its_consumer_does() {
            byte[] body = discover();
            var consumer = new Sender(HandBap.ID, SigningKey.ofSeed(HandBap.KEY_ID, TestGateway.seed(1)));
            String signed = new Signatures(gateway.clock, SignatureLimits.DEFAULT)
                    .sign(consumer, body, DigestPrefix.BLAKE2B_512)
                    .text();
            assertEquals(
                    200,
                    gateway.bap.post(gateway.url() + "/discover", body, signed).status());
            Await.until("the callback", () -> gateway.bap.heard().size() == 1);
            HeardCallback heard = gateway.bap.heard().getFirst();
            assertEquals(
                    DigestPrefix.BLAKE2B_512,
                    Signatures.verify(
                            SignatureHeader.parse(heard.header("Authorization")),
                            heard.body(),
                            PublicKey32.ofBase64(gateway.publicKey())));
        }

        @Test
        void says_which_request_it_answers_by_its_digest() {
            byte[] body = discover();
            assertEquals(200, send(body).status());
            Await.until("the callback", () -> gateway.bap.heard().size() == 1);
            assertEquals(
                    "BLAKE-512=" + HandBap.digest(body),
                    gateway.bap
                            .heard()
                            .getFirst()
                            .json()
                            .at("/context/requestDigest/digest")
                            .asText());
        }

        @Test
        void with_four_lines_that_a_peer_cannot_read_comes_again_with_three() {
            gateway.close();
            gateway = new TestGateway(BecknLimits.DEFAULT, TestDatabase.fresh(), CallbackSigning.FOUR_LINES);
            gateway.bap.answerWith(callback -> lines(callback).contains("request-signature")
                    ? new Reply(
                            401,
                            "{\"message\":{\"status\":\"NACK\",\"error\":{\"code\":\"AUT_SIGNATURE_INVALID\","
                                    + "\"message\":\"no\"}}}",
                            "")
                    : new Reply(200, HandBap.ack(callback), ""));
            send(discover());
            Await.until("both attempts", () -> {
                gateway.clock.advance(Duration.ofSeconds(1));
                return gateway.bap.heard().size() >= 2;
            });
            assertTrue(lines(gateway.bap.heard().get(0)).contains("request-signature"));
            assertEquals("(created) (expires) digest", lines(gateway.bap.heard().get(1)));
        }

        private String lines(HeardCallback callback) {
            return HandBap.parameter(String.valueOf(callback.headers().get("Authorization")), "headers");
        }
    }

    @Nested
    class Who_sends_too_often {

        private void limit(Rate perSource, Rate perSubscriber) {
            gateway.close();
            gateway = new TestGateway(
                    BecknLimits.DEFAULT.withRates(new Rates(perSource, perSubscriber, 100)),
                    TestDatabase.fresh(),
                    CallbackSigning.THREE_LINES);
        }

        /** Real time refills the buckets, so a slow machine may have more taken; never all. */
        private void assertLimited(String words) {
            int taken = 0;
            int refused = 0;
            while (refused < 2 && taken < 60) {
                Answer answer = send(discover());
                if (answer.status() == 200) {
                    taken++;
                } else {
                    refused++;
                    assertEquals(429, answer.status());
                    assertEquals("AUT_RATE_LIMITED", code(answer));
                    assertTrue(Integer.parseInt(answer.header("retry-after")) >= 1);
                    String message = answer.json().at("/message/error/message").asText();
                    assertTrue(message.contains(words), message);
                }
            }
            assertEquals(2, refused);
            assertTrue(taken >= 3, "the burst");
            Await.until("they are counted", () -> counted() == 2);
            assertEquals(taken, gateway.count("beckn_inbox"));
        }

        private int counted() {
            return refusals().stream()
                    .filter(record -> record.at("/decision/outcome").asText().equals("TURNED_AWAY"))
                    .mapToInt(record -> record.at("/decision/count").asInt())
                    .sum();
        }

        @Test
        void from_one_address_is_told_to_come_again() {
            limit(new Rate(1, 3), new Rate(100, 100));
            assertLimited("this address");
        }

        @Test
        void as_one_participant_is_told_to_come_again() {
            limit(new Rate(100, 100), new Rate(1, 3));
            assertLimited(HandBap.ID);
        }

        @Test
        void behind_a_proxy_is_told_apart_from_others_behind_it() {
            gateway.close();
            gateway = new TestGateway(
                    BecknLimits.DEFAULT.withRates(new Rates(new Rate(1, 3), new Rate(100, 100), 100)),
                    TestDatabase.fresh(),
                    CallbackSigning.THREE_LINES);
            assertLimited("this address"); // the connection's, which is the proxy's
            byte[] body = discover();
            Answer other = gateway.bap.post(
                    gateway.url() + "/discover", body, signed(HandBap.ID, body), "X-Forwarded-For", "198.51.100.7");
            assertEquals(200, other.status(), () -> other.json().toString());
        }

        @Test
        void in_the_name_of_another_uses_up_nothing_of_theirs() {
            limit(new Rate(100, 1_000), new Rate(1, 1));
            byte[] body = discover();
            String forged = signed(HandBap.ID, "{}".getBytes(UTF_8));
            for (int number = 0; number < 5; number++) {
                assertEquals(
                        401,
                        gateway.bap
                                .post(gateway.url() + "/discover", body, forged)
                                .status());
            }
            assertEquals(200, send(body).status());
        }
    }
}
