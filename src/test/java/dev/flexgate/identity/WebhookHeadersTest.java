package dev.flexgate.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookHeadersTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final byte[] BODY = "{\"kW\":1}".getBytes(StandardCharsets.UTF_8);

    @Test
    void the_published_vectors_are_signed_bit_for_bit() {
        JsonNode vectors = Shared.json("reference/audit/webhooks/standard-webhooks.json");
        JsonNode hmac = vectors.get("hmac");
        assertEquals(
                hmac.get("signature").asText(),
                signed(hmac, WebhookKey.Secret.parse(hmac.get("secret").asText())));
        JsonNode ed = vectors.get("ed25519");
        byte[] seedThenPublic =
                Base64.getDecoder().decode(ed.get("secretKeyB64_seedThenPublic").asText());
        SigningKey key = SigningKey.ofSeed(Arrays.copyOf(seedThenPublic, SigningKey.SEED_LENGTH));
        assertEquals(ed.get("signature").asText(), signed(ed, new WebhookKey.OfSigner(key)));
    }

    @Test
    void one_good_entry_among_others_is_enough_and_no_bad_one_is() {
        JsonNode vectors = Shared.json("reference/audit/webhooks/standard-webhooks.json");
        JsonNode hmac = vectors.get("hmac");
        WebhookKey.Secret secret = WebhookKey.Secret.parse(hmac.get("secret").asText());
        JsonNode lists = vectors.get("headerList");
        assertTrue(proves(hmac, lists.get("accept").asText(), secret));
        lists.get("reject").forEach(bad -> assertFalse(proves(hmac, bad.asText(), secret), bad.asText()));
    }

    @Test
    void a_body_proves_itself_by_either_key() {
        SigningKey key = SigningKey.ofSeed(new byte[SigningKey.SEED_LENGTH]);
        WebhookKey.Secret secret = WebhookKey.Secret.parse(SECRET);
        WebhookHeaders headers = WebhookHeaders.sign("msg_1", NOW, BODY, List.of(new WebhookKey.OfSigner(key), secret));
        assertTrue(headers.prove(BODY, NOW, List.of(secret)));
        WebhookKey.OfPublicKey published =
                WebhookKey.OfPublicKey.parse(new WebhookKey.OfPublicKey(key.publicKey()).text());
        assertTrue(headers.prove(BODY, NOW, List.of(published)));
        assertFalse(headers.prove("{\"kW\":2}".getBytes(StandardCharsets.UTF_8), NOW, List.of(secret, published)));
    }

    @Test
    void what_was_sent_longer_ago_than_the_tolerance_is_refused() {
        WebhookKey.Secret secret = WebhookKey.Secret.parse(SECRET);
        WebhookHeaders headers = WebhookHeaders.sign("msg_1", NOW, BODY, List.of(secret));
        assertTrue(headers.prove(BODY, NOW.plus(WebhookHeaders.TOLERANCE), List.of(secret)));
        assertFalse(headers.prove(BODY, NOW.plus(WebhookHeaders.TOLERANCE).plusSeconds(1), List.of(secret)));
        assertFalse(headers.prove(BODY, NOW.minus(WebhookHeaders.TOLERANCE).minusSeconds(1), List.of(secret)));
    }

    @Test
    void a_secret_is_long_enough_and_never_told() {
        assertThrows(IllegalArgumentException.class, () -> WebhookKey.Secret.parse("whsec_c2hvcnQ="));
        assertFalse(WebhookKey.Secret.parse(SECRET).toString().contains("MfKQ"));
    }

    @Test
    void an_id_cannot_contain_the_separator() {
        assertThrows(IllegalArgumentException.class, () -> WebhookHeaders.sign("a.b", NOW, BODY, List.of()));
    }

    private static String signed(JsonNode vector, WebhookKey.Signs key) {
        return WebhookHeaders.sign(vector.get("id").asText(), at(vector), body(vector), List.of(key))
                .signature();
    }

    private static boolean proves(JsonNode vector, String signature, WebhookKey.Checks key) {
        return new WebhookHeaders(
                        vector.get("id").asText(), vector.get("timestamp").asText(), signature)
                .prove(body(vector), at(vector), List.of(key));
    }

    private static Instant at(JsonNode vector) {
        return Instant.ofEpochSecond(vector.get("timestamp").asLong());
    }

    private static byte[] body(JsonNode vector) {
        return vector.get("body").asText().getBytes(StandardCharsets.UTF_8);
    }
}
