package dev.flexgate.wire;

import static dev.flexgate.wire.IngressFixture.LIMITS;
import static dev.flexgate.wire.IngressFixture.get;
import static dev.flexgate.wire.IngressFixture.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SlowPeersTest {

    private final IngressFixture ingress = new IngressFixture();

    @AfterEach
    void stop() {
        ingress.close();
    }

    @Nested
    class A_slow_peer {

        @Test
        void that_trickles_its_head_is_cut_off() throws IOException {
            assertCut("GET /x HTTP/1.1\r\n", "X: y\r\n", LIMITS, List.of());
        }

        @Test
        void that_stops_inside_its_head_is_cut_off() throws IOException {
            assertCut("GET /x HT", "", LIMITS, List.of());
        }

        @Test
        void that_stops_inside_its_body_is_told_so() throws IOException {
            assertCut(post("Content-Length: 10", "{"), "", LIMITS, List.of(408));
            assertCut(post("Transfer-Encoding: chunked", "5\r\n{"), "", LIMITS, List.of(408));
        }

        @Test
        void that_sends_the_rest_after_it_was_told_so_changes_nothing() throws IOException {
            for (String[] halves : new String[][] {
                {post("Content-Length: 2", "{"), "}"},
                {post("Transfer-Encoding: chunked", "1\r\n{\r\n"), "1\r\n}\r\n0\r\n\r\n"}
            }) {
                try (var peer = new RawPeer(ingress.serve(LIMITS))) {
                    peer.send(halves[0]);
                    assertTrue(peer.awaitStatuses(1));
                    assertEquals(List.of(408), peer.statuses());
                    peer.send(halves[1]);
                    assertTrue(peer.awaitClose());
                    assertTrue(ingress.seen.isEmpty(), () -> "a handler saw " + ingress.seen);
                }
            }
        }

        @Test
        void that_trickles_its_body_is_told_so_long_before_the_deadline() throws IOException {
            var patient = new IngressLimits.Deadlines(
                    Duration.ofSeconds(5), Duration.ofMinutes(1), 1024, Duration.ofSeconds(10), Duration.ofSeconds(30));
            assertCut(post("Content-Length: 100000", ""), "x", LIMITS.withDeadlines(patient), List.of(408));
        }

        @Test
        void that_does_not_read_its_answer_is_cut_off() throws IOException {
            int port = ingress.serve(
                    LIMITS,
                    router -> router.get("/large")
                            .handler(context -> context.response().end(Buffer.buffer(new byte[64 << 20]))));
            try (var peer = new RawPeer(port)) {
                peer.send(get("/large"));
                Await.until("connected", () -> ingress.connections() == 1);
                Await.until("let go", () -> ingress.connections() == 0);
            }
        }

        @Test
        void that_waits_for_an_answer_is_told_before_it_is_cut_off() throws IOException {
            var hasty = new IngressLimits.Deadlines(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    1,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(200));
            int port = ingress.serve(
                    LIMITS.withDeadlines(hasty), router -> router.get("/never").handler(_ -> {}));
            try (var peer = new RawPeer(port)) {
                peer.send(get("/never"));
                assertTrue(peer.awaitStatuses(1));
                assertEquals(List.of(503), peer.statuses());
                // The connection is still good.
                peer.send(get("/never"));
                assertTrue(peer.awaitStatuses(2));
                assertEquals(List.of(503, 503), peer.statuses());
            }
        }

        @Test
        void that_says_nothing_is_cut_off() throws IOException {
            var restless = new IngressLimits.Deadlines(
                    Duration.ofSeconds(5), Duration.ofSeconds(5), 1, Duration.ofSeconds(5), Duration.ofMillis(200));
            assertCut("", "", LIMITS.withDeadlines(restless), List.of());
        }

        private void assertCut(String beginning, String drip, IngressLimits limits, List<Integer> statuses)
                throws IOException {
            ingress.seen.clear();
            try (var peer = new RawPeer(ingress.serve(limits))) {
                peer.send(beginning);
                var dripping = Thread.ofVirtual().start(() -> {
                    try {
                        while (!drip.isEmpty()) {
                            peer.send(drip);
                            LockSupport.parkNanos(20_000_000);
                        }
                    } catch (IOException _) {
                        // cut off
                    }
                });
                assertTrue(peer.awaitClose(), "still open");
                assertEquals(statuses, peer.statuses());
                assertTrue(ingress.seen.isEmpty(), () -> "a handler saw " + ingress.seen);
                dripping.interrupt();
            }
        }
    }

    @Nested
    class Connections {

        @Test
        void beyond_the_total_are_closed_at_once() throws IOException {
            assertAtMostTwo(new IngressLimits.Connections(2, 100), "connections");
        }

        @Test
        void beyond_the_share_of_one_source_are_closed_at_once() throws IOException {
            assertAtMostTwo(new IngressLimits.Connections(100, 2), "connections");
        }

        private void assertAtMostTwo(IngressLimits.Connections most, String reason) throws IOException {
            int port = ingress.serve(LIMITS.withConnections(most));
            try (var first = new RawPeer(port);
                    var second = new RawPeer(port)) {
                for (RawPeer peer : List.of(first, second)) {
                    peer.send(get("/x"));
                    assertTrue(peer.awaitStatuses(1));
                }
                try (var third = new RawPeer(port)) {
                    assertTrue(third.awaitClose());
                    assertEquals(List.of(), third.statuses());
                }
                assertEquals(1, ingress.refusals(reason));
            }
            Await.until("let go", () -> ingress.connections() == 0);
            try (var next = new RawPeer(port)) {
                next.send(get("/x"));
                assertTrue(next.awaitStatuses(1));
            }
        }
    }
}
