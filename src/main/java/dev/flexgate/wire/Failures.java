package dev.flexgate.wire;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers whatever failed while a request was handled as {@link Problem} details. What nobody foresaw is logged
 * once with its stack under a reference, and the caller is told the reference and nothing else.
 */
public final class Failures implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Refusing refusing;

    /**
     * One for the routes of a listener.
     *
     * @param refusing how it is said
     */
    public Failures(Refusing refusing) {
        this.refusing = refusing;
    }

    @Override
    public void handle(RoutingContext context) {
        if (context.response().closed()) {
            LOG.debug("connection closed before the answer");
            return;
        }
        Problem problem = problem(context);
        if (context.request().isEnded() && !context.response().headWritten()) {
            refusing.refuse(context, problem);
        } else {
            LastWords.say(context, problem, refusing);
        }
    }

    private static Problem problem(RoutingContext context) {
        int status = context.statusCode();
        return switch (context.failure()) {
            case ProblemException answer -> answer.problem();
            case JsonRefusedException refused ->
                new Problem(
                        "about:blank",
                        "Not JSON as accepted here",
                        400,
                        String.valueOf(refused.getMessage()),
                        Map.of("reason", refused.reason().name(), "position", refused.position()));
            case HttpException known when isClientError(known.getStatusCode()) -> plain(known.getStatusCode());
            case null, default -> isClientError(status) ? plain(status) : unforeseen(context, status);
        };
    }

    private static Problem unforeseen(RoutingContext context, int status) {
        String reference = "urn:uuid:" + UUID.randomUUID();
        LOG.error(
                "request failed, reference {}, {} {}",
                reference,
                context.request().method(),
                context.request().path(),
                context.failure());
        int answered = status >= 500 && status <= 599 ? status : 500;
        return new Problem("about:blank", title(answered), answered, "", Map.of("instance", reference));
    }

    private static Problem plain(int status) {
        return Problem.of(status, title(status), "");
    }

    private static String title(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    private static boolean isClientError(int status) {
        return status >= 400 && status < 500;
    }
}
