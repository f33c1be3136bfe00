package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.ApiKeys;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.CrossSite;
import dev.flexgate.identity.access.KeyText;
import dev.flexgate.identity.access.Session;
import dev.flexgate.identity.access.Sessions;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A browser signs in with an API key: {@code POST /session} by form or JSON, {@code DELETE /session}, and
 * {@code POST /session:end} for pages without scripts. Nothing here waits for the database.
 */
final class SessionPages {

    /** A path of our own: no scheme, no host, nothing that a browser could read as one. */
    private static final Pattern OWN_PATH = Pattern.compile("/(?!/)[A-Za-z0-9._~/:-]*");

    private static final String SIGN_IN = "/sign-in";

    private final ApiKeys keys;
    private final Sessions sessions;

    SessionPages(ApiKeys keys, Sessions sessions) {
        this.keys = keys;
        this.sessions = sessions;
    }

    void addTo(Router router) {
        router.get("/session").handler(this::show);
        router.post("/session").handler(this::open);
        router.delete("/session").handler(this::end);
        router.postWithRegex("/session:end").handler(this::end);
    }

    private void show(RoutingContext context) {
        Caller caller = Caller.of(context);
        ObjectNode json = Json.object()
                .put("tenant", caller.tenant())
                .put("keyId", caller.keyId())
                .put("csrfToken", CrossSite.token(context));
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(Json.bytes(json)));
    }

    private void open(RoutingContext context) {
        boolean form = isForm(context);
        String key = form
                ? String.valueOf(context.request().getFormAttribute("apiKey"))
                : JsonForm.of(context)
                        .required("apiKey", "\"fgk_...\"", JsonForm::text)
                        .orElse("");
        Optional<Caller> caller = KeyText.parse(key.strip()).flatMap(keys::authenticate);
        if (caller.isEmpty()) {
            refuse(context, form);
            return;
        }
        Session session = sessions.open(context, caller.get().keyId());
        context.response().putHeader("Cache-Control", "no-store");
        if (form) {
            context.response()
                    .setStatusCode(303)
                    .putHeader("Location", next(context))
                    .end();
            return;
        }
        ObjectNode json = Json.object()
                .put("tenant", caller.get().tenant())
                .put("keyId", caller.get().keyId())
                .put("csrfToken", session.csrfToken())
                .put("until", session.until().toString());
        context.response()
                .setStatusCode(201)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(Json.bytes(json)));
    }

    private static void refuse(RoutingContext context, boolean form) {
        if (form) {
            context.response()
                    .setStatusCode(303)
                    .putHeader("Location", SIGN_IN + "?refused=true")
                    .end();
            return;
        }
        Problem.of(ProblemCode.UNAUTHENTICATED, "apiKey opens nothing").writeTo(context);
    }

    private void end(RoutingContext context) {
        sessions.end(context);
        if (isForm(context)) {
            context.response().setStatusCode(303).putHeader("Location", SIGN_IN).end();
        } else {
            context.response().setStatusCode(204).end();
        }
    }

    private static String next(RoutingContext context) {
        String asked = context.request().getFormAttribute("next");
        return asked != null && OWN_PATH.matcher(asked).matches() ? asked : "/";
    }

    private static boolean isForm(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        return type != null && type.startsWith("application/x-www-form-urlencoded");
    }
}
