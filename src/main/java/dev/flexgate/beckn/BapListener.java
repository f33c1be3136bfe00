package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Lookup;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where a consumer hears its callbacks: verifies who sent them, matches them to what was asked, and acknowledges. */
final class BapListener implements AutoCloseable {

    private static final int BODY_BYTES = 4 * 1024 * 1024;
    private static final int ANSWERED_MAX = 10_000;
    private static final int UNASKED_MAX = 1_000;

    /** What a provider may say of an order without having been asked. */
    private static final Set<Action> NEWS = EnumSet.of(Action.STATUS, Action.UPDATE, Action.CANCEL, Action.TRACK);

    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** A callback that was verified. */
    @SuppressWarnings("ArrayRecordComponent") // evidence to show, never compared
    record Heard(BecknMessage.Callback message, byte[] body, String authorization) {}

    /** A request whose callback has not come yet. */
    record Awaited(String provider, SignatureHeader asked, String digest, CompletableFuture<Heard> heard) {

        Optional<Heard> within(Duration patience) {
            try {
                return Optional.of(heard.get(patience.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException _) {
                return Optional.empty();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException("a callback is only ever completed", impossible);
            }
        }
    }

    private final BecknNode self;
    private final Registry registry;
    private final InstantSource clock;
    private final Signatures signatures;
    private final Dialect dialect;
    private final HttpServer server;
    private final Map<String, Awaited> awaited = new ConcurrentHashMap<>();
    /** Digests of callbacks that were taken, so that one whose acknowledgement was lost is acknowledged again. */
    private final Map<String, Boolean> answered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > ANSWERED_MAX;
        }
    };

