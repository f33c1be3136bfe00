package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.message.ErrorCode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Authorization headers that are not as they should be, generated: each parameter missing, doubled, empty, quoted oddly;
 * other algorithms, keys and times; signatures cut, stretched, of other bytes and of low order. All go to a real gateway
 * over HTTP. Each has its status and its code, changes nothing, and leaves a record.
 */
class HeaderCorpusTest {

    private static final List<String> NAMES =
            List.of("keyId", "algorithm", "created", "expires", "headers", "signature");

    private final TestGateway gateway = new TestGateway();
    private final long now = gateway.nowSecond();
    private final byte[] body = body();
    private final Map<String, Case> cases = new LinkedHashMap<>();

    /** A header and what must become of it. */
    record Case(String header, ErrorCode code) {}

    @AfterEach
    void close() {
        gateway.close();
    }

    private byte[] body() {
        ObjectNode json = gateway.bap.message(
                "discover",
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                gateway.clock.instant().toString(),
                gateway.url());
        ((ObjectNode) json.path("message")).putObject("intent").put("textSearch", "");
        return ConversationTest.bytes(json);
    }

    private String keyId() {
        return HandBap.ID + "|" + HandBap.KEY_ID + "|ed25519";
    }

    /** The parameters of a header that would be taken. */
    private Map<String, String> good() {
        String header = gateway.bap.authorization(keyId(), body, now, now + 60);
        Map<String, String> parameters = new LinkedHashMap<>();
        NAMES.forEach(name -> parameters.put(name, HandBap.parameter(header, name)));
        return parameters;
    }

    private String good(String name) {
        return Objects.requireNonNull(good().get(name));
    }

    private static String text(Map<String, String> parameters) {
        return "Signature "
                + parameters.entrySet().stream()
                        .map(each -> each.getKey() + "=\"" + each.getValue() + "\"")
                        .collect(Collectors.joining(","));
    }

    private void add(String what, String header, ErrorCode code) {
        cases.put(what, new Case(header, code));
    }

    private void invalid(String what, String header) {
        add(what, header, ErrorCode.AUT_SIGNATURE_INVALID);
    }

    private void with(String what, String name, String value) {
        Map<String, String> parameters = good();
        parameters.put(name, value);
        invalid(what, text(parameters));
    }

    private void missingDoubledAndEmpty() {
        for (String name : NAMES) {
            Map<String, String> without = good();
            without.remove(name);
            boolean signature = name.equals("signature");
            add(
                    name + " missing",
                    text(without),
                    signature ? ErrorCode.AUT_SIGNATURE_MISSING : ErrorCode.AUT_SIGNATURE_INVALID);
            String value = good(name);
            invalid(name + " twice", text(good()) + "," + name + "=\"" + value + "\"");
            invalid(
                    name + " twice, first",
                    "Signature " + name + "=\"" + value + "\"," + text(good()).substring(10));
            invalid(name + " twice, differing", text(good()) + "," + name + "=\"x\"");
            add(
                    name + " empty",
                    text(good()).replace(name + "=\"" + value + "\"", name + "=\"\""),
                    signature ? ErrorCode.AUT_SIGNATURE_MISSING : ErrorCode.AUT_SIGNATURE_INVALID);
            add(
                    name + " without value",
                    text(good()).replace(name + "=\"" + value + "\"", name + "="),
                    signature ? ErrorCode.AUT_SIGNATURE_MISSING : ErrorCode.AUT_SIGNATURE_INVALID);
        }
    }

    private void oddlyWritten() {
        for (String name : NAMES) {
            String value = good(name);
            String written = name + "=\"" + value + "\"";
            String header = text(good());
            invalid(name + " without =", header.replace(written, name + "\"" + value + "\""));
            invalid(name + " with :", header.replace(written, name + ":\"" + value + "\""));
            invalid(name + " quote open", header.replace(written, name + "=\"" + value));
            invalid(name + " quote closed", header.replace(written, name + "=" + value + "\""));
            invalid(name + " single quotes", header.replace(written, name + "='" + value + "'"));
            invalid(name + " quoted twice", header.replace(written, name + "=\"\"" + value + "\"\""));
            invalid(
                    name + " escaped",
                    header.replace(written, name + "=\"" + value.substring(0, 1) + "\\" + value.substring(1) + "\""));
            boolean signature = name.equals("signature");
            ErrorCode unknown = signature ? ErrorCode.AUT_SIGNATURE_MISSING : ErrorCode.AUT_SIGNATURE_INVALID;
            add(
                    name + " upper case name",
                    header.replace(written, name.toUpperCase(Locale.ROOT) + "=\"" + value + "\""),
                    unknown);
            if (!name.equals("headers")) { // whose spaces are those of a list
                invalid(name + " space inside", header.replace(written, name + "=\"" + value + " \""));
                invalid(name + " tab before", header.replace(written, name + "=\"\t" + value + "\""));
            }
            add(name + " other name", header.replace(written, name + "x=\"" + value + "\""), unknown);
        }
        for (String glue : List.of(";", " ", "&", ",,", ", ,", "\t;")) {
            invalid("glued by '" + glue + "'", text(good()).replace("\",", "\"" + glue));
        }
        for (String scheme : List.of("", "Bearer ", "Basic ", "Signatur ", "Signature", "Signature=", "SignatureX ")) {
            invalid("scheme '" + scheme + "'", scheme + text(good()).substring("Signature ".length()));
        }
        invalid("comma at the end", text(good()) + ",");
        invalid("comma at the start", text(good()).replace("Signature ", "Signature ,"));
        invalid("rubbish at the end", text(good()) + " x");
        invalid("nothing but the scheme", "Signature ");
        invalid("too many parameters", text(good()) + numbered(20));
        invalid("too long", text(good()) + ",x=\"" + "y".repeat(4_000) + "\"");
    }

