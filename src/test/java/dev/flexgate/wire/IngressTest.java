package dev.flexgate.wire;

import static dev.flexgate.wire.IngressFixture.LIMITS;
import static dev.flexgate.wire.IngressFixture.answer;
import static dev.flexgate.wire.IngressFixture.get;
import static dev.flexgate.wire.IngressFixture.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngressTest {

    private final IngressFixture ingress = new IngressFixture();

    @AfterEach
    void stop() {
        ingress.close();
    }

    @Nested
    class The_69_raw_requests {

        private static final Pattern NUMBER = Pattern.compile("\\b[1-5]\\d\\d\\b");

        @Test
        void are_answered_as_the_policy_wants() throws IOException {
            int port = ingress.serve(LIMITS);
            var wrong = new ArrayList<String>();
            JsonNode requests =
                    Shared.json("reference/audit/http-raw/requests.json").get("requests");
            for (JsonNode request : requests) {
                ingress.seen.clear();
                String got = outcome(port, request);
                if (!isWanted(request.get("wanted").textValue(), got)) {
                    wrong.add(request.get("name").textValue() + ": wanted " + request.get("wanted") + ", got " + got);
                }
            }
            assertEquals(69, requests.size());
            assertEquals(List.of(), wrong);
            ingress.assertQuiet();
        }

        /** For example {@code 100 200 saw 1} or {@code 400 closed saw 0}. */
        private String outcome(int port, JsonNode request) throws IOException {
            try (var peer = new RawPeer(port)) {
                peer.sendBehind(raw(request));
                boolean accepted = request.get("wanted").textValue().matches("(accept|ignore).*");
                int answers = request.get("name").textValue().equals("pipelined 3") ? 3 : 1;
                boolean closed = accepted ? !peer.awaitStatuses(answers) : peer.awaitClose();
                return String.join(
                                " ",
                                peer.statuses().stream().map(String::valueOf).toList())
                        + (closed ? " closed" : "")
                        + " saw " + ingress.seen.size();
            }
        }

        private static boolean isWanted(String wanted, String got) {
            String trimmed = got.trim();
            if (wanted.equals("accept or refuse")) {
                return trimmed.matches("200 saw 1|400( closed)? saw 0");
            }
            if (wanted.startsWith("accept (3 responses)")) {
                return trimmed.equals("200 200 200 saw 3");
            }
            if (wanted.startsWith("accept") || wanted.startsWith("ignore the upgrade")) {
                return trimmed.matches("(100 )?200 saw 1");
            }
            var allowed = new HashSet<String>();
            NUMBER.matcher(wanted.replaceAll("\\(.*\\)", ""))
                    .results()
                    .forEach(number -> allowed.add(number.group() + " closed saw 0"));
            if (wanted.contains("close") && !wanted.startsWith("close with")) {
                allowed.add("closed saw 0");
                allowed.add("400 closed saw 0");
            }
            return allowed.contains(trimmed);
        }

        private static byte[] raw(JsonNode request) {
            if (!request.get("rawB64").isNull()) {
                return Base64.getDecoder().decode(request.get("rawB64").textValue());
            }
            int length = 11_534_336;
            return ("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + "a".repeat(length))
                    .getBytes(ISO_8859_1);
        }
    }

    @Nested
    class A_request {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        GET    | /                            | 200
                        GET    | /.well-known/jwks.json       | 200
                        GET    | /log/tile/0/x001/067.p/12    | 200
                        GET    | /x?a=b&c=%20d[0],e:f@g/h?i!   | 200
                        GET    | /x?a=%00                     | 400
                        GET    | /x?a=%zz                     | 400
                        GET    | /x?a=%                       | 400
                        GET    | /x?a="b"                     | 400
                        GET    | /x#y                         | 400
                        GET    | /a/./b                       | 400
                        GET    | /a/..                        | 400
                        GET    | /a/.                         | 400
                        GET    | /a//b                        | 400
                        GET    | /a%2fb                       | 400
                        GET    | /a;b                         | 400
                        GET    | *                            | 400
                        GET    | a:80                         | 400
                        TRACE  | /x                           | 405
                        CONNECT| /x                           | 405
                        DELETE | /x                           | 200
                        """)
        void has_a_method_and_a_target_of_ours(String method, String target, int status) throws IOException {
            assertEquals(status, ingress.answer(method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"));
        }

        @ParameterizedTest
        @CsvSource({
            "a, 200",
            "A, 200",
            "a:8080, 200",
            "b, 400",
            "a.b, 400",
            "a:, 400",
            "a:x, 400",
            "a@b, 400",
            "a/b, 400",
            "[::1]:80, 400"
        })
        void names_one_of_our_hosts(String host, int status) throws IOException {
            assertEquals(status, ingress.answer("GET /x HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        Content-Type: application/json                           | 200
                        content-type: Application/JSON; charset=UTF-8            | 200
                        Content-Type: application/json;charset="utf-8"           | 200
                        Content-Type: application/json; charset=utf-16           | 415
                        Content-Type: application/json; charset=utf-8; x=y       | 415
                        Content-Type: text/plain                                 | 415
                        Content-Type: multipart/form-data; boundary=x            | 415
                        Content-Type: application/x-www-form-urlencoded          | 415
                        Content-Encoding: identity                               | 200
                        Content-Encoding: gzip                                   | 415
                        X: y                                                     | 200
                        """)
        void has_a_body_in_json_and_utf_8(String header, int status) throws IOException {
            assertEquals(
                    status,
                    ingress.answer("POST /x HTTP/1.1\r\nHost: a\r\n" + header + "\r\nContent-Length: 2\r\n\r\n{}"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Authorization", "Content-Type", "Expect", "content-TYPE"})
        void says_each_of_these_once(String header) throws IOException {
            String twice = (header + ": application/json\r\n").repeat(2);
            assertEquals(
                    400, ingress.answer("POST /x HTTP/1.1\r\nHost: a\r\n" + twice + "Content-Length: 2\r\n\r\n{}"));
        }

        @Test
        void has_at_most_64_header_lines() throws IOException {
            assertEquals(200, ingress.answer("GET /x HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(63) + "\r\n"));
            assertEquals(431, ingress.answer("GET /x HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(64) + "\r\n"));
        }

        @Test
        void has_a_body_of_at_most_the_limit() throws IOException {
            int port = ingress.serve(LIMITS.withBodyBytes(10));
            assertEquals(200, answer(port, post("Content-Length: 10", "0123456789")));
            assertEquals(413, answer(port, post("Content-Length: 11", "0123456789X")));
            assertEquals(200, answer(port, post("Transfer-Encoding: chunked", "A\r\n0123456789\r\n0\r\n\r\n")));
            assertEquals(413, answer(port, post("Transfer-Encoding: chunked", "B\r\n0123456789X\r\n0\r\n\r\n")));
            assertEquals(2, ingress.seen.size());
        }

        @Test
        void that_declares_too_much_is_refused_before_any_of_it_is_sent() throws IOException {
            assertEquals(413, ingress.answer(post("Content-Length: 262145", "")));
        }

        @Test
        void may_follow_another_in_the_same_packet_with_its_body() throws IOException {
            int port = ingress.serve(LIMITS);
            try (var peer = new RawPeer(port)) {
                peer.send(post("Content-Length: 2", "{}").repeat(3)
                        + post("Transfer-Encoding: chunked", "1\r\n{\r\n1\r\n}\r\n0\r\nX: y\r\n\r\n")
                        + get("/last"));
                assertTrue(peer.awaitStatuses(5));
                assertEquals(
                        List.of("POST /x {}", "POST /x {}", "POST /x {}", "POST /x {}", "GET /last "),
                        List.copyOf(ingress.seen));
            }
        }

        @Test
        void that_is_malformed_is_answered_after_those_before_it() throws IOException {
            int port = ingress.serve(LIMITS);
            try (var peer = new RawPeer(port)) {
                peer.send(get("/slow"));
                peer.send("GET  /x HTTP/1.1\r\nHost: a\r\n\r\n" + get("/never"));
                assertTrue(peer.awaitClose());
                assertEquals(List.of(200, 400), peer.statuses());
                assertEquals(List.of("GET /slow "), List.copyOf(ingress.seen));
            }
        }
    }
}
