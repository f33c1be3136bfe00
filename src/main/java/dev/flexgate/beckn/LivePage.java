package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.activation.SiteMeters;
import dev.flexgate.market.Aftercare;
import dev.flexgate.market.Course;
import dev.flexgate.market.Order;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The live load behind an order, as server-sent events: {@code GET /live/{token}}. Whoever has the address may watch,
 * until it ends; the token is in no log and no table.
 */
final class LivePage {

    private static final int STREAMS_MAX = 256;
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration LOOK_BACK = Duration.ofHours(6);
    private static final String PATH = "/live";

    private final Aftercare aftercare;
    private final SiteMeters meters;
    private final InstantSource clock;
    private final AtomicInteger open = new AtomicInteger();

    LivePage(Aftercare aftercare, SiteMeters meters, InstantSource clock) {
        this.aftercare = aftercare;
        this.meters = meters;
        this.clock = clock;
    }

    static String address(URI self, String token) {
        return self + PATH + (token.isEmpty() ? "" : "/" + token);
    }

    void addTo(Router router) {
        router.get(PATH + "/:token").handler(this::stream);
    }

    private void stream(RoutingContext routing) {
        if (open.incrementAndGet() > STREAMS_MAX) {
            open.decrementAndGet();
            routing.response().putHeader("Retry-After", "30").setStatusCode(503).end();
            return;
        }
        new Stream(routing).begin();
    }

    /** One watcher; everything of it happens on its event loop. */
    private final class Stream {

        private final Vertx vertx;
        private final String token;
        private final HttpServerResponse response;
        private long timer = -1;
        private boolean asking;

        private Stream(RoutingContext routing) {
            this.vertx = routing.vertx();
            this.token = Objects.requireNonNull(routing.pathParam("token"));
            this.response = routing.response();
        }

        private void begin() {
            response.endHandler(_ -> end());
            response.exceptionHandler(_ -> {}); // the watcher has gone: the end handler counts it off
            now(vertx, token)
                    .onSuccess(this::first)
                    .onFailure(_ -> response.setStatusCode(503).end());
        }

        private void end() {
            open.decrementAndGet();
            vertx.cancelTimer(timer);
        }

        private void first(Optional<ObjectNode> state) {
            if (state.isEmpty()) {
                response.setStatusCode(404).end();
                return;
            }
            response.setChunked(true)
                    .putHeader("Content-Type", "text/event-stream")
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("Referrer-Policy", "no-referrer");
            var _ = response.write(event(state.get()));
            timer = vertx.setPeriodic(EVERY.toMillis(), _ -> next());
        }

        /** A watcher that does not read is sent nothing more until it does. */
        private void next() {
            if (asking || response.ended() || response.closed() || response.writeQueueFull()) {
                return;
            }
            asking = true;
            now(vertx, token)
                    .onSuccess(this::say)
                    .onComplete(_ -> asking = false); // the database is away: the next tick tries again
        }

        private void say(Optional<ObjectNode> state) {
            if (response.ended() || response.closed()) {
                return;
            }
            var _ = state.isPresent() ? response.write(event(state.get())) : response.end("event: end\ndata: {}\n\n");
        }
    }

    private static String event(ObjectNode json) {
        return "event: load\ndata: " + Json.text(json) + "\n\n";
    }

    /** Asked on a thread that may wait, answered on the watcher's event loop. */
    private Future<Optional<ObjectNode>> now(Vertx vertx, String token) {
        Promise<Optional<ObjectNode>> asked = Promise.promise();
        Context loop = vertx.getOrCreateContext();
        Thread.ofVirtual().name("beckn-live").start(() -> {
            try {
                Optional<ObjectNode> state = aftercare.watched(token).map(watch -> state(watch.order()));
                loop.runOnContext(_ -> asked.complete(state));
            } catch (RuntimeException unavailable) {
                loop.runOnContext(_ -> asked.fail(unavailable));
            }
        });
        return asked.future();
    }

    private ObjectNode state(Order order) {
        Instant now = clock.instant();
        ObjectNode json = Json.object()
                .put("contractId", order.id().toString())
                .put("state", order.state())
                .put("at", now.toString())
                .put("siteId", order.quote().site().value())
                .put("computeLoadKw", sold(order.quote().course(), now).kilowatts());
        var window = new Interval(HalfHours.floor(now.minus(LOOK_BACK)), HalfHours.ceiling(now.plusSeconds(1)));
        var known = meters.of(order.quote().site(), window);
        if (!known.loads().isEmpty()) {
            SiteMeters.Load last = known.loads().getLast();
            json.putObject("siteLoad")
                    .put("start", last.interval().start().toString())
                    .put("end", last.interval().end().toString())
                    .put("meanKw", last.load().kilowatts());
        }
        return json;
    }

    private static Power sold(Course course, Instant now) {
        return course.stretches().stream()
                .filter(stretch -> stretch.window().contains(now))
                .map(Course.Stretch::power)
                .findFirst()
                .orElse(Power.ZERO);
    }
}
