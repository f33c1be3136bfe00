package dev.flexgate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.webhook.WebhookVerifier.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StandardWebhooksTest {

    private static final JsonNode VECTORS = Shared.json("reference/audit/webhooks/standard-webhooks.json");
    private static final JsonNode HMAC = VECTORS.path("hmac");
    private static final JsonNode ED25519 = VECTORS.path("ed25519");

    @Nested
    class Signing {

        @Test
        void the_v1_vector_comes_out_bit_for_bit() {
            var headers = headers(HMAC, List.of(Secret.parse(HMAC.path("secret").asText())), List.of());
            assertEquals(HMAC.path("signature").asText(), headers.get(StandardWebhooks.SIGNATURE));
            assertEquals(HMAC.path("timestamp").asText(), headers.get(StandardWebhooks.TIMESTAMP));
            assertEquals(HMAC.path("id").asText(), headers.get(StandardWebhooks.ID));
        }

        @Test
        void the_v1a_vector_comes_out_bit_for_bit() {
            var headers = headers(ED25519, List.of(), List.of(key()));
            assertEquals(ED25519.path("signature").asText(), headers.get(StandardWebhooks.SIGNATURE));
        }

        @Test
        void old_and_new_stand_beside_each_other() {
            Secret secret = Secret.parse(HMAC.path("secret").asText());
            var headers = headers(HMAC, List.of(secret, secret), List.of(key(), key()));
            String[] signatures =
                    String.valueOf(headers.get(StandardWebhooks.SIGNATURE)).split(" ");
            assertEquals(
                    List.of("v1", "v1", "v1a", "v1a"),
                    Arrays.stream(signatures).map(each -> each.split(",")[0]).toList());
        }
    }

    @Nested
    class Verifying {

        private final Instant at = Instant.ofEpochSecond(HMAC.path("timestamp").asLong());

        @Test
        void both_vectors_are_believed() {
            assertEquals(Optional.empty(), fault(HMAC, HMAC.path("signature").asText(), at));
            assertEquals(
                    Optional.empty(), fault(ED25519, ED25519.path("signature").asText(), at));
        }

        @Test
        void the_lists_of_the_vectors_are_judged_as_they_say() {
            JsonNode lists = VECTORS.path("headerList");
            assertEquals(Optional.empty(), fault(HMAC, lists.path("accept").asText(), at));
            for (JsonNode bad : lists.path("reject")) {
                assertFalse(fault(HMAC, bad.asText(), at).isEmpty(), bad.asText());
            }
        }

        @Test
        void one_changed_bit_of_the_body_is_noticed() {
            byte[] body = HMAC.path("body").asText().getBytes(UTF_8);
            for (int bit = 0; bit < body.length * 8; bit++) {
                byte[] changed = body.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                assertEquals(
                        Optional.of(Fault.NO_SIGNATURE_MATCHES),
                        verifier(at)
                                .fault(
                                        id(HMAC),
                                        time(HMAC),
                                        HMAC.path("signature").asText(),
                                        changed));
            }
        }

        @Test
        void another_id_or_time_is_noticed() {
            String signature = HMAC.path("signature").asText();
            byte[] body = HMAC.path("body").asText().getBytes(UTF_8);
            assertEquals(
                    Optional.of(Fault.NO_SIGNATURE_MATCHES),
                    verifier(at).fault("msg_other", time(HMAC), signature, body));
            assertEquals(
                    Optional.of(Fault.NO_SIGNATURE_MATCHES),
                    verifier(at).fault(id(HMAC), Long.toString(at.getEpochSecond() + 1), signature, body));
        }

        @Test
        void what_was_said_more_than_five_minutes_ago_or_ahead_is_not_believed() {
            String signature = HMAC.path("signature").asText();
            Duration five = Duration.ofMinutes(5);
            assertEquals(Optional.empty(), fault(HMAC, signature, at.plus(five)));
            assertEquals(Optional.empty(), fault(HMAC, signature, at.minus(five)));
            assertEquals(
                    Optional.of(Fault.TOO_OLD),
                    fault(HMAC, signature, at.plus(five).plusMillis(1)));
            assertEquals(
                    Optional.of(Fault.TOO_NEW),
                    fault(HMAC, signature, at.minus(five).minusMillis(1)));
        }

        @Test
        void malformed_headers_are_refused_and_never_throw() {
            byte[] body = new byte[0];
            for (String time : List.of("", "x", "-1", "1e9", "9999999999999", "1614265330.0")) {
                assertFalse(verifier(at).fault("msg_1", time, "v1,AA==", body).isEmpty(), time);
            }
            for (String signature : List.of("", ",", "v1", "v1,", "v1,%%%", "v1a,AA==", " ", "v1,a v1a,b v9,c")) {
                assertFalse(
                        verifier(at).fault("msg_1", time(HMAC), signature, body).isEmpty(), signature);
            }
        }

        private Optional<Fault> fault(JsonNode vector, String signature, Instant now) {
            return verifier(now)
                    .fault(
                            id(vector),
                            time(vector),
                            signature,
                            vector.path("body").asText().getBytes(UTF_8));
        }

        private WebhookVerifier verifier(Instant now) {
            Secret secret = Secret.parse(HMAC.path("secret").asText());
            return new WebhookVerifier(List.of(secret), List.of(key().publicKey()), InstantSource.fixed(now));
        }

        private String id(JsonNode vector) {
            return vector.path("id").asText();
        }

        private String time(JsonNode vector) {
            return vector.path("timestamp").asText();
        }
    }

    @Nested
    class A_secret {

        @Test
        void comes_back_as_it_was_written() {
            String text = HMAC.path("secret").asText();
            assertEquals(text, Secret.parse(text).text());
        }

        @Test
        void of_another_length_or_form_is_refused_without_being_repeated() {
            for (String text : List.of(
                    "",
                    "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                    "whsec_",
                    "whsec_%%%",
                    "whsec_" + Base64.getEncoder().encodeToString(new byte[23]),
                    "whsec_" + Base64.getEncoder().encodeToString(new byte[65]))) {
                var refused = assertThrows(IllegalArgumentException.class, () -> Secret.parse(text));
                assertFalse(text.length() > 6
                        && String.valueOf(refused.getMessage()).contains(text));
            }
        }

        @Test
        void is_not_shown_by_accident() {
            assertEquals("whsec_***", Secret.parse(HMAC.path("secret").asText()).toString());
        }
    }

    @Test
    void our_public_key_is_written_as_receivers_expect_it() {
        byte[] whole = Base64.getDecoder()
                .decode(ED25519.path("secretKeyB64_seedThenPublic").asText());
        var published = new PublicKey32(Arrays.copyOfRange(whole, 32, 64));
        assertEquals(published, key().publicKey());
        assertEquals("whpk_" + published.base64(), StandardWebhooks.text(published));
    }

    private static SigningKey key() {
        byte[] whole = Base64.getDecoder()
                .decode(ED25519.path("secretKeyB64_seedThenPublic").asText());
        return SigningKey.ofSeed(Arrays.copyOf(whole, 32));
    }

    private static Map<String, String> headers(JsonNode vector, List<Secret> secrets, List<SigningKey> keys) {
        return StandardWebhooks.headers(
                vector.path("id").asText(),
                Instant.ofEpochSecond(vector.path("timestamp").asLong()),
                vector.path("body").asText().getBytes(UTF_8),
                secrets,
                keys);
    }
}
