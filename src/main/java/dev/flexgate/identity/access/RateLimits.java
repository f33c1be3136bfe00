package dev.flexgate.identity.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.Source;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * How often anybody may ask: one bucket for each API key, and one for each address that asks without a key. Tells
 * the caller what is left (draft-ietf-httpapi-ratelimit-headers).
 */
final class RateLimits {

    /** A forgotten bucket is a full one, so what is dropped beyond this errs on the side of the caller. */
    private static final int BUCKETS_MAX = 20_000;

    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Rates rates;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(BUCKETS_MAX)
            .expireAfterAccess(FORGET_AFTER)
            .build();

    RateLimits(Rates rates) {
        this.rates = rates;
    }

    Optional<Problem> ofKey(RoutingContext context, String keyId) {
        return take(context, "key", keyId, rates.perKey());
    }

    Optional<Problem> ofSource(RoutingContext context) {
        return take(context, "source", Source.of(context), rates.perSource());
    }

    private Optional<Problem> take(RoutingContext context, String policy, String name, Rates.Rate rate) {
        Bucket bucket = buckets.get(policy + " " + name, _ -> bucket(rate));
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        HttpServerResponse response = context.response();
        long window = Math.ceilDiv((long) rate.burst(), (long) rate.perSecond());
        response.putHeader("RateLimit-Policy", "\"" + policy + "\";q=" + rate.burst() + ";w=" + window);
        long refill = Math.ceilDiv(probe.getNanosToWaitForReset(), NANOS_PER_SECOND);
        response.putHeader("RateLimit", "\"" + policy + "\";r=" + probe.getRemainingTokens() + ";t=" + refill);
        if (probe.isConsumed()) {
            return Optional.empty();
        }
        long wait = Math.max(1, Math.ceilDiv(probe.getNanosToWaitForRefill(), NANOS_PER_SECOND));
        response.putHeader("Retry-After", Long.toString(wait));
        return Optional.of(Problem.of(
                ProblemCode.RATE_LIMITED,
                rate.perSecond() + " requests a second, " + rate.burst() + " at once; come again in " + wait + " s"));
    }

    private static Bucket bucket(Rates.Rate rate) {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(rate.burst())
                        .refillGreedy(rate.perSecond(), Duration.ofSeconds(1))
                        .build())
                .build();
    }
}
