package dev.flexgate.wire;

import dev.flexgate.wire.OutboundException.Reason;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call under way: whatever ends it first, answer, failure or deadline, ends it once and frees the connection.
 *
 * <p>All of it runs on one event loop of its own. Run on the caller's thread instead, a fast answer can be over
 * before that thread has set the handlers that read it, and the call would wait for its deadline.
 */
final class OutboundExchange {

    private final HttpClient client;
    private final Call call;
    private final int responseBytesMax;
    private final ContextInternal loop;
    private final Promise<Answer> answer;
    private @Nullable HttpClientRequest request;

    OutboundExchange(VertxInternal vertx, HttpClient client, Call call, int responseBytesMax) {
        this.client = client;
        this.call = call;
        this.responseBytesMax = responseBytesMax;
        this.loop = vertx.createEventLoopContext();
        this.answer = vertx.getOrCreateContext().promise();
    }

    Future<Answer> run(Supplier<Future<OutboundHttp.Admitted>> admission) {
        loop.runOnContext(_ -> {
            long timer = loop.setTimer(
                    Math.max(1, call.deadline().toMillis()),
                    _ -> fail(new OutboundException(Reason.TIMEOUT, call + " took longer than " + call.deadline())));
            answer.future().onComplete(_ -> loop.owner().cancelTimer(timer));
            admission.get().onComplete(admitted -> loop.runOnContext(_ -> connect(admitted)));
        });
        return answer.future();
    }

    private void connect(AsyncResult<OutboundHttp.Admitted> admitted) {
        if (admitted.failed()) {
            fail(admitted.cause());
        } else if (!answer.future().isComplete()) {
            Future.succeededFuture(admitted.result())
                    .compose(this::open) // composed, so that what it throws becomes a failure too
                    .compose(this::send)
                    .onSuccess(this::read)
                    .onFailure(this::fail);
        }
    }

    private Future<HttpClientRequest> open(OutboundHttp.Admitted admitted) {
        Target target = admitted.target();
        var options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(
                        target.port(), admitted.address().getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setMethod(call.method())
                .setURI(target.path())
                .setFollowRedirects(false);
        call.headers().forEach(options::putHeader);
        return client.request(options);
    }

    private Future<HttpClientResponse> send(HttpClientRequest opened) {
        request = opened;
        if (answer.future().isComplete()) { // the deadline passed while the connection was made
            opened.reset();
            return Future.failedFuture("over");
        }
        return call.body().length == 0 ? opened.send() : opened.send(Buffer.buffer(call.body()));
    }

    private void read(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > responseBytesMax) {
                fail(new OutboundException(
                        Reason.TOO_LARGE, call + " was answered with more than " + responseBytesMax + " bytes"));
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(this::fail);
        response.endHandler(_ ->
                answer.tryComplete(new Answer(response.statusCode(), lowerCase(response.headers()), body.getBytes())));
    }

    private void fail(Throwable cause) {
        if (!answer.tryFail(named(cause))) {
            return;
        }
        HttpClientRequest open = request;
        if (open != null) {
            open.reset();
        }
    }

    private OutboundException named(Throwable cause) {
        return switch (cause) {
            case OutboundException already -> already;
            case ConnectionPoolTooBusyException _ ->
                new OutboundException(Reason.BUSY, call + " would have waited behind too many others", cause);
            default ->
                new OutboundException(
                        Reason.CONNECT, call + " failed: " + cause.getClass().getSimpleName(), cause);
        };
    }

    private static Map<String, String> lowerCase(MultiMap headers) {
        var map = new HashMap<String, String>();
        headers.forEach(header ->
                map.merge(header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (one, two) -> one + ", " + two));
        return map;
    }
}
