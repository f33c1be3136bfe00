package dev.flexgate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Shared;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    private static final Path VECTORS = Path.of("reference/audit/jcs");

    @ParameterizedTest
    @ValueSource(strings = {"arrays.json", "french.json", "structures.json"})
    void the_vectors_of_rfc_8785_within_our_profile_come_out_byte_for_byte(String name) throws IOException {
        assertArrayEquals(
                Files.readAllBytes(
                        Shared.path(VECTORS.resolve("output").resolve(name).toString())),
                CanonicalJson.bytes(StrictJson.parse(Files.readAllBytes(
                        Shared.path(VECTORS.resolve("input").resolve(name).toString())))));
    }

    /** The three others hold fractions, or text that is not in normal form C. */
    @ParameterizedTest
    @ValueSource(strings = {"values.json", "unicode.json", "weird.json"})
    void the_vectors_of_rfc_8785_outside_our_profile_are_refused(String name) throws IOException {
        JsonNode tree = StrictJson.parse(Files.readAllBytes(
                Shared.path(VECTORS.resolve("input").resolve(name).toString())));
        assertThrows(NotCanonicalException.class, () -> CanonicalJson.bytes(tree));
    }

    @Test
    void only_integers_within_2_to_the_53_are_numbers() {
        assertEquals(
                "[9007199254740991,-9007199254740991,0,100]", canonical("[9007199254740991,-9007199254740991,-0,1e2]"));
        for (String number : new String[] {"9007199254740992", "-9007199254740992", "0.5", "1e16", "1e60", "1e-1"}) {
            assertThrows(NotCanonicalException.class, () -> canonical("[" + number + "]"), number);
        }
    }

    @Test
    void a_binary_floating_point_number_is_refused_even_when_it_is_whole() {
        assertThrows(
                NotCanonicalException.class,
                () -> CanonicalJson.bytes(Json.object().put("a", 1.0)));
        assertThrows(
                NotCanonicalException.class,
                () -> CanonicalJson.bytes(Json.object().put("a", Double.NaN)));
        assertEquals("{\"a\":1}", new String(CanonicalJson.bytes(Json.object().put("a", BigDecimal.ONE)), UTF_8));
    }

    @Test
    void half_a_surrogate_pair_is_refused() {
        assertThrows(
                NotCanonicalException.class,
                () -> CanonicalJson.bytes(Json.object().put("a", "\ud800")));
        assertThrows(
                NotCanonicalException.class,
                () -> CanonicalJson.bytes(Json.object().put("\udc00", "a")));
    }

    @Test
    void what_is_not_a_json_value_is_refused() {
        ObjectNode binary = Json.object();
        binary.put("a", new byte[] {1});
        ObjectNode pojo = Json.object().putPOJO("a", new Object());
        assertThrows(NotCanonicalException.class, () -> CanonicalJson.bytes(binary));
        assertThrows(NotCanonicalException.class, () -> CanonicalJson.bytes(pojo));
    }

    @Test
    void depth_and_size_end_exactly_at_their_limits() {
        canonical("[".repeat(16) + "1" + "]".repeat(16));
        assertThrows(NotCanonicalException.class, () -> canonical("[".repeat(17) + "1" + "]".repeat(17)));
        int longest = CanonicalJson.BYTES_MAX - 2;
        assertEquals(
                CanonicalJson.BYTES_MAX,
                canonical("\"" + "a".repeat(longest) + "\"").length());
        assertThrows(NotCanonicalException.class, () -> canonical("\"" + "a".repeat(longest + 1) + "\""));
    }

    @Test
    void a_refusal_says_where_and_not_what() {
        NotCanonicalException refused = assertThrows(
                NotCanonicalException.class,
                () -> CanonicalJson.bytes(
                        Json.object().set("keys", Json.array().add(3).add("hunter2\ud800"))));
        assertTrue(refused.toString().contains("/keys/1"), refused.toString());
        assertFalse(refused.toString().contains("hunter2"), refused.toString());
    }

    @Test
    void canonical_of_parsed_canonical_is_the_same_and_a_second_implementation_agrees() throws IOException {
        long seed = 20261121;
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] once = CanonicalJson.bytes(tree(random, 0));
            int at = round;
            assertArrayEquals(once, CanonicalJson.bytes(StrictJson.parse(once)), () -> "seed " + seed + " round " + at);
            String text = new String(once, UTF_8);
            if (text.startsWith("{") || text.startsWith("[")) {
                assertArrayEquals(
                        new JsonCanonicalizer(text).getEncodedUTF8(), once, () -> "seed " + seed + " round " + at);
            }
        }
    }

    private static JsonNode tree(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 4 : 6)) {
            case 0 -> Json.mapper().getNodeFactory().numberNode(random.nextLong(-(1L << 53) + 1, 1L << 53));
            case 1 -> Json.mapper().getNodeFactory().numberNode(random.nextInt(-1000, 1000));
            case 2 -> Json.mapper().getNodeFactory().textNode(text(random));
            case 3 ->
                random.nextBoolean()
                        ? Json.mapper().getNodeFactory().nullNode()
                        : Json.mapper().getNodeFactory().booleanNode(random.nextBoolean());
            case 4 -> {
                var array = Json.array();
                for (int count = random.nextInt(4); count > 0; count--) {
                    array.add(tree(random, depth + 1));
                }
                yield array;
            }
            default -> {
                var object = Json.object();
                for (int count = random.nextInt(5); count > 0; count--) {
                    object.set(text(random), tree(random, depth + 1));
                }
                yield object;
            }
        };
    }

    /** Text from all over Unicode, controls and quotes more often than they come. */
    private static String text(Random random) {
        var text = new StringBuilder();
        for (int count = random.nextInt(8); count > 0; count--) {
            int point = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(0x20);
                case 1 -> "\"\\/abcé".codePointAt(random.nextInt(7));
                case 2 -> random.nextInt(0x800);
                default -> random.nextInt(0x10FFFF);
            };
            if (point < 0xD800 || point > 0xDFFF) {
                text.appendCodePoint(point);
            }
        }
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static String canonical(String text) {
        return new String(CanonicalJson.bytes(StrictJson.parse(text.getBytes(UTF_8))), UTF_8);
    }
}
