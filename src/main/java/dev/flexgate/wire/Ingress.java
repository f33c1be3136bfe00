package dev.flexgate.wire;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the listeners of the gateway: HTTP/1.1 with every limit set, behind a {@link FramingGate} on each
 * connection, and routers that begin with an {@link IngressGuard} and end in {@link Problem} details.
 *
 * <p>Vert.x 5 by default never times out an idle connection, speaks HTTP/2 in clear text, and reads lenient
 * forms of HTTP/1.1 that a proxy in front may read otherwise. Use {@link #server} and {@link #router} together.
 * To be called from event-loop verticles; WebSockets are not served.
 */
public final class Ingress {

    private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);

    private final Vertx vertx;
    private final IngressLimits limits;
    private final MeterRegistry meters;
    private final Refusing refusing;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> openBySource = new ConcurrentHashMap<>();

    /**
     * One for each listener: the instances of its verticle share it, and with it the connection limits.
     *
     * @param listener names it in metrics
     */
    public Ingress(Vertx vertx, String listener, IngressLimits limits, MeterRegistry meters) {
        this(vertx, listener, limits, meters, Refusing.PROBLEMS);
    }

    /**
     * One behind which other protocols are spoken.
     *
     * @param refusing how it is said
     */
    public Ingress(Vertx vertx, String listener, IngressLimits limits, MeterRegistry meters, Refusing refusing) {
        this.vertx = vertx;
        this.limits = limits;
        this.meters = meters;
        this.refusing = refusing;
        Gauge.builder("flexgate.ingress.connections", open, AtomicInteger::get)
                .description("HTTP connections open to this gateway")
                .tag("listener", listener)
                .register(meters);
    }

    /** Options with everything bounded; add TLS and the address to listen at. */
    public static HttpServerOptions options(IngressLimits limits) {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setMaxInitialLineLength(IngressLimits.REQUEST_LINE_BYTES)
                .setMaxHeaderSize(IngressLimits.HEADER_BYTES)
                .setDecompressionSupported(false)
                // WebSockets are not served; a handler of their extensions would look at every message.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setIdleTimeout((int) limits.deadlines().idle().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    public HttpServer server() {
        return server(options(limits));
    }

    /** A server for the given options, which should come from {@link #options}; still to be given a handler. */
    public HttpServer server(HttpServerOptions options) {
        return vertx.createHttpServer(options)
                .connectionHandler(this::admit)
                .invalidRequestHandler(this::answerInvalid)
                .exceptionHandler(broken -> LOG.debug("connection failed: {}", broken.toString()));
    }

    /** A router that guards every request, reads its body whole, and answers every failure as a problem. */
    public Router router() {
        Router router = Router.router(vertx);
        var failures = new Failures(refusing);
        // By status and not as a failure handler: those of the routes below are asked first. 200 is what the body
        // handler fails with when the connection breaks.
        router.errorHandler(200, failures);
        for (int status = 400; status < 600; status++) {
            router.errorHandler(status, failures);
        }
        router.route().handler(new IngressGuard(limits, meters, refusing));
        // Who reads the body first does so alone.
        limits.longer().forEach((path, bytes) -> router.route(path + "*").handler(reading(bytes)));
        router.route().handler(reading(limits.bodyBytes()));
        return router;
    }

    private static BodyHandler reading(int bytesMax) {
        return BodyHandler.create(false).setBodyLimit(bytesMax);
    }

    private void admit(HttpConnection connection) {
        String source = connection.remoteAddress().hostAddress();
        var channel = ((ConnectionBase) connection).channelHandlerContext().channel();
        int total = open.incrementAndGet();
        int fromSource = openBySource.merge(source, 1, Integer::sum);
        channel.closeFuture().addListener(_ -> {
            open.decrementAndGet();
            openBySource.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
        });
        boolean tooMany = fromSource > limits.connections().perSource()
                && !limits.proxies().isProxy(source);
        if (tooMany || total > limits.connections().total()) {
            refused("connections");
            var _ = channel.close();
            return;
        }
        var deadlines = limits.deadlines();
        channel.pipeline()
                .addBefore(
                        "httpDecoder",
                        "writeDeadline",
                        new WriteTimeoutHandler(deadlines.write().toMillis(), TimeUnit.MILLISECONDS))
                .addBefore("httpDecoder", "answerDeadline", new AnswerDeadline(deadlines.answer(), meters))
                .addBefore("httpDecoder", "framingGate", new FramingGate(deadlines.head(), this::refusedFraming));
    }

    private void answerInvalid(HttpServerRequest request) {
        int status = switch (request.decoderResult().cause()) {
            case io.netty.handler.codec.http.TooLongHttpLineException _ -> 414;
            case io.netty.handler.codec.http.TooLongHttpHeaderException _ -> 431;
            default -> 400;
        };
        refused(Integer.toString(status));
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Connection", "close")
                .end(Json.text(Problem.of(status, "Malformed HTTP", "").json()))
                .onComplete(_ -> request.connection().close());
    }

    private void refusedFraming(String why) {
        LOG.debug("malformed HTTP: {}", why);
        refused("framing");
    }

    private void refused(String reason) {
        meters.counter("flexgate.ingress.refused", "reason", reason).increment();
    }
}
