package dev.flexgate;

import dev.flexgate.rewrite.Rewriting;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Cidr;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who may retell explanations in other words: nobody, unless the operator names an endpoint. */
sealed interface RewriteSettings {

    /** Nobody. */
    record Off() implements RewriteSettings {}

    /** A model behind an OpenAI-compatible endpoint. */
    record On(Rewriting.Endpoint endpoint) implements RewriteSettings {}

    static RewriteSettings read(Variables variables) {
        String url = variables.text("FLEXGATE_REWRITE_URL", "");
        String model = variables.text("FLEXGATE_REWRITE_MODEL", "");
        String key = variables.secret("FLEXGATE_REWRITE_KEY");
        if (url.isEmpty()) {
            if (!model.isEmpty() || !key.isEmpty()) {
                variables.fault("FLEXGATE_REWRITE_MODEL and FLEXGATE_REWRITE_KEY mean nothing without"
                        + " FLEXGATE_REWRITE_URL");
            }
            return new Off();
        }
        URI base = variables.uri("FLEXGATE_REWRITE_URL", "http://127.0.0.1/v1");
        if (model.isEmpty()) {
            variables.fault("FLEXGATE_REWRITE_URL needs FLEXGATE_REWRITE_MODEL, the name of the model there");
        }
        String bare = base.toString().replaceFirst("/+$", "");
        return new On(new Rewriting.Endpoint(URI.create(bare), model, key));
    }

    /** What asks the model. The operator names the one host that is called, wherever it is; nobody else chooses one. */
    default Optional<Rewriting> rewriting(Vertx vertx, MeterRegistry meters) {
        return switch (this) {
            case Off _ -> Optional.empty();
            case On(Rewriting.Endpoint endpoint) -> {
                var policy = new AddressPolicy(
                        true,
                        Set.of(),
                        Set.of(String.valueOf(endpoint.base().getHost()).toLowerCase(Locale.ROOT)),
                        List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0")));
                var limits = OutboundLimits.DEFAULT.withResponseBytes(Rewriting.ANSWER_BYTES_MAX);
                yield Optional.of(new Rewriting(new OutboundHttp(vertx, policy, limits, meters), endpoint));
            }
        };
    }
}