    private static String numbered(int count) {
        var more = new StringBuilder();
        for (int number = 0; number < count; number++) {
            more.append(",p").append((char) ('a' + number)).append("=\"1\"");
        }
        return more.toString();
    }

    private void keysAndAlgorithms() {
        for (String algorithm : List.of(
                "Ed25519",
                "ED25519",
                "ed448",
                "rsa-sha256",
                "hs2019",
                "none",
                "ecdsa-p256-sha256",
                "hmac-sha256",
                "ed25519 ")) {
            with("algorithm " + algorithm, "algorithm", algorithm);
            with("keyId of " + algorithm, "keyId", HandBap.ID + "|" + HandBap.KEY_ID + "|" + algorithm);
        }
        for (String keyId : List.of(
                "|",
                "||",
                "|||",
                "x",
                HandBap.ID,
                HandBap.ID + "|ed25519",
                "|" + HandBap.KEY_ID + "|ed25519",
                HandBap.ID + "||ed25519",
                keyId() + "|",
                "|" + keyId(),
                keyId() + "|ed25519",
                HandBap.ID + "|" + HandBap.KEY_ID + "|",
                HandBap.ID + " |" + HandBap.KEY_ID + "|ed25519",
                "https://example.com/key|ed25519",
                "x".repeat(300) + "|k|ed25519",
                HandBap.ID + "|" + "k".repeat(300) + "|ed25519")) {
            with("keyId " + keyId, "keyId", keyId);
        }
        add("a stranger", changed("keyId", "stranger.example.com|k|ed25519"), ErrorCode.AUT_SUBSCRIBER_NOT_FOUND);
        add(
                "another case",
                changed("keyId", "BAP.example.com|" + HandBap.KEY_ID + "|ed25519"),
                ErrorCode.AUT_SUBSCRIBER_NOT_FOUND);
        add("another key", changed("keyId", HandBap.ID + "|other|ed25519"), ErrorCode.AUT_KEY_NOT_FOUND);
        add("a revoked key", changed("keyId", HandBap.ID + "|revoked|ed25519"), ErrorCode.AUT_KEY_EXPIRED_OR_REVOKED);
        with("the key of the gateway itself", "keyId", TestGateway.ID + "|bpp-key-1|ed25519");
    }

    private String changed(String name, String value) {
        Map<String, String> parameters = good();
        parameters.put(name, value);
        return text(parameters);
    }

    private void times() {
        for (String name : List.of("created", "expires")) {
            for (String value : List.of(
                    "-1",
                    "+1",
                    "0x1",
                    "1e9",
                    "1.5",
                    "1,5",
                    "NaN",
                    "999999999999",
                    "99999999999999999999",
                    "１",
                    "١",
                    " ",
                    "2026-01-01T00:00:00Z",
                    "01e1",
                    "1 2",
                    "null",
                    "true")) {
                with(name + " " + value, name, value);
            }
            with(name + " of another second", name, Long.toString(Long.parseLong(good(name)) - 1));
        }
        time("expired a second ago", now - 60, now - 1);
        time("expired long ago", 1, 2);
        time("six seconds ahead", now + 6, now + 60);
        time("years ahead", now + 100_000_000, now + 200_000_000);
        time("ends as it begins", now, now);
        time("ends before it begins", now, now - 1);
        time("from nothing to nothing", 0, 0);
    }

    private void time(String what, long created, long expires) {
        invalid(what, gateway.bap.authorization(keyId(), body, created, expires));
    }

    private void lines() {
        for (String lines : List.of(
                "(created) (expires)",
                "digest",
                "(created)",
                "digest (created) (expires)",
                "(created) digest (expires)",
                "(created) (expires) digest digest",
                "(created) (expires) Digest",
                "(created),(expires),digest",
                "(created) (expires) digest host",
                "(request-target) (created) (expires) digest",
                "created expires digest",
                "(created) (expires) digest request-signature",
                "*",
                "(created) (expires) (digest)")) {
            with("lines " + lines, "headers", lines);
        }
    }

