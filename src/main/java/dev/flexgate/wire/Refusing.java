package dev.flexgate.wire;

import io.vertx.ext.web.RoutingContext;

/**
 * How a listener refuses what none of its routes has answered: a body that came too slowly, was too long or of another
 * kind, a failure. A protocol with refusals of its own says its own where who sent it would not understand a
 * {@link Problem}. To be called on the event loop of the request.
 */
@FunctionalInterface
public interface Refusing {

    Refusing PROBLEMS = (context, why) -> why.writeTo(context);

    /** Ends the response, now or very soon. */
    void refuse(RoutingContext context, Problem why);
}
