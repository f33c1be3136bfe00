package dev.flexgate.wire;

import dev.flexgate.wire.OutboundException.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.util.List;

/**
 * The only way out: every outbound HTTP call of FlexGate goes through here. The URL is judged, its name resolved
 * once, every address found is judged, and the connection goes to the judged address while {@code Host}, SNI and
 * the certificate check keep the name; so a name that answers differently the next time gains nothing.
 * Redirects are answers, not followed; answers are bounded; one deadline covers the whole call.
 */
public final class OutboundHttp {

    private final VertxInternal vertx;
    private final HttpClient client;
    private final AddressPolicy policy;
    private final OutboundLimits limits;
    private final HostResolver resolver;
    private final MeterRegistry meters;

    public OutboundHttp(Vertx vertx, AddressPolicy policy, OutboundLimits limits, MeterRegistry meters) {
        this(vertx, policy, limits, meters, HostResolver.of(vertx));
    }

    public OutboundHttp(
            Vertx vertx, AddressPolicy policy, OutboundLimits limits, MeterRegistry meters, HostResolver resolver) {
        this(vertx, policy, limits, meters, resolver, new HttpClientOptions());
    }

    OutboundHttp(
            Vertx vertx,
            AddressPolicy policy,
            OutboundLimits limits,
            MeterRegistry meters,
            HostResolver resolver,
            HttpClientOptions options) {
        this.vertx = (VertxInternal) vertx;
        this.policy = policy;
        this.limits = limits;
        this.meters = meters;
        this.resolver = resolver;
        this.client = vertx.httpClientBuilder()
                .with(options.setVerifyHost(true)
                        .setTrustAll(false)
                        .setDecompressionSupported(false)
                        .setConnectTimeout((int) limits.connectTimeout().toMillis())
                        .setKeepAliveTimeout(30))
                .with(new PoolOptions()
                        .setHttp1MaxSize(limits.connectionsPerTarget())
                        .setMaxWaitQueueSize(limits.waitingPerTarget()))
                .build();
    }

    /**
     * Makes the call and awaits its answer; not on an event loop.
     *
     * @throws OutboundException when there is none
     */
    public Answer send(Call call) {
        try {
            return start(call).await();
        } catch (OutboundException failed) {
            // Thrown on an event loop: its stack says nothing about who called.
            throw new OutboundException(failed.reason(), String.valueOf(failed.getMessage()), failed);
        }
    }

    /** Makes the call; fails with {@link OutboundException} alone. */
    public Future<Answer> start(Call call) {
        var exchange = new OutboundExchange(vertx, client, call, limits.responseBytes());
        return exchange.run(() -> admitted(call)).onComplete(this::count);
    }

    /**
     * Judges a URL that has just been configured, without resolving it, so that a bad one is refused when it is
     * entered and not when it is first needed.
     *
     * @throws OutboundException with the reason
     */
    public void requireAllowed(String url) {
        Target.of(url, policy);
    }

    /** Where to connect: fails when the URL, or any address that its name has, is not allowed. */
    Future<Admitted> admitted(Call call) {
        Target target;
        try {
            target = Target.of(call.target(), policy);
        } catch (OutboundException refused) {
            return Future.failedFuture(refused);
        }
        return target.literal()
                .map(address -> Future.succeededFuture(new Admitted(target, address)))
                .orElseGet(() -> resolve(target));
    }

    private Future<Admitted> resolve(Target target) {
        return resolver.resolve(target.host())
                .recover(failed -> Future.failedFuture(
                        new OutboundException(Reason.UNRESOLVED, target.host() + " cannot be resolved", failed)))
                .map(addresses -> new Admitted(target, judged(target, addresses)));
    }

    private InetAddress judged(Target target, List<InetAddress> addresses) {
        if (addresses.isEmpty()) {
            throw new OutboundException(Reason.UNRESOLVED, target.host() + " has no address");
        }
        if (!addresses.stream().allMatch(policy::allows)) {
            throw new OutboundException(Reason.ADDRESS_REFUSED, target.host() + " has an address that is not public");
        }
        return addresses.getFirst();
    }

    private void count(AsyncResult<Answer> done) {
        String outcome = done.succeeded()
                ? done.result().status() / 100 + "xx"
                : done.cause() instanceof OutboundException failed
                        ? failed.reason().name()
                        : "BUG";
        meters.counter("flexgate.outbound.calls", "outcome", outcome).increment();
    }

    /** A target and the judged address to connect to. */
    record Admitted(Target target, InetAddress address) {}
}