    /** Whom each transaction of ours is with: only they may speak in it unasked. */
    private final Map<String, String> transactions = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > ANSWERED_MAX;
        }
    };

    /** What was said unasked and nobody has taken yet. */
    private final BlockingQueue<Heard> unasked = new ArrayBlockingQueue<>(UNASKED_MAX);

    BapListener(Vertx vertx, BecknNode self, Registry registry, InstantSource clock, Dialect dialect) {
        this.dialect = dialect;
        this.self = self;
        this.registry = registry;
        this.clock = clock;
        this.signatures = new Signatures(clock, SignatureLimits.DEFAULT);
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHttp2ClearTextEnabled(false).setIdleTimeout(30))
                .requestHandler(router(vertx));
    }

    private Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.post()
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES))
                .handler(routing -> {
                    Buffer body = routing.body().buffer();
                    byte[] bytes = body == null ? new byte[0] : body.getBytes();
                    // Whom the registry does not know yet it is asked about; whatever comes, the callback is judged.
                    lookup(routing.request()).onComplete(_ -> take(routing.request(), bytes));
                });
        return router;
    }

    private Future<?> lookup(HttpServerRequest request) {
        try {
            SignatureHeader header =
                    SignatureHeader.parse(Objects.requireNonNullElse(request.getHeader("Authorization"), ""));
            return registry.ask(header.keyId(), clock.instant());
        } catch (RefusedException unreadable) {
            return Future.succeededFuture();
        }
    }

    void listen() {
        URI url = self.url();
        server.listen(url.getPort(), url.getHost()).await();
    }

    Awaited expect(BecknMessage.Request request, String provider, SignatureHeader asked, byte[] body) {
        var expected = new Awaited(provider, asked, Signatures.digest(body), new CompletableFuture<>());
        awaited.put(request.context().messageId(), expected);
        remember(request.context().transactionId(), provider);
        return expected;
    }

    void forget(BecknMessage.Request request) {
        awaited.remove(request.context().messageId());
    }

    private void take(HttpServerRequest request, byte[] body) {
        Optional<String> messageId = Optional.empty();
        try {
            String authorization = Optional.ofNullable(request.getHeader("Authorization"))
                    .orElseThrow(() -> RefusedException.of(ErrorCode.AUT_SIGNATURE_MISSING, "no signature"));
            JsonNode json = EnvelopeRules.json(body, JsonLimits.DEFAULT);
            messageId = dialect.messageId(json);
            hear(word(request), json, body, authorization);
            acknowledge(request, 200, dialect.ack(messageId.orElse("")), authorization);
        } catch (RefusedException refused) {
            acknowledge(request, refused.code().httpStatus(), dialect.nack(messageId, refused.error()), "");
        }
    }

    private static String word(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "/");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void hear(String word, JsonNode json, byte[] body, String authorization) {
        Action action = dialect.answered(word)
                .orElseThrow(() -> RefusedException.of(ErrorCode.NET_NOT_IMPLEMENTED, word + " is no callback"));
        String digest = Digests.sha256Hex(body);
        Awaited asked = awaited.get(dialect.messageId(json).orElse(""));
        if (asked == null) {
            if (wasAnswered(digest)) {
                return;
            }
            hearUnasked(action, json, body, authorization);
            remember(digest);
            return;
        }
        verify(authorization, body, asked);
        String answers = json.at("/context/requestDigest/digest").asText();
        if (!answers.isEmpty() && !answers.equals(asked.digest())) {
            throw RefusedException.of(ErrorCode.CTX_INVALID_FIELD, "the callback answers another request than was sent")
                    .at("$.context.requestDigest.digest")
                    .fix("send " + asked.digest());
        }
        BecknMessage.Callback callback = dialect.readCallback(action, json);
        if (!callback.context().bpp().id().equals(asked.provider())) {
            throw RefusedException.of(ErrorCode.AUT_UNAUTHORIZED_ACTION, "another provider answers than was asked");
        }
        remember(digest);
        asked.heard().complete(new Heard(callback, body, authorization));
    }

    /** A provider may tell news of an order of ours, under a message id of its own and with three lines (NFH-007). */
    private void hearUnasked(Action action, JsonNode json, byte[] body, String authorization) {
        String provider = partner(json.at("/context/transactionId").asText());
        if (provider.isEmpty() || !NEWS.contains(action)) {
            throw RefusedException.of(
                    ErrorCode.AUT_REPLAY_DETECTED, "nothing was asked under this message id, nor in this transaction");
        }
        SignatureHeader header = SignatureHeader.parse(authorization);
        signatures.checkTime(header);
        if (!header.keyId().subscriberId().equals(provider)
                || !(registry.find(header.keyId(), clock.instant()) instanceof Lookup.Known(Participant signer))) {
            throw RefusedException.of(ErrorCode.AUT_UNAUTHORIZED_ACTION, "this transaction is with somebody else");
        }
        Signatures.verify(header, body, signer.key());
        var heard = new Heard(dialect.readCallback(action, json), body, authorization);
        if (!unasked.offer(heard)) {
            throw RefusedException.of(ErrorCode.NET_OVERLOADED, "too much news waits to be taken");
        }
    }

    /** The next piece of news, if one comes within {@code patience}. */
    Optional<Heard> news(Duration patience) {
        try {
            return Optional.ofNullable(unasked.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private synchronized void remember(String transactionId, String provider) {
        transactions.put(transactionId, provider);
    }

    private synchronized String partner(String transactionId) {
        return transactions.getOrDefault(transactionId, "");
    }

    private void verify(String authorization, byte[] body, Awaited asked) {
        SignatureHeader header = SignatureHeader.parse(authorization);
        signatures.checkTime(header);
        if (header.keyId().subscriberId().equals(asked.provider())
                && registry.find(header.keyId(), clock.instant()) instanceof Lookup.Known(Participant signer)) {
            SignatureHeader request = asked.asked();
            Signatures.verify(header, body, signer.key(), List.of(request.signature(), request.text()));
            return;
        }
        throw RefusedException.of(ErrorCode.AUT_UNAUTHORIZED_ACTION, "another signs than was asked");
    }

    private synchronized boolean wasAnswered(String digest) {
        return answered.containsKey(digest);
    }

    private synchronized void remember(String digest) {
        answered.put(digest, true);
    }

    private void acknowledge(HttpServerRequest request, int status, ObjectNode json, String authorization) {
        byte[] body = Json.bytes(json);
        var response = request.response().setStatusCode(status).putHeader("Content-Type", "application/json");
        if (!authorization.isEmpty()) {
            String asked = SignatureHeader.parse(authorization).signature();
            response.putHeader(
                    "Signature",
                    signatures.signAnswer(self.sender(), body, asked).text());
        }
        response.end(Buffer.buffer(body)).onFailure(_ -> {}); // the provider has gone: it will call again
    }

    @Override
    public void close() {
        try {
            server.close().await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw new IllegalStateException("the listener of callbacks does not close", slow);
        }
    }
}
