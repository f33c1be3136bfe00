package dev.flexgate.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingGateTest {

    private static final String REFUSED = "GET /refused\r\n\r\n";

    private static final String GOOD = String.join(
            "\r\n",
            "GET /a HTTP/1.1",
            "Host: a",
            "",
            "POST /b HTTP/1.1",
            "Host: a",
            "Content-Length: 5",
            "",
            "\r\n\0\u00ff\nPOST /c HTTP/1.1",
            "host:a",
            "transfer-encoding:\tChunked ",
            "X:",
            "",
            "2",
            "{}",
            "00a",
            "\r\n\r\n\r\n\r\n\r\n",
            "0",
            "T: u",
            "",
            "DELETE /d HTTP/1.0",
            "Host: a",
            "",
            "");

    private final List<String> refusals = new ArrayList<>();

    @Test
    void good_requests_pass_unchanged_however_they_are_cut() {
        for (int cut = 0; cut <= GOOD.length(); cut++) {
            assertEquals(GOOD, passed(GOOD.substring(0, cut), GOOD.substring(cut)), "cut at " + cut);
        }
        var random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            assertEquals(GOOD, passed(shredded(GOOD, random)), "round " + round + " of seed 11");
        }
        assertEquals(List.of(), refusals);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  /x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /x  HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\t/x HTTP/1.1\r\nHost: a\r\n\r\n",
                " GET /x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /x HTTP/1.1 \r\nHost: a\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\n: y\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX: \u0001\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX: \u007f\r\n\r\n",
                "GET /x HTTP/1.1\nHost: a\n\n",
                "GET /x HTTP/1.1\r\nHost: a\rX: y\r\n\r\n",
                "GET /x HTTP/1.1\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1 2\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000000000\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: \u0661\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n",
                "GET /x HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET /x HTTP/2.0\r\nHost: a\r\n\r\n",
                "\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n",
            })
    void a_malformed_head_becomes_one_that_is_certainly_refused_and_nothing_after_it_passes(String head) {
        String before = "GET /before HTTP/1.1\r\nHost: a\r\n\r\n";
        String after = "GET /after HTTP/1.1\r\nHost: a\r\n\r\n";
        for (int cut = 0; cut <= head.length(); cut++) {
            refusals.clear();
            assertEquals(
                    before + REFUSED,
                    passed(before + head.substring(0, cut), head.substring(cut) + after, after),
                    "cut at " + cut);
            assertEquals(1, refusals.size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2\n{}\r\n0\r\n\r\n",
                "2;x=y\r\n{}\r\n0\r\n\r\n",
                "2;\nxx\r\n{}\r\n0\r\n\r\n",
                "2 \r\n{}\r\n0\r\n\r\n",
                "0x2\r\n{}\r\n0\r\n\r\n",
                "-1\r\n{}\r\n0\r\n\r\n",
                "\r\n{}\r\n0\r\n\r\n",
                "10000000\r\n",
                "2\r\n{}XX0\r\n\r\n",
                "2\r\n{}\n0\r\n\r\n",
                "0\r\nX: y\n\r\n",
                "0\r\nX: \0\r\n\r\n",
                "0\r\n\rX",
            })
    void a_malformed_chunk_closes_the_connection(String body) {
        String head = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (int cut = 0; cut <= body.length(); cut++) {
            EmbeddedChannel channel = channel();
            send(channel, head + body.substring(0, cut));
            send(channel, body.substring(cut));
            assertFalse(channel.isOpen(), "cut at " + cut);
            String passed = received(channel);
            assertTrue((head + body).startsWith(passed), passed);
        }
    }

    @Test
    void trailers_are_bounded() {
        String head = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
        EmbeddedChannel channel = channel();
        send(channel, head + "X: " + "y".repeat(ChunkScanner.TRAILER_BYTES_MAX));
        assertFalse(channel.isOpen());
    }

    @Test
    void a_head_without_end_is_handed_to_the_decoder_to_refuse_and_nothing_after_it_is_kept() {
        EmbeddedChannel channel = channel();
        send(channel, "GET /x HTTP/1.1\r\n");
        for (int line = 0; line < 10_000; line++) {
            send(channel, "X: y\r\n");
        }
        int passed = received(channel).length();
        assertTrue(passed > IngressLimits.HEADER_BYTES && passed < 32 * 1024, "passed " + passed);
    }

    @Test
    void random_bytes_never_pass_as_a_request() {
        var random = new Random(12);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            String passed = passed(new String(noise, ISO_8859_1) + "\r\n\r\n");
            assertTrue(passed.equals(REFUSED), passed);
        }
    }

    @Test
    void nothing_leaks_when_a_connection_ends_inside_a_head() {
        EmbeddedChannel channel = channel();
        ByteBuf part = Unpooled.buffer().writeBytes("GET /x HT".getBytes(ISO_8859_1));
        channel.writeInbound(part);
        assertEquals(1, part.refCnt());
        channel.close().syncUninterruptibly();
        assertEquals(0, part.refCnt());
    }

    private String passed(String... parts) {
        EmbeddedChannel channel = channel();
        for (String part : parts) {
            send(channel, part);
        }
        return received(channel);
    }

    private EmbeddedChannel channel() {
        return new EmbeddedChannel(new FramingGate(Duration.ofSeconds(5), refusals::add));
    }

    private static void send(EmbeddedChannel channel, String part) {
        if (channel.isOpen() && !part.isEmpty()) {
            channel.writeInbound(Unpooled.copiedBuffer(part, ISO_8859_1));
        }
    }

    private static String received(EmbeddedChannel channel) {
        var all = new StringBuilder();
        for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
            all.append(part.toString(ISO_8859_1));
            part.release();
        }
        channel.finishAndReleaseAll();
        return all.toString();
    }

    private static String[] shredded(String text, Random random) {
        var parts = new ArrayList<String>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(20));
            parts.add(text.substring(from, to));
            from = to;
        }
        return parts.toArray(String[]::new);
    }
}
