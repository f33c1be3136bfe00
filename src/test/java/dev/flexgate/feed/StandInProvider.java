package dev.flexgate.feed;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A provider on loopback that answers as told, in order; the last answer is repeated. */
final class StandInProvider implements AutoCloseable {

    /** How to answer one request. */
    sealed interface Reply {

        record Body(int status, String text) implements Reply {}

        /** A body with one more header. */
        record Headed(int status, String header, String value, String text) implements Reply {}

        @SuppressWarnings("ArrayRecordComponent") // sent, never compared
        record File(byte[] bytes) implements Reply {}

        record Redirect(String location) implements Reply {}

        /** Answers only after {@code millis}. */
        record Slow(int millis, Reply then) implements Reply {}

        /** Promises more bytes than it sends, then hangs up. */
        record Cut() implements Reply {}
    }

    private final Vertx vertx;
    private final HttpServer server;
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private volatile Reply last = new Reply.Body(200, "{}");
    private volatile Function<String, Optional<Reply>> fixed = _ -> Optional.empty();

    StandInProvider(Vertx vertx) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    StandInProvider answers(Reply... inOrder) {
        replies.clear();
        replies.addAll(List.of(inOrder));
        return this;
    }

    StandInProvider answers(int status, String text) {
        return answers(new Reply.Body(status, text));
    }

    /** Paths with a reply of their own, whatever else is to be answered. */
    StandInProvider always(Function<String, Optional<Reply>> byPath) {
        fixed = byPath;
        return this;
    }

    /** What was shown as a key with each request: the authorization or auth-token header, or nothing. */
    List<String> shown() {
        return List.copyOf(shown);
    }

    /** Paths with queries, in the order they were asked for. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpServerRequest request) {
        asked.add(request.uri());
        shown.add(Objects.requireNonNullElse(
                request.getHeader("authorization"), Objects.requireNonNullElse(request.getHeader("auth-token"), "")));
        Optional<Reply> own = fixed.apply(request.uri());
        if (own.isPresent()) {
            send(request, own.get());
            return;
        }
        Reply next = replies.poll();
        if (next != null) {
            last = next;
        }
        send(request, last);
    }

    private void send(HttpServerRequest request, Reply reply) {
        switch (reply) {
            case Reply.Body(int status, String text) ->
                request.response().setStatusCode(status).end(text).onFailure(StandInProvider::goneIsFine);
            case Reply.Headed(int status, String header, String value, String text) ->
                request.response()
                        .setStatusCode(status)
                        .putHeader(header, value)
                        .end(text)
                        .onFailure(StandInProvider::goneIsFine);
            case Reply.File(byte[] bytes) ->
                request.response().end(Buffer.buffer(bytes)).onFailure(StandInProvider::goneIsFine);
            case Reply.Redirect(String location) ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("location", location)
                        .end()
                        .onFailure(StandInProvider::goneIsFine);
            case Reply.Slow(int millis, Reply then) ->
                vertx.timer(millis, TimeUnit.MILLISECONDS)
                        .onSuccess(_ -> send(request, then))
                        .onFailure(StandInProvider::goneIsFine);
            case Reply.Cut() ->
                request.response()
                        .putHeader("content-length", "1000")
                        .write(Buffer.buffer("{\"data\":["))
                        .compose(_ -> request.connection().close())
                        .onFailure(StandInProvider::goneIsFine);
        }
    }

    /** The asker may have given up by then. */
    private static void goneIsFine(Throwable gone) {}

    @Override
    public void close() {
        server.close().await();
    }
}
