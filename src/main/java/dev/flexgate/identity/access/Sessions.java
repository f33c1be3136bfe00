package dev.flexgate.identity.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flexgate.identity.Ed25519;
import dev.flexgate.identity.Signer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Browser sessions without a table: the cookie itself says whose it is and until when, under our signature. It ends
 * with its time, with its key, or when its user signs out; a sign-out is remembered by the gateway that heard it.
 */
public final class Sessions {

    /** Name of the cookie. */
    public static final String COOKIE = "flexgate_session";

    /** How long a session lives; whoever works longer signs in again. */
    public static final Duration LIFE = Duration.ofHours(8);

    private static final String PURPOSE = "flexgate-session/1\n";
    private static final int TOKEN_BYTES = 18;
    private static final int ENDED_MAX = 10_000;
    private static final int COOKIE_LENGTH_MAX = 400;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final Signer signer;
    private final SecureRandom random;
    private final InstantSource clock;
    private final boolean secure;
    private final String ownToken;
    private final Cache<String, Boolean> ended =
            Caffeine.newBuilder().maximumSize(ENDED_MAX).expireAfterWrite(LIFE).build();

    /**
     * @param signer a key for this purpose alone
     * @param secure whether browsers reach the gateway by TLS, so that the cookie must never leave without it
     */
    public Sessions(Signer signer, SecureRandom random, InstantSource clock, boolean secure) {
        this.signer = signer;
        this.random = random;
        this.clock = clock;
        this.secure = secure;
        this.ownToken = token();
    }

    /** Opens a session for the holder of a key and gives it to the browser. */
    public Session open(RoutingContext context, String keyId) {
        Instant until = Instant.ofEpochSecond(clock.instant().plus(LIFE).getEpochSecond());
        var session = new Session(token(), keyId, until, token());
        context.response().addCookie(cookie(text(session)).setMaxAge(LIFE.toSeconds()));
        return session;
    }

    /** Ends the session of this browser, if it has one. */
    public void end(RoutingContext context) {
        find(context).ifPresent(session -> ended.put(session.id(), true));
        context.response().addCookie(cookie("").setMaxAge(0));
    }

    /** The session of this browser, if its cookie is ours and not over. */
    Optional<Session> find(RoutingContext context) {
        Cookie cookie = context.request().getCookie(COOKIE);
        if (cookie == null || cookie.getValue().length() > COOKIE_LENGTH_MAX) {
            return Optional.empty();
        }
        return parse(cookie.getValue())
                .filter(session -> clock.instant().isBefore(session.until()))
                .filter(session -> ended.getIfPresent(session.id()) == null);
    }

    /** What forms carry while the gateway has no keys and hence no sessions. */
    String ownToken() {
        return ownToken;
    }

    private String text(Session session) {
        String payload = String.join(
                ".",
                session.id(),
                session.keyId(),
                Long.toString(session.until().getEpochSecond()),
                session.csrfToken());
        return payload + "." + ENCODER.encodeToString(signer.sign(signed(payload)));
    }

    private Optional<Session> parse(String text) {
        int end = text.lastIndexOf('.');
        List<String> parts = List.of(text.split("\\.", -1));
        if (parts.size() != 5) {
            return Optional.empty();
        }
        try {
            byte[] signature = Base64.getUrlDecoder().decode(parts.getLast());
            if (!Ed25519.verify(signer.publicKey(), signed(text.substring(0, end)), signature)) {
                return Optional.empty();
            }
            Instant until = Instant.ofEpochSecond(Long.parseLong(parts.get(2)));
            return Optional.of(new Session(parts.get(0), parts.get(1), until, parts.get(3)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static byte[] signed(String payload) {
        return (PURPOSE + payload).getBytes(StandardCharsets.UTF_8);
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(COOKIE, value)
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT)
                .setPath("/");
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return ENCODER.encodeToString(bytes);
    }
}
