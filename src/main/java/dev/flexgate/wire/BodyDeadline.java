package dev.flexgate.wire;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Watches one body arrive: it must be whole by its deadline, and from its third second on have come at the least
 * rate on average. Vert.x's idle timeout does not see a body that trickles.
 */
final class BodyDeadline {

    private static final long TICK_MILLIS = 1_000;
    private static final int TICKS_OF_GRACE = 2;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final IngressLimits.Deadlines deadlines;
    private final Runnable onLate;
    private final long tickMillis;
    private long timer;
    private long ticks;

    private BodyDeadline(Vertx vertx, HttpServerRequest request, IngressLimits.Deadlines deadlines, Runnable onLate) {
        this.vertx = vertx;
        this.request = request;
        this.deadlines = deadlines;
        this.onLate = onLate;
        this.tickMillis = Math.min(TICK_MILLIS, deadlines.body().toMillis());
    }

    /**
     * Calls {@code onLate} at most once, on the request's context. Most bodies come with their head, and nothing is set up
     * for them.
     */
    static void watch(Vertx vertx, HttpServerRequest request, IngressLimits.Deadlines deadlines, Runnable onLate) {
        var connection = (ConnectionBase) request.connection();
        if (FramingGate.holdsWholeBodies(connection.channelHandlerContext().channel())) {
            return;
        }
        var watching = new BodyDeadline(vertx, request, deadlines, onLate);
        watching.arm();
        request.end().onComplete(_ -> vertx.cancelTimer(watching.timer));
    }

    private void arm() {
        timer = vertx.setTimer(tickMillis, _ -> tick());
    }

    private void tick() {
        ticks++;
        long elapsedMillis = ticks * tickMillis;
        boolean over = elapsedMillis >= deadlines.body().toMillis();
        boolean slow =
                ticks > TICKS_OF_GRACE && request.bytesRead() * 1_000 < elapsedMillis * deadlines.bodyBytesPerSecond();
        if (over || slow) {
            onLate.run();
        } else {
            arm();
        }
    }
}
