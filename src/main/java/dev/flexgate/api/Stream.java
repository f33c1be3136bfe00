package dev.flexgate.api;

import dev.flexgate.identity.access.Caller;
import dev.flexgate.news.CloudEvents;
import dev.flexgate.news.Newsroom;
import dev.flexgate.news.Viewer;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Live views: {@code GET /stream?topics=}, server-sent events whose ids are indexes of the audit log, so that whoever
 * comes back with its {@code Last-Event-ID} is told what it missed. The number of listeners is bounded, and each costs a
 * virtual thread and one piece of text.
 */
public final class Stream implements AutoCloseable {

    private final Vertx vertx;
    private final Newsroom newsroom;
    private final Frames frames;
    private final Function<Caller, Viewer> viewers;
    private final StreamLimits limits;
    private final MeterRegistry meters;
    private final AtomicInteger connected = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> ofTenant = new ConcurrentHashMap<>();
    private final Set<StreamClient> clients = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("stream-", 0).factory());

    /** @param viewers what a caller may see */
    public Stream(
            Vertx vertx,
            Newsroom newsroom,
            CloudEvents bodies,
            Function<Caller, Viewer> viewers,
            StreamLimits limits,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.newsroom = newsroom;
        this.frames = new Frames(bodies);
        this.viewers = viewers;
        this.limits = limits;
        this.meters = meters;
        Gauge.builder("flexgate.stream.clients", connected, AtomicInteger::get)
                .description("Live views connected to this node")
                .register(meters);
    }

    public void addTo(Router router) {
        router.get("/stream").handler(this::open);
    }

    private void open(RoutingContext context) {
        Caller caller = Caller.of(context);
        Interest interest;
        OptionalLong lastId;
        try {
            interest = Interest.parse(
                    Objects.requireNonNullElse(context.queryParams().get("topics"), ""));
            lastId = lastId(context);
        } catch (IllegalArgumentException fault) {
            Problem.of(ProblemCode.VALIDATION_FAILED, String.valueOf(fault.getMessage()))
                    .writeTo(context);
            return;
        }
        if (!admit(caller.tenant())) {
            meters.counter("flexgate.stream.refused").increment();
            context.response().putHeader("Retry-After", "5");
            Problem.of(ProblemCode.BUSY, "there are as many live views as this gateway serves at once")
                    .writeTo(context);
            return;
        }
        serve(context, caller, interest, lastId);
    }

    private void serve(RoutingContext context, Caller caller, Interest interest, OptionalLong lastId) {
        var response = context.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no"); // asked of proxies that would hold events back
        Context loop = vertx.getOrCreateContext();
        var client =
                new StreamClient(loop, response, newsroom, frames, limits, viewers.apply(caller), interest, lastId);
        clients.add(client);
        response.closeHandler(_ -> client.leave());
        threads.execute(() -> {
            try {
                client.run();
            } finally {
                clients.remove(client);
                dismiss(caller.tenant());
            }
        });
    }

    /** The header, or for a first connection, which cannot set one in a browser, the parameter. */
    private static OptionalLong lastId(RoutingContext context) {
        String text = Optional.ofNullable(context.request().getHeader("Last-Event-ID"))
                .or(() -> Optional.ofNullable(context.queryParams().get("lastEventId")))
                .orElse("");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("Last-Event-ID: an id is the index of a record");
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    private boolean admit(String tenant) {
        if (connected.incrementAndGet() > limits.clients()) {
            connected.decrementAndGet();
            return false;
        }
        if (ofTenant.merge(tenant, 1, Integer::sum) > limits.perTenant()) {
            dismiss(tenant);
            return false;
        }
        return true;
    }

    private void dismiss(String tenant) {
        connected.decrementAndGet();
        ofTenant.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Ends all live views; they come back, here or at another node. */
    @Override
    public void close() {
        clients.forEach(StreamClient::leave);
        threads.shutdownNow();
    }
}
