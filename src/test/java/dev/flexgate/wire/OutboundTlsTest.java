package dev.flexgate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flexgate.wire.OutboundException.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboundTlsTest {

    private static final HostResolver HERE = _ -> Future.succeededFuture(List.of(Cidr.literal("127.0.0.1")));

    @TempDir
    static Path folder;

    private static final Vertx VERTX = Vertx.vertx();
    private static PfxOptions certificate = new PfxOptions();
    private static int port;

    @BeforeAll
    static void serve() throws Exception {
        certificate = certificate("right.example");
        HttpServer server = VERTX.createHttpServer(
                        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate))
                .requestHandler(request ->
                        request.response().end(request.connection().indicatedServerName() + " " + request.authority()))
                .listen(0, "127.0.0.1")
                .await();
        port = server.actualPort();
    }

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @Test
    void the_name_is_asked_for_although_the_address_is_connected_to() {
        Answer answer = trusting().send(call("right.example"));
        assertEquals("right.example right.example:" + port, new String(answer.body(), UTF_8));
    }

    @Test
    void a_certificate_for_another_name_is_refused() {
        assertEquals(Reason.CONNECT, failure(trusting(), call("wrong.example")));
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() {
        assertEquals(Reason.CONNECT, failure(out(new HttpClientOptions()), call("right.example")));
    }

    private OutboundHttp trusting() {
        return out(new HttpClientOptions().setTrustOptions(certificate));
    }

    private OutboundHttp out(HttpClientOptions options) {
        return new OutboundHttp(
                VERTX, AddressPolicy.loopback(), OutboundLimits.DEFAULT, new SimpleMeterRegistry(), HERE, options);
    }

    private Call call(String host) {
        return Call.get(URI.create("https://" + host + ":" + port + "/"), Map.of(), Duration.ofSeconds(10));
    }

    private static Reason failure(OutboundHttp out, Call call) {
        return assertThrows(OutboundException.class, () -> out.send(call)).reason();
    }

    private static PfxOptions certificate(String name) throws IOException, InterruptedException {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        assertEquals(0, keytool.waitFor(), () -> "keytool failed");
        return new PfxOptions().setPath(store.toString()).setPassword("changeit");
    }
}
