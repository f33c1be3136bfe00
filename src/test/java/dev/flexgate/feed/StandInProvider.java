package dev.flexgate.feed;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A provider on loopback that answers as told, in order; the last answer is repeated. */
final class StandInProvider implements AutoCloseable {

    /** How to answer one request. */
    sealed interface Reply {

        record Body(int status, String text) implements Reply {}

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
    private volatile Reply last = new Reply.Body(200, "{}");

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

    /** Paths with queries, in the order they were asked for. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpServerRequest request) {
        asked.add(request.uri());
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
