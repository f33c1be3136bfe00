package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.TestClock;
import dev.flexgate.beckn.dialect.Acknowledgement;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Participant.Validity;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.registry.RegistryFile;
import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.outbox.RetryClass;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real HTTP, to a peer that answers as each test has it. */
class PeerPostTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
    private static final String PEER = "peer.example.com";
    private static final byte[] BODY = "{\"context\":{}}".getBytes(StandardCharsets.UTF_8);

    private final TestClock clock = new TestClock(NOW);
    private final Signatures signatures = new Signatures(clock, SignatureLimits.DEFAULT);
    private final SigningKey ours = SigningKey.ofSeed("our-key", TestGateway.seed(21));
    private final SigningKey theirs = SigningKey.ofSeed("their-key", TestGateway.seed(22));
    private HttpServer server;
    private PeerPost post;

    /** The answer of the peer. */
    private int status = 200;

    private String code = "";
    private String retryAfter = "";

    /** The only digest line that the peer reads and writes. */
    private DigestPrefix reads = DigestPrefix.BLAKE_512;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        server = TestDatabase.vertx()
                .createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body.getBytes())));
        int port = server.listen(0, "127.0.0.1").await().actualPort();
        Path file = folder.resolve("registry.json");
        RegistryFile.write(
                file,
                List.of(new Participant(
                        new KeyId(PEER, theirs.keyId()),
                        Role.BPP,
                        URI.create("http://127.0.0.1:" + port + "/beckn"),
                        theirs.publicKey(),
                        new Validity(NOW.minusSeconds(60), NOW.plusSeconds(86_400), false),
                        Set.of(),
                        CallbackSigning.THREE_LINES)));
        post = new PeerPost(
                new Sender("us.example.com", ours),
                Registry.of(file),
                new LearnedDigests(),
                new OutboundHttp(
                        TestDatabase.vertx(),
                        AddressPolicy.loopback(),
                        OutboundLimits.DEFAULT,
                        new SimpleMeterRegistry()),
                new PeerPost.Limits(SignatureLimits.DEFAULT, Duration.ofSeconds(10), Duration.ofMinutes(1)),
                clock);
    }

    @AfterEach
    void close() {
        server.close().await();
    }

    private void answer(HttpServerRequest request, byte[] body) {
        SignatureHeader asked = SignatureHeader.parse(Objects.requireNonNull(request.getHeader("Authorization")));
        boolean isRead = Signatures.verify(asked, body, ours.publicKey()) == reads;
        String fault = isRead ? code : "AUT_SIGNATURE_INVALID";
        ObjectNode json = Json.object();
        json.putObject("message").put("status", fault.isEmpty() ? "ACK" : "NACK");
        if (!fault.isEmpty()) {
            json.withObject("/message").putObject("error").put("code", fault);
        }
        byte[] bytes = Json.bytes(json);
        var response = request.response().setStatusCode(isRead ? status : 401);
        if (!retryAfter.isEmpty()) {
            response.putHeader("Retry-After", retryAfter);
        }
        response.putHeader(
                        "Signature",
                        signatures
                                .signAnswer(new Sender(PEER, theirs), bytes, asked.signature(), reads)
                                .text())
                .end(Buffer.buffer(bytes));
    }

    private Delivery attempt(int number) {
        var message = new OutgoingMessage(
                UUID.randomUUID(),
                "any",
                PEER,
                RetryClass.CONTROL,
                BODY,
                "application/json",
                Json.object(),
                NOW.plusSeconds(60));
        return post.to(
                PEER,
                peer -> post.send(
                        message,
                        peer,
                        "on_select",
                        post.sign(BODY, peer, number),
                        number,
                        answer -> switch (answer.read()) {
                            case Acknowledgement.Rejected(var error) -> answer.rejected(error);
                            default ->
                                answer.isTaken() ? new Delivery.Delivered(answer.note()) : answer.unacknowledged();
                        }));
    }

    @Test
    void a_peer_that_cannot_read_our_digest_line_is_tried_again_in_its_own() {
        reads = DigestPrefix.BLAKE2B_512;
        Delivery.Again first = assertInstanceOf(Delivery.Again.class, attempt(1));
        assertEquals("401 SIGNED it reads digests as BLAKE2b-512", first.note());
        assertEquals(
                "200 SIGNED",
                assertInstanceOf(Delivery.Delivered.class, attempt(2)).note());
        reads = DigestPrefix.BLAKE_512;
        assertInstanceOf(Delivery.Again.class, attempt(1), "and it may change its mind");
        assertInstanceOf(Delivery.Delivered.class, attempt(2));
    }

    @Test
    void what_a_peer_refuses_is_tried_again_only_where_that_may_help() {
        code = "BIZ_ITEM_NOT_FOUND";
        status = 400;
        assertInstanceOf(Delivery.GaveUp.class, attempt(1));
        code = "NET_OVERLOADED";
        assertInstanceOf(Delivery.Again.class, attempt(1));
        retryAfter = "3600";
        assertEquals(
                Duration.ofMinutes(1),
                assertInstanceOf(Delivery.AgainAfter.class, attempt(1)).pause(),
                "no longer than we want");
        code = "CTX_MESSAGE_ID_DUPLICATE";
        assertInstanceOf(Delivery.GaveUp.class, attempt(1));
        assertInstanceOf(Delivery.Delivered.class, attempt(2), "the first attempt had arrived");
        code = "";
        status = 409;
        assertInstanceOf(Delivery.Delivered.class, attempt(1));
        status = 500;
        assertInstanceOf(Delivery.AgainAfter.class, attempt(1));
    }

    @Test
    void whom_the_registry_does_not_know_it_may_know_later() {
        assertInstanceOf(Delivery.Again.class, post.to("nobody.example.com", _ -> new Delivery.Delivered("never")));
    }
}
