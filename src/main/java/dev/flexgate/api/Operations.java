package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Supplier;

/**
 * The operations listener: {@code /livez} (the process turns), {@code /readyz} (it can serve: each named check says
 * so) and {@code /metrics} (Prometheus text).
 */
public final class Operations {

    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final List<Check> checks;
    private final PrometheusMeterRegistry metrics;

    /**
     * One thing that must hold before the gateway can serve.
     *
     * @param name short name, shown
     * @param state what to say of it; runs on a virtual thread and may wait
     */
    public record Check(String name, Supplier<State> state) {}

    /**
     * How a check stands.
     *
     * @param ready whether the gateway can serve as far as this check knows
     * @param detail for people; no secrets
     */
    public record State(boolean ready, String detail) {}

    public Operations(List<Check> checks, PrometheusMeterRegistry metrics) {
        this.checks = List.copyOf(checks);
        this.metrics = metrics;
    }

    void addTo(Router router, Answers answers) {
        router.get("/livez").handler(Operations::alive);
        router.get("/readyz").handler(answers.to(_ -> readiness()));
        router.get("/metrics")
                .handler(answers.to(_ -> new Answer.Content(METRICS_TYPE, Buffer.buffer(metrics.scrape()))));
    }

    private static void alive(RoutingContext context) {
        context.response().putHeader("Content-Type", "application/json").end("{\"alive\":true}");
    }

    private Answer readiness() {
        ObjectNode body = Json.object();
        boolean ready = true;
        ObjectNode details = body.putObject("checks");
        for (Check check : checks) {
            State state = check.state().get();
            ready &= state.ready();
            details.putObject(check.name()).put("ready", state.ready()).put("detail", state.detail());
        }
        body.put("ready", ready);
        return ready ? new Answer.Found(body) : new Answer.Unready(body);
    }
}
