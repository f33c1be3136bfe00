package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.StrictJson;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.circuitbreaker.TimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Asks one provider's host for JSON: each attempt has a deadline, faults of the network or the server are tried
 * again a bounded number of times with growing, jittered pauses, and after too many of them in a row a circuit
 * breaker leaves the host alone for a while, over all feeds that ask it.
 */
final class ProviderHttp {

    private static final Map<String, String> HEADERS = Map.of("accept", "application/json", "user-agent", "FlexGate");

    /** Failures older than this no longer count towards opening the circuit. */
    private static final Duration FAILURES_WINDOW = Duration.ofMinutes(10);

    private static final int TOO_MANY_REQUESTS = 429;

    private final Vertx vertx;
    private final OutboundHttp http;
    private final FeedLimits limits;
    private final RandomGenerator random;
    private final CircuitBreaker breaker;

    ProviderHttp(Vertx vertx, OutboundHttp http, String host, FeedLimits limits, RandomGenerator random) {
        this.vertx = vertx;
        this.http = http;
        this.limits = limits;
        this.random = random;
        this.breaker = CircuitBreaker.create(
                "feed " + host,
                vertx,
                new CircuitBreakerOptions()
                        .setMaxFailures(limits.breakerFailures())
                        .setResetTimeout(limits.breakerRest().toMillis())
                        .setFailuresRollingWindow(FAILURES_WINDOW.toMillis())
                        // The call's own deadline comes first; this only guards against a lost answer.
                        .setTimeout(limits.attempt().multipliedBy(2).toMillis()));
    }

    /** The JSON at {@code address}. Throws {@link BadAnswerException} when there is none. */
    JsonNode json(URI address) {
        int attempt = 1;
        while (true) {
            try {
                return parsed(answer(address));
            } catch (BadAnswerException bad) {
                if (attempt == limits.attempts() || !worthAnotherAttempt(bad.reason())) {
                    throw bad;
                }
                vertx.timer(pauseMillis(attempt), TimeUnit.MILLISECONDS).await();
                attempt++;
            }
        }
    }

    private Answer answer(URI address) {
        Call call = Call.get(address, HEADERS, limits.attempt());
        try {
            Future<Answer> answered = breaker.execute(() -> http.start(call).map(ProviderHttp::withoutServerFault));
            return answered.await();
        } catch (OpenCircuitException open) {
            throw new BadAnswerException(Reason.CIRCUIT_OPEN, "too many failures of late", open);
        } catch (TimeoutException late) {
            throw new BadAnswerException(Reason.TIMEOUT, "no answer at all", late);
        } catch (OutboundException failed) {
            throw new BadAnswerException(reason(failed.reason()), String.valueOf(failed.getMessage()), failed);
        }
    }

    /** Thrown inside the breaker, so that these count towards opening it; faults of our own asking do not. */
    private static Answer withoutServerFault(Answer answer) {
        if (answer.status() == TOO_MANY_REQUESTS) {
            throw new BadAnswerException(Reason.RATE_LIMITED, "status 429");
        }
        if (answer.status() >= 500) {
            throw new BadAnswerException(Reason.SERVER_FAULT, "status " + answer.status());
        }
        return answer;
    }

    private JsonNode parsed(Answer answer) {
        if (answer.status() >= 400) {
            throw new BadAnswerException(Reason.REFUSED, "status " + answer.status());
        }
        if (answer.status() >= 300) {
            throw new BadAnswerException(Reason.REDIRECTED, "status " + answer.status());
        }
        if (answer.body().length == 0) {
            throw new BadAnswerException(Reason.EMPTY, "no body");
        }
        try {
            return StrictJson.parse(answer.body(), JsonLimits.DEFAULT.withBytes(limits.answerBytes()));
        } catch (JsonRefusedException refused) {
            throw new BadAnswerException(Reason.NOT_JSON, String.valueOf(refused.getMessage()), refused);
        }
    }

    private static boolean worthAnotherAttempt(Reason reason) {
        return switch (reason) {
            case UNREACHABLE, TIMEOUT, SERVER_FAULT -> true;
            case CIRCUIT_OPEN,
                    ADDRESS_REFUSED,
                    TOO_LARGE,
                    REDIRECTED,
                    RATE_LIMITED,
                    REFUSED,
                    EMPTY,
                    NOT_JSON,
                    WRONG_SHAPE,
                    FOREIGN_PAGE -> false;
        };
    }

    private static Reason reason(OutboundException.Reason reason) {
        return switch (reason) {
            case ADDRESS_REFUSED -> Reason.ADDRESS_REFUSED;
            case UNRESOLVED, CONNECT, BUSY -> Reason.UNREACHABLE;
            case TIMEOUT -> Reason.TIMEOUT;
            case TOO_LARGE -> Reason.TOO_LARGE;
        };
    }

    private long pauseMillis(int attempt) {
        return Math.max(
                1,
                Backoff.pause(limits.pauseMin(), limits.pauseMax(), attempt, random)
                        .toMillis());
    }
}
