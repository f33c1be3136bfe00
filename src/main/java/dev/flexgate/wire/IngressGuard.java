package dev.flexgate.wire;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first handler of every route: refuses what no route of ours could mean, before the body is read, and sees
 * that the body arrives in time. What the decoder hides from it, {@link Ingress} has already refused.
 */
public final class IngressGuard implements SecurityPolicyHandler {

    private static final Logger LOG = LoggerFactory.getLogger(IngressGuard.class);

    private final IngressLimits limits;
    private final RequestRules rules;
    private final MeterRegistry meters;
    private final Refusing refusing;

    public IngressGuard(IngressLimits limits, MeterRegistry meters, Refusing refusing) {
        this.limits = limits;
        this.rules = new RequestRules(limits);
        this.meters = meters;
        this.refusing = refusing;
    }

    @Override
    public void handle(RoutingContext context) {
        var refusal = rules.refusal(context.request());
        if (refusal.isPresent()) {
            refuse(context, refusal.get());
            return;
        }
        Source.remember(context, limits.proxies());
        AnswerDeadline.expect(context);
        if (RequestRules.hasBody(context.request().headers())) {
            BodyDeadline.watch(
                    context.vertx(),
                    context.request(),
                    limits.deadlines(),
                    () -> refuse(context, Problem.of(408, "Request Timeout", "the body came too slowly")));
        }
        context.next();
    }

    private void refuse(RoutingContext context, Problem problem) {
        LOG.debug("request refused: {} {}", problem.status(), problem.detail());
        meters.counter("flexgate.ingress.refused", "reason", Integer.toString(problem.status()))
                .increment();
        if (problem.status() == 405) {
            context.response().putHeader("Allow", String.join(", ", RequestRules.METHODS));
        }
        LastWords.say(context, problem, refusing);
    }
}
