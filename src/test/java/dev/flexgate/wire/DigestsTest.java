package dev.flexgate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import java.util.Base64;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.junit.jupiter.api.Test;

class DigestsTest {

    @Test
    void blake2b_is_that_of_the_beckn_documents() {
        JsonNode vectors = Shared.json("reference/beckn/test-vectors/quoted-signature-vectors.json");
        int checked = 0;
        for (JsonNode vector : vectors.get("digests")) {
            assertEquals(
                    vector.get("blake2b512_b64").textValue(),
                    blake(vector.get("input_utf8").textValue()));
            checked++;
        }
        for (JsonNode vector : vectors.get("vectors")) {
            if (vector.has("digest_b64")) {
                assertEquals(
                        vector.get("digest_b64").textValue(),
                        blake(vector.get("body").textValue()));
                checked++;
            }
        }
        assertEquals(4, checked);
    }

    @Test
    void blake2b_is_that_of_a_library_for_any_length() {
        var random = new Random(1);
        for (int length = 0; length < 520; length++) {
            byte[] message = new byte[length];
            random.nextBytes(message);
            var library = new Blake2bDigest(512);
            library.update(message, 0, length);
            byte[] expected = new byte[64];
            library.doFinal(expected, 0);
            assertArrayEquals(expected, Digests.blake2b512(message), "length " + length);
        }
    }

    @Test
    void sha_256_takes_its_parts_as_one_text() {
        assertArrayEquals(
                Digests.sha256("abc".getBytes(UTF_8)), Digests.sha256("a".getBytes(UTF_8), "bc".getBytes(UTF_8)));
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Digests.sha256Hex("abc".getBytes(UTF_8)));
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Digests.sha256Hex());
    }

    private static String blake(String text) {
        return Base64.getEncoder().encodeToString(Digests.blake2b512(text.getBytes(UTF_8)));
    }
}