    private void signatures() {
        byte[] signature = Base64.getDecoder().decode(good("signature"));
        String text = good("signature");
        for (int bit : new int[] {0, 1, 7, 8, 100, 255, 256, 257, 400, 504, 511}) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            with("bit " + bit + " flipped", "signature", base64(flipped));
        }
        for (int length : new int[] {0, 1, 31, 32, 33, 63, 65, 96, 128}) {
            byte[] other = Arrays.copyOf(signature, length);
            if (length > 0) {
                with(length + " bytes", "signature", base64(other));
            }
        }
        byte[] zeroes = new byte[64];
        with("all zero", "signature", base64(zeroes));
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) 0xff);
        with("all one", "signature", base64(ones));
        lowOrder().forEach((what, point) -> {
            byte[] low = new byte[64];
            System.arraycopy(point, 0, low, 0, 32);
            with("R of low order: " + what, "signature", base64(low));
        });
        with("S not reduced", "signature", base64(plusOrder(signature)));
        with(
                "url alphabet",
                "signature",
                text.replace('+', '-').replace('/', '_').replace("==", "_="));
        with("unpadded", "signature", text.replace("=", ""));
        with("padded once", "signature", text.replace("==", "="));
        with("padded thrice", "signature", text + "=");
        with("line break", "signature", text.substring(0, 40) + " " + text.substring(40));
        with("no base64", "signature", "!".repeat(88));
        with("hexadecimal", "signature", HexFormat.of().formatHex(signature));
        with("left-over bits", "signature", leftOver(text));
        invalid("of other bytes", gateway.bap.authorization(keyId(), "{}".getBytes(UTF_8), now, now + 60));
        invalid("of nothing", gateway.bap.authorization(keyId(), new byte[0], now, now + 60));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The last letter before the padding carries four bits that mean nothing: another letter, the same bytes. */
    private static String leftOver(String text) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int at = text.length() - 3;
        char other = alphabet.charAt(alphabet.indexOf(text.charAt(at)) + 1);
        return text.substring(0, at) + other + "==";
    }

    /** S + L: the same signature to whoever forgets that S must be below the order (RFC 8032, 5.1.7). */
    private static byte[] plusOrder(byte[] signature) {
        var order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] big = new byte[32];
        for (int index = 0; index < 32; index++) {
            big[index] = signature[63 - index];
        }
        byte[] sum = new BigInteger(1, big).add(order).toByteArray();
        byte[] result = signature.clone();
        for (int index = 0; index < 32; index++) {
            int from = sum.length - 1 - index;
            result[32 + index] = from >= 0 ? sum[from] : 0;
        }
        return result;
    }

    /** Points whose multiples are few: a careless verifier takes them for a signature of anything. */
    private static Map<String, byte[]> lowOrder() {
        Map<String, byte[]> points = new TreeMap<>();
        Map<String, String> known = Map.of(
                "neutral", "0100000000000000000000000000000000000000000000000000000000000000",
                "order 2", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "order 4", "0000000000000000000000000000000000000000000000000000000000000000",
                "order 8", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "neutral, not canonical", "0100000000000000000000000000000000000000000000000000000000000080");
        known.forEach((what, hex) -> points.put(what, HexFormat.of().parseHex(hex)));
        return points;
    }

    @Test
    void each_is_refused_with_its_code_changes_nothing_and_leaves_a_record() {
        missingDoubledAndEmpty();
        oddlyWritten();
        keysAndAlgorithms();
        times();
        lines();
        signatures();
        assertTrue(cases.size() >= 250, "only " + cases.size());
        List<String> wrong = new ArrayList<>();
        int sent = 0;
        for (Map.Entry<String, Case> each : cases.entrySet()) {
            if (each.getValue().header().chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t')) {
                sent++;
                judge(each.getKey(), each.getValue(), wrong);
            }
        }
        assertEquals(List.of(), wrong);
        int refused = sent;
        Await.until(
                refused + " records", () -> gateway.records("MESSAGE_REFUSED").size() == refused);
        assertEquals(0, gateway.count("beckn_inbox"));
        assertEquals(0, gateway.count("outbox_message"));
        assertEquals(
                200,
                gateway.bap
                        .post(gateway.url() + "/discover", body, text(good()))
                        .status(),
                "and as it should be");
    }

    private void judge(String what, Case each, List<String> wrong) {
        Answer answer = gateway.bap.post(gateway.url() + "/discover", body, each.header());
        String code = answer.json().at("/message/error/code").asText();
        if (answer.status() != each.code().httpStatus()
                || !code.equals(each.code().name())) {
            wrong.add(what + ": " + answer.status() + " " + code + " instead of " + each.code());
        } else if (answer.header("www-authenticate").isEmpty()) {
            wrong.add(what + ": no WWW-Authenticate");
        }
    }
}
