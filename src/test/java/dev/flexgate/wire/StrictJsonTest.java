package dev.flexgate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.flexgate.Shared;
import dev.flexgate.wire.JsonRefusedException.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Nested
    class Public_suite {

        /** What RFC 8259 allows and we do not: two names that are equal, one number beyond 40 characters. */
        private static final Set<String> REFUSED_BY_POLICY = Set.of(
                "y_object_duplicated_key.json",
                "y_object_duplicated_key_and_value.json",
                "y_number_double_close_to_zero.json");

        @Test
        void none_of_the_188_texts_that_must_be_refused_is_accepted() throws IOException {
            var accepted = new TreeSet<String>();
            List<Path> texts = suite("n_");
            for (Path text : texts) {
                if (accepts(text)) {
                    accepted.add(text.getFileName().toString());
                }
            }
            assertEquals(188, texts.size());
            assertEquals(Set.of(), accepted);
        }

        @Test
        void all_that_must_be_accepted_are_except_three_by_policy() throws IOException {
            var refused = new TreeSet<String>();
            List<Path> texts = suite("y_");
            for (Path text : texts) {
                if (!accepts(text)) {
                    refused.add(text.getFileName().toString());
                }
            }
            assertEquals(95, texts.size());
            assertEquals(new TreeSet<>(REFUSED_BY_POLICY), refused);
        }

        @Test
        void the_free_ones_are_accepted_or_refused_but_never_break() throws IOException {
            for (Path text : suite("i_")) {
                accepts(text);
            }
        }

        private static List<Path> suite(String prefix) throws IOException {
            try (var files = Files.list(Shared.path("reference/audit/json-bad/test_parsing"))) {
                return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                        .sorted()
                        .toList();
            }
        }

        private static boolean accepts(Path text) throws IOException {
            try {
                StrictJson.parse(Files.readAllBytes(text));
                return true;
            } catch (JsonRefusedException _) {
                return false;
            }
        }
    }

    @Nested
    class Refusals {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                        ``                          | EMPTY          | 0
                        {                           | SYNTAX         | 1
                        [1,]                        | SYNTAX         | 3
                        {"a":1} x                   | TRAILING       | 7
                        {"a":1}{"b":2}              | TRAILING       | 7
                        {"a":1,"b":2,"a":3}         | DUPLICATE_NAME | 13
                        {"a":1,"\\u0061":3}         | DUPLICATE_NAME | 7
                        {"x":{"a":1,"a":1}}         | DUPLICATE_NAME | 12
                        ["\\ud800"]                 | SURROGATE      | 1
                        ["\\udc00\\ud800"]          | SURROGATE      | 1
                        {"\\ud83d":1}               | SURROGATE      | 1
                        [1e101]                     | NUMBER         | 1
                        [1e-101]                    | NUMBER         | 1
                        [1e99999999999999999999]    | NUMBER         | 1
                        [00]                        | SYNTAX         | 2
                        /**/[]                      | SYNTAX         | 0
                        """)
        void name_the_reason_and_the_position(String text, Reason reason, long position) {
            JsonRefusedException refused = refusal(text.getBytes(UTF_8));
            assertEquals(reason, refused.reason());
            assertEquals(position, refused.position());
        }

        @Test
        void never_repeat_what_was_sent() {
            String secret = "hunter2hunter2";
            for (String text : List.of(secret, "{\"" + secret + "\":1,\"" + secret + "\":2}", "[\"" + secret)) {
                JsonRefusedException refused = refusal(text.getBytes(UTF_8));
                assertFalse(refused.toString().contains(secret), refused.toString());
                assertEquals(null, refused.getCause());
            }
        }

        @Test
        void cover_a_byte_order_mark() {
            assertEquals(
                    Reason.BYTE_ORDER_MARK, refusal("\uFEFF{}".getBytes(UTF_8)).reason());
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "UTF-32"})
        void cover_every_other_encoding_of_unicode(String charset) {
            refusal("{\"a\":1}".getBytes(Charset.forName(charset)));
        }

        @Test
        void cover_bytes_that_are_not_utf_8() {
            byte[][] texts = {
                {'"', (byte) 0xC0, (byte) 0xAF, '"'}, // overlong slash
                {'"', (byte) 0xE0, (byte) 0x80, (byte) 0xAF, '"'}, // overlong slash
                {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}, // a surrogate spelt in bytes
                {'"', (byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'}, // beyond U+10FFFF
                {'"', (byte) 0xFF, '"'},
                {'"', (byte) 0xE2, (byte) 0x82}, // cut short
            };
            for (byte[] text : texts) {
                assertEquals(Reason.ENCODING, refusal(text).reason());
                assertEquals(1, refusal(text).position());
            }
        }

        @Test
        void begin_exactly_past_each_limit() {
            var limits = new JsonLimits(100, 3, 5, 4, 6, 2);
            for (String fits : List.of("[[[1]]]", "12345", "-1e4", "\"123456\"", "{\"ab\":1}", spaces(99) + "1")) {
                StrictJson.parse(fits.getBytes(UTF_8), limits);
            }
            assertEquals(
                    Reason.DEPTH, refusal("[[[[]]]]".getBytes(UTF_8), limits).reason());
            assertEquals(
                    Reason.NUMBER, refusal("123456".getBytes(UTF_8), limits).reason());
            assertEquals(Reason.NUMBER, refusal("1e5".getBytes(UTF_8), limits).reason());
            assertEquals(
                    Reason.STRING_LENGTH,
                    refusal("\"1234567\"".getBytes(UTF_8), limits).reason());
            assertEquals(
                    Reason.NAME_LENGTH,
                    refusal("{\"abc\":1}".getBytes(UTF_8), limits).reason());
            assertEquals(
                    Reason.TOO_LONG,
                    refusal((spaces(100) + "1").getBytes(UTF_8), limits).reason());
        }
    }

    @Nested
    class Bombs {

        private static final JsonLimits WIDE = JsonLimits.DEFAULT.withBytes(16 << 20);

        @ParameterizedTest
        @ValueSource(ints = {33, 100, 1_001, 100_000})
        void of_depth_are_refused_at_once(int depth) {
            assertEquals(Reason.DEPTH, quickly("[".repeat(depth)));
            assertEquals(Reason.DEPTH, quickly("[".repeat(depth) + "]".repeat(depth)));
            assertEquals(Reason.DEPTH, quickly("{\"a\":".repeat(depth)));
        }

        @ParameterizedTest
        @ValueSource(ints = {41, 1_000, 1_000_000})
        void of_digits_are_refused_at_once(int digits) {
            assertEquals(Reason.NUMBER, quickly("9".repeat(digits)));
            assertEquals(Reason.NUMBER, quickly("0." + "9".repeat(digits)));
            assertEquals(Reason.NUMBER, quickly("1e" + "9".repeat(digits)));
        }

        @Test
        void of_exponents_are_refused_at_once() {
            for (String number : List.of("1e400", "1e999999999", "1E-2147483647", "-1e2147483648")) {
                assertEquals(Reason.NUMBER, quickly(number));
            }
        }

        @Test
        void of_a_hundred_thousand_names_take_bounded_time() {
            var text = new StringBuilder("{");
            for (int key = 0; key < 100_000; key++) {
                text.append("\"k").append(key).append("\":0,");
            }
            String open = text.toString();
            assertEquals(Reason.DUPLICATE_NAME, quickly(open + "\"k0\":1}"));
            assertTimeoutPreemptively(
                    Duration.ofSeconds(5),
                    () -> assertEquals(
                            100_001,
                            StrictJson.parse((open + "\"z\":1}").getBytes(UTF_8), WIDE)
                                    .size()));
        }

        @Test
        void of_names_with_one_hash_take_bounded_time() {
            // "Aa" and "BB" have the same hash in Java, and so has every mix of them of one length.
            var text = new StringBuilder("{");
            for (int key = 0; key < 1 << 15; key++) {
                text.append('"');
                for (int bit = 0; bit < 15; bit++) {
                    text.append((key >> bit & 1) == 0 ? "Aa" : "BB");
                }
                text.append("\":0,");
            }
            assertTimeoutPreemptively(
                    Duration.ofSeconds(5),
                    () -> assertEquals(
                            (1 << 15) + 1,
                            StrictJson.parse((text + "\"z\":1}").getBytes(UTF_8), WIDE)
                                    .size()));
        }

        @Test
        void of_a_million_elements_are_refused_by_the_default_size() {
            String text = "[" + "1,".repeat(1_000_000) + "1]";
            assertEquals(Reason.TOO_LONG, refusal(text.getBytes(UTF_8)).reason());
        }

        private static Reason quickly(String text) {
            return assertTimeoutPreemptively(
                    Duration.ofSeconds(5),
                    () -> refusal(text.getBytes(UTF_8), WIDE).reason());
        }
    }

    @Nested
    class Acceptance {

        @Test
        void keeps_numbers_exactly_as_written() {
            var tree = StrictJson.parse("[9007199254740993, 0.10, 1E22, -0]".getBytes(UTF_8));
            assertEquals(new BigDecimal("9007199254740993"), tree.get(0).decimalValue());
            assertEquals(new BigDecimal("0.10"), tree.get(1).decimalValue());
            assertEquals("[9007199254740993,0.10,10000000000000000000000,0]", Json.text(tree));
        }

        @Test
        void keeps_unicode_beyond_the_first_plane() {
            assertEquals(
                    "😂😂",
                    StrictJson.parse("\"\\ud83d\\ude02😂\"".getBytes(UTF_8)).textValue());
        }

        @Test
        void keeps_names_in_the_order_sent() {
            assertEquals("{\"b\":1,\"a\":[]}", Json.text(StrictJson.parse("{ \"b\": 1, \"a\": [ ] }".getBytes(UTF_8))));
        }

        @Test
        void gives_integers_that_a_schema_knows_as_integers() {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema("{\"type\":\"integer\",\"minimum\":1}", InputFormat.JSON);
            assertTrue(schema.validate(StrictJson.parse("56".getBytes(UTF_8))).isEmpty());
            assertFalse(
                    schema.validate(StrictJson.parse("56.5".getBytes(UTF_8))).isEmpty());
            assertFalse(schema.validate(StrictJson.parse("0".getBytes(UTF_8))).isEmpty());
        }
    }

    private static JsonRefusedException refusal(byte[] text) {
        return refusal(text, JsonLimits.DEFAULT);
    }

    private static JsonRefusedException refusal(byte[] text, JsonLimits limits) {
        return assertThrows(JsonRefusedException.class, () -> StrictJson.parse(text, limits));
    }

    private static String spaces(int count) {
        return " ".repeat(count);
    }
}
