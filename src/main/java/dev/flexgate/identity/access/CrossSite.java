package dev.flexgate.identity.access;

import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other sites from acting with a browser's cookie, or with the trust in whoever sits at a gateway
 * without keys. A request that carries an API key needs none of this: no browser adds a key by itself.
 */
public final class CrossSite {

    /** Name of the hidden field of forms. */
    public static final String FIELD = "_csrf";

    /** Name of the header for scripts. */
    public static final String HEADER = "X-CSRF-Token";

    private static final String SLOT = CrossSite.class.getName();
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private CrossSite() {}

    /** What a form on this page has to carry as {@value #FIELD}; empty for visitors, who have nothing to post. */
    public static String token(RoutingContext context) {
        String token = context.get(SLOT);
        return token == null ? "" : token;
    }

    static void enter(RoutingContext context, String token) {
        context.put(SLOT, token);
    }

    /** Why a change must not be made for this browser; empty when it may. */
    static Optional<Problem> refusal(RoutingContext context, boolean tokenForEverything) {
        HttpServerRequest request = context.request();
        if (SAFE.contains(request.method().name())) {
            return Optional.empty();
        }
        if (isForeign(request)) {
            return refused("its Origin or Sec-Fetch-Site header names another site");
        }
        boolean needed = tokenForEverything || isForm(request);
        return needed && !carries(context, token(context))
                ? refused("it carries no valid " + FIELD + " field or " + HEADER + " header")
                : Optional.empty();
    }

    private static Optional<Problem> refused(String why) {
        return Optional.of(Problem.of(ProblemCode.CROSS_SITE_REFUSED, why));
    }

    /** Whether a browser says that another site made the request. */
    static boolean isForeign(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        String origin = request.getHeader("Origin");
        return origin != null && !isOurs(origin, request.getHeader("Host"));
    }

    private static boolean isOurs(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** What another site can send without being asked first (Fetch, CORS-safelisted request headers): no table is. */
    private static boolean isForm(HttpServerRequest request) {
        String said = request.getHeader("Content-Type");
        String type = said == null ? "" : said.toLowerCase(Locale.ROOT);
        return type.contains("form") || (type.startsWith("text/") && !type.startsWith("text/csv"));
    }

    private static boolean carries(RoutingContext context, String token) {
        String header = context.request().getHeader(HEADER);
        String field = context.request().getFormAttribute(FIELD);
        String carried = header == null ? field : header;
        return carried != null
                && !token.isEmpty()
                && MessageDigest.isEqual(
                        carried.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
