package dev.flexgate.wire;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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

    static void say(RoutingContext context, Problem problem, Refusing refusing) {
        var request = context.request();
        Promise<Void> said = Promise.promise();
        if (context.response().headWritten()) {
            said.complete();
        } else {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(_ -> said.tryComplete());
            refusing.refuse(context, problem);
        }
        Future<?> over = said.future();
        if (!request.isEnded()) {
            over = Future.join(over, request.end());
            // Whoever was reading the body must not go on when it comes to an end after all.
            request.exceptionHandler(_ -> {})
                    .handler(_ -> {})
                    .endHandler(_ -> {})
                    .resume();
        }
        over.timeout(LINGER_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(_ -> request.connection().close());
    }
}
