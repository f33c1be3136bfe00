package dev.flexgate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.wire.OutboundException.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundHttpTest {

    private static final Duration SECONDS = Duration.ofSeconds(5);
    private static final InetAddress HERE = Cidr.literal("127.0.0.1");

    private static Vertx vertx;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<HttpServer> servers = new ArrayList<>();

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        vertx.close().await();
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.close().await());
    }

    @Nested
    class An_answer {

        @Test
        void comes_back_whole() {
            int port = serve(request -> request.body()
                    .onSuccess(body -> request.response()
                            .setStatusCode(202)
                            .putHeader("X-Seen", request.method() + " " + request.uri())
                            .putHeader((CharSequence) "X-Two", List.<CharSequence>of("a", "b"))
                            .end(body)));
            Answer answer = out().send(Call.post(
                    here(port, "/beckn/on_select?x=%20y"), Map.of("X-A", "1"), "{\"é\":1}".getBytes(UTF_8), SECONDS));
            assertEquals(202, answer.status());
            assertTrue(answer.succeeded());
            assertEquals("POST /beckn/on_select?x=%20y", answer.header("x-seen").orElseThrow());
            assertEquals("a, b", answer.headers().get("x-two"));
            assertArrayEquals("{\"é\":1}".getBytes(UTF_8), answer.body());
            assertEquals(
                    1,
                    meters.counter("flexgate.outbound.calls", "outcome", "2xx").count());
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 404, 410, 429, 500, 503})
        void of_any_status_is_an_answer(int status) {
            int port = serve(request -> request.response().setStatusCode(status).end());
            assertEquals(
                    status,
                    out().send(Call.get(here(port, "/"), Map.of(), SECONDS)).status());
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 302, 303, 307, 308})
        void that_redirects_is_not_followed(int status) {
            var followed = new AtomicInteger();
            int other = serve(request -> {
                followed.incrementAndGet();
                request.response().end();
            });
            int port = serve(request -> request.response()
                    .setStatusCode(status)
                    .putHeader("Location", "http://127.0.0.1:" + other + "/")
                    .end());
            Answer answer = out().send(Call.get(here(port, "/"), Map.of(), SECONDS));
            assertEquals(status, answer.status());
            assertEquals(0, followed.get());
        }

        @Test
        void of_exactly_the_limit_is_read_and_one_byte_more_is_not() {
            int port = serve(request ->
                    request.response().end(Buffer.buffer(new byte[Integer.parseInt(request.getParam("n"))])));
            assertEquals(
                    16 * 1024,
                    out().send(Call.get(here(port, "/?n=16384"), Map.of(), SECONDS))
                            .body()
                            .length);
            assertEquals(Reason.TOO_LARGE, failure(Call.get(here(port, "/?n=16385"), Map.of(), SECONDS)));
        }

        @Test
        void without_an_end_is_cut_at_the_limit() {
            var closed = Promise.<Void>promise();
            int port = serve(request -> {
                request.connection().closeHandler(_ -> closed.tryComplete());
                request.response().setChunked(true);
                vertx.setPeriodic(
                        1,
                        timer -> request.response().write("x".repeat(1000)).onFailure(_ -> vertx.cancelTimer(timer)));
            });
            assertEquals(Reason.TOO_LARGE, failure(Call.get(here(port, "/"), Map.of(), SECONDS)));
            closed.future().timeout(5, TimeUnit.SECONDS).await();
        }
    }

    @Nested
    class The_deadline {

        @Test
        void covers_a_server_that_never_answers_and_frees_the_connection() {
            var closed = Promise.<Void>promise();
            int port = serve(request -> request.connection().closeHandler(_ -> closed.tryComplete()));
            assertEquals(Reason.TIMEOUT, failure(Call.get(here(port, "/"), Map.of(), Duration.ofMillis(200))));
            closed.future().timeout(5, TimeUnit.SECONDS).await();
        }

        @Test
        void covers_an_answer_that_trickles() {
            int port = serve(request -> {
                request.response().setChunked(true);
                vertx.setPeriodic(20, timer -> request.response().write(".").onFailure(_ -> vertx.cancelTimer(timer)));
            });
            assertEquals(Reason.TIMEOUT, failure(Call.get(here(port, "/"), Map.of(), Duration.ofMillis(300))));
        }

        @Test
        void covers_a_resolver_that_never_answers() {
            var out = out(
                    AddressPolicy.loopback(),
                    _ -> Promise.<List<InetAddress>>promise().future());
            assertEquals(
                    Reason.TIMEOUT,
                    failure(out, Call.get(URI.create("http://slow.example/"), Map.of(), Duration.ofMillis(100))));
        }

        @Test
        void must_be_positive() {
            assertThrows(IllegalArgumentException.class, () -> Call.get(here(1, "/"), Map.of(), Duration.ZERO));
        }
    }

    @Nested
    class A_name {

        @Test
        void is_resolved_once_and_the_checked_address_is_connected_to_under_that_name() {
            var asked = new ConcurrentLinkedQueue<String>();
            int port = serve(request -> request.response().end(String.valueOf(request.authority())));
            var out = out(AddressPolicy.loopback(), host -> {
                asked.add(host);
                return Future.succeededFuture(List.of(HERE));
            });
            Answer answer =
                    out.send(Call.get(URI.create("http://BAP.pinned.example:" + port + "/"), Map.of(), SECONDS));
            assertEquals("bap.pinned.example:" + port, new String(answer.body(), UTF_8));
            assertEquals(List.of("bap.pinned.example"), List.copyOf(asked));
        }

        @Test
        void that_is_bound_to_another_address_later_is_judged_again() {
            int port = serve(request -> request.response().end());
            Queue<InetAddress> answers = new ArrayDeque<>(List.of(HERE, Cidr.literal("10.0.0.1")));
            var out = out(AddressPolicy.loopback(), _ -> Future.succeededFuture(List.of(answers.remove())));
            Call call = Call.get(URI.create("http://rebinding.example:" + port + "/"), Map.of(), SECONDS);
            assertEquals(200, out.send(call).status());
            assertEquals(Reason.ADDRESS_REFUSED, failure(out, call));
        }

        /** The list of addresses to deny, each as what a name server answers: at once, or only the second time. */
        @Test
        void that_has_one_of_the_38_addresses_to_deny_is_never_connected_to() {
            var seen = new AtomicInteger();
            int port = serve(request -> {
                seen.incrementAndGet();
                request.response().end();
            });
            URI target = URI.create("http://rebinding.example:" + port + "/");
            AddressPolicy here = new AddressPolicy(true, Set.of(), Set.of(), List.of(Cidr.parse("127.0.0.9")));
            for (JsonNode each :
                    Shared.json("reference/audit/ssrf/addresses.json").get("deny")) {
                InetAddress bad = Cidr.literal(each.textValue());
                var always = out(here, _ -> Future.succeededFuture(List.of(bad)));
                assertEquals(
                        Reason.ADDRESS_REFUSED, failure(always, Call.get(target, Map.of(), SECONDS)), each.textValue());
                Queue<InetAddress> answers = new ArrayDeque<>(List.of(HERE, bad));
                var later = out(AddressPolicy.loopback(), _ -> Future.succeededFuture(List.of(answers.remove())));
                int before = seen.get();
                assertEquals(
                        200, later.send(Call.get(target, Map.of(), SECONDS)).status());
                if (!AddressPolicy.loopback().allows(bad)) {
                    assertEquals(Reason.ADDRESS_REFUSED, failure(later, Call.get(target, Map.of(), SECONDS)));
                }
                assertEquals(before + 1, seen.get(), each.textValue());
            }
        }

        /** An open connection belongs to its address and not to its name. */
        @Test
        void that_moves_is_not_served_by_the_connection_to_where_it_was() {
            int port = serve(
                    "0.0.0.0",
                    request -> request.response()
                            .end(request.connection().localAddress().hostAddress()));
            Queue<InetAddress> answers = new ArrayDeque<>(List.of(HERE, HERE, Cidr.literal("127.0.0.2")));
            var out = out(AddressPolicy.loopback(), _ -> Future.succeededFuture(List.of(answers.remove())));
            Call call = Call.get(URI.create("http://moving.example:" + port + "/"), Map.of(), SECONDS);
            assertEquals("127.0.0.1", new String(out.send(call).body(), UTF_8));
            assertEquals("127.0.0.1", new String(out.send(call).body(), UTF_8));
            assertEquals("127.0.0.2", new String(out.send(call).body(), UTF_8));
        }

        @Test
        void is_refused_when_any_of_its_addresses_is() {
            var seen = new AtomicInteger();
            int port = serve(request -> {
                seen.incrementAndGet();
                request.response().end();
            });
            var out = out(
                    AddressPolicy.loopback(),
                    _ -> Future.succeededFuture(List.of(HERE, Cidr.literal("169.254.169.254"))));
            assertEquals(
                    Reason.ADDRESS_REFUSED,
                    failure(out, Call.get(URI.create("http://two.example:" + port + "/"), Map.of(), SECONDS)));
            assertEquals(0, seen.get());
        }

        @Test
        void without_an_address_is_unresolved() {
            var none = out(AddressPolicy.loopback(), _ -> Future.succeededFuture(List.of()));
            var broken = out(AddressPolicy.loopback(), _ -> Future.failedFuture(new IOException("no name server")));
            Call call = Call.get(URI.create("http://none.example/"), Map.of(), SECONDS);
            assertEquals(Reason.UNRESOLVED, failure(none, call));
            assertEquals(Reason.UNRESOLVED, failure(broken, call));
        }

        @Test
        void of_this_machine_is_found_by_the_real_resolver() {
            int port = serve(request -> request.response().end());
            assertEquals(
                    200,
                    out().send(Call.get(URI.create("http://localhost:" + port + "/"), Map.of(), SECONDS))
                            .status());
        }
    }

    @Nested
    class In_production {

        @Test
        void nothing_on_this_machine_can_be_reached() {
            var seen = new AtomicInteger();
            int port = serve(request -> {
                seen.incrementAndGet();
                request.response().end();
            });
            AddressPolicy policy = AddressPolicy.publicOnly().withPorts(Set.of(port));
            var out = out(policy, _ -> Future.succeededFuture(List.of(HERE)));
            for (String url : List.of(
                    "http://127.0.0.1:" + port,
                    "https://127.0.0.1:" + port,
                    "https://[::1]:" + port,
                    "https://localhost:" + port,
                    "https://inside.example:" + port)) {
                assertEquals(Reason.ADDRESS_REFUSED, failure(out, Call.get(URI.create(url), Map.of(), SECONDS)), url);
            }
            assertEquals(0, seen.get());
            assertThrows(OutboundException.class, () -> out.requireAllowed("http://bap.example/"));
            out.requireAllowed("https://bap.example:" + port + "/");
        }
    }

    @Nested
    class Failures {

        @Test
        void to_connect_are_named() {
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(_ -> {})
                    .listen(0, "127.0.0.1")
                    .await();
            int port = server.actualPort();
            server.close().await();
            assertEquals(Reason.CONNECT, failure(Call.get(here(port, "/"), Map.of(), SECONDS)));
        }

        @Test
        void of_a_connection_that_breaks_are_named() {
            int port = serve(request -> request.connection().close());
            assertEquals(Reason.CONNECT, failure(Call.get(here(port, "/"), Map.of(), SECONDS)));
        }

        @Test
        void of_too_many_waiting_calls_are_named() {
            int port = serve(_ -> {});
            var limits = new OutboundLimits(1024, SECONDS, 1, 1);
            var out = new OutboundHttp(vertx, AddressPolicy.loopback(), limits, meters);
            var calls = new ArrayList<Future<Answer>>();
            for (int call = 0; call < 6; call++) {
                calls.add(out.start(Call.get(here(port, "/"), Map.of(), Duration.ofMillis(500))));
            }
            Future.join(calls).transform(_ -> Future.succeededFuture()).await();
            assertTrue(calls.stream()
                    .anyMatch(call ->
                            call.cause() instanceof OutboundException failed && failed.reason() == Reason.BUSY));
        }

        @Test
        void do_not_show_what_may_be_secret() {
            String secret = "hunter2";
            Call call = Call.post(
                    URI.create("http://10.0.0.1/" + secret + "?key=" + secret),
                    Map.of("Authorization", secret),
                    secret.getBytes(UTF_8),
                    SECONDS);
            OutboundException failed = assertThrows(OutboundException.class, () -> out().send(call));
            for (Throwable each = failed; each != null; each = each.getCause()) {
                assertFalse(each.toString().contains(secret), each.toString());
            }
            assertFalse(call.toString().contains(secret));
            assertFalse(new Answer(200, Map.of("set-cookie", secret), secret.getBytes(UTF_8))
                    .toString()
                    .contains(secret));
        }

        @Test
        void of_a_header_that_would_forge_the_host_or_a_line_are_bugs() {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Call.get(here(1, "/"), Map.of("hOST", "metadata.google.internal"), SECONDS));
            for (String value : List.of("a\r\nHost: b", "a\nb", "\0", "é")) {
                assertThrows(IllegalArgumentException.class, () -> Call.get(here(1, "/"), Map.of("X", value), SECONDS));
            }
            assertThrows(
                    IllegalArgumentException.class, () -> Call.get(here(1, "/"), Map.of("X: y\r\nZ", "a"), SECONDS));
        }
    }

    private OutboundHttp out() {
        return new OutboundHttp(vertx, AddressPolicy.loopback(), OutboundLimits.DEFAULT, meters);
    }

    private OutboundHttp out(AddressPolicy policy, HostResolver resolver) {
        return new OutboundHttp(vertx, policy, OutboundLimits.DEFAULT, meters, resolver);
    }

    private Reason failure(Call call) {
        return failure(out(), call);
    }

    private static Reason failure(OutboundHttp out, Call call) {
        return assertThrows(OutboundException.class, () -> out.send(call)).reason();
    }

    private int serve(Handler<HttpServerRequest> handler) {
        return serve("127.0.0.1", handler);
    }

    private int serve(String host, Handler<HttpServerRequest> handler) {
        HttpServer server =
                vertx.createHttpServer().requestHandler(handler).listen(0, host).await();
        servers.add(server);
        return server.actualPort();
    }

    private static URI here(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
