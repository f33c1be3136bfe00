package dev.flexgate.wire;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/**
 * Answers a request that will not be read to its end, and closes its connection: what follows on it cannot be
 * told from the rest of the body. While the peer is still sending, closing at once would reset the connection and
 * could take the answer with it, so the rest is read and dropped for a moment.
 */
final class LastWords {

    private static final long LINGER_MILLIS = 1_000;

    private LastWords() {}

    static void say(RoutingContext context, Problem problem) {
        var request = context.request();
        if (!context.response().headWritten()) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            problem.writeTo(context);
        }
        if (request.isEnded()) {
            request.connection().close();
            return;
        }
        Future<Void> restIsRead = request.end();
        // Whoever was reading the body must not go on when it comes to an end after all.
        request.exceptionHandler(_ -> {}).handler(_ -> {}).endHandler(_ -> {}).resume();
        restIsRead
                .timeout(LINGER_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(_ -> request.connection().close());
    }
}
