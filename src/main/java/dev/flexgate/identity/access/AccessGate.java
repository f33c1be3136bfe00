package dev.flexgate.identity.access;

import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Stands in front of every route: finds the rule, finds the caller, and lets through whom the rule names. What has no
 * rule is not there. Never waits for the database.
 */
public final class AccessGate implements Handler<RoutingContext> {

    private static final String CHALLENGE = "Bearer realm=\"flexgate\"";
    private static final String NOT_FOUND_PAGE = "/not-found";
    private static final String ASSETS = "/static/";

    private final ApiKeys keys;
    private final Sessions sessions;
    private final RateLimits limits;
    private final MeterRegistry meters;

    public AccessGate(ApiKeys keys, Sessions sessions, Rates rates, MeterRegistry meters) {
        this.keys = keys;
        this.sessions = sessions;
        this.limits = new RateLimits(rates);
        this.meters = meters;
    }

    /** How a caller has shown who they are. */
    private sealed interface Proof {

        record Key(Caller caller) implements Proof {}

        record Cookie(Caller caller, Session session) implements Proof {}

        /** Nothing to show, and nothing needed: a gateway without keys. */
        record Local(Caller caller) implements Proof {}

        record Nothing() implements Proof {}

        /** A key that is none of ours or opens nothing any more. */
        record Worthless() implements Proof {}
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<RouteRule> rule = RouteRules.find(request.method().name(), context.normalizedPath());
        if (rule.isEmpty() && wantsPage(context)) {
            context.reroute(NOT_FOUND_PAGE);
            return;
        }
        if (rule.isEmpty()) {
            Problem.of(ProblemCode.NOT_FOUND, "nothing is served at this path by this method")
                    .writeTo(context);
            return;
        }
        if (rule.get().access() instanceof Access.Signed) {
            context.next();
            return;
        }
        Proof proof = proof(context);
        Optional<Problem> refusal = limited(context, proof)
                .or(() -> admit(context, proof))
                .or(() -> refusal(context, rule.get().access()));
        refusal.ifPresentOrElse(problem -> refuse(context, problem), context::next);
    }

    private Proof proof(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        if (header != null) {
            return bearer(header)
                    .flatMap(keys::authenticate)
                    .<Proof>map(Proof.Key::new)
                    .orElseGet(Proof.Worthless::new);
        }
        if (!keys.configured()) {
            return new Proof.Local(Caller.localOperator());
        }
        return sessions.find(context)
                .<Proof>flatMap(
                        session -> keys.caller(session.keyId()).map(caller -> new Proof.Cookie(caller, session)))
                .orElseGet(Proof.Nothing::new);
    }

    private static Optional<KeyText> bearer(String header) {
        String scheme = "Bearer ";
        return header.regionMatches(true, 0, scheme, 0, scheme.length())
                ? KeyText.parse(header.substring(scheme.length()).strip())
                : Optional.empty();
    }

    private Optional<Problem> limited(RoutingContext context, Proof proof) {
        if (context.normalizedPath().startsWith(ASSETS)) {
            return Optional.empty();
        }
        return switch (proof) {
            case Proof.Key key -> limits.ofKey(context, key.caller().keyId());
            case Proof.Cookie cookie -> limits.ofKey(context, cookie.caller().keyId());
            case Proof.Local _ -> Optional.empty();
            case Proof.Nothing _, Proof.Worthless _ -> limits.ofSource(context);
        };
    }

    /** Notes who asks; a proof that fails is refused on public routes as well, lest its owner believe it good. */
    private Optional<Problem> admit(RoutingContext context, Proof proof) {
        return switch (proof) {
            case Proof.Key key -> {
                key.caller().enter(context);
                yield Optional.empty();
            }
            case Proof.Cookie cookie -> {
                cookie.caller().enter(context);
                CrossSite.enter(context, cookie.session().csrfToken());
                yield CrossSite.refusal(context, true);
            }
            case Proof.Local local -> {
                local.caller().enter(context);
                CrossSite.enter(context, sessions.ownToken());
                yield CrossSite.refusal(context, false);
            }
            case Proof.Nothing _ ->
                CrossSite.isForeign(context.request()) && isPost(context)
                        ? Optional.of(Problem.of(ProblemCode.CROSS_SITE_REFUSED, "it comes from another site"))
                        : Optional.empty();
            case Proof.Worthless _ ->
                Optional.of(Problem.of(
                        ProblemCode.UNAUTHENTICATED, "the Authorization header holds no API key that opens anything"));
        };
    }

    private static boolean isPost(RoutingContext context) {
        return context.request().method().name().equals("POST");
    }

    private static Optional<Problem> refusal(RoutingContext context, Access access) {
        return switch (access) {
            case Access.Public _, Access.Signed _ -> Optional.empty();
            case Access.AnyKey _ -> unlessSignedIn(context);
            case Access.Scoped(Scope scope) ->
                unlessSignedIn(context)
                        .or(() -> Caller.of(context).may(scope)
                                ? Optional.empty()
                                : Optional.of(Caller.forbidden(scope)));
        };
    }

    private static Optional<Problem> unlessSignedIn(RoutingContext context) {
        return Caller.find(context).isPresent()
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemCode.UNAUTHENTICATED, "this needs an API key or a session"));
    }

    private void refuse(RoutingContext context, Problem problem) {
        meters.counter("flexgate.access.refused", "status", Integer.toString(problem.status()))
                .increment();
        var response = context.response();
        if (problem.status() == 401) {
            if (wantsPage(context)) {
                String from = URLEncoder.encode(context.normalizedPath(), StandardCharsets.UTF_8);
                response.setStatusCode(303)
                        .putHeader("Location", "/sign-in?next=" + from)
                        .putHeader("Cache-Control", "no-store")
                        .end();
                return;
            }
            boolean shown = context.request().getHeader("Authorization") != null;
            response.putHeader("WWW-Authenticate", shown ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE);
        }
        if (problem.extras().get("requiredScope") instanceof String scope) {
            response.putHeader(
                    "WWW-Authenticate", CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + scope + "\"");
        }
        problem.writeTo(context);
    }

    /** A person's browser is led to the sign-in page; programs are told what is wrong. */
    private static boolean wantsPage(RoutingContext context) {
        String accepted = context.request().getHeader("Accept");
        return accepted != null
                && accepted.contains("text/html")
                && context.request().method().name().equals("GET")
                && !context.normalizedPath().startsWith("/api/");
    }
}
