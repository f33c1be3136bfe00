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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Asks one provider's host: each attempt takes its turn of the provider's {@link Allowance} and has a deadline, faults
 * of the network or the server are tried again a bounded number of times with growing, jittered pauses, and after too
 * many of them in a row a circuit breaker leaves the host alone for a while, over all feeds that ask it.
 */
final class ProviderHttp {

    /** Failures older than this no longer count towards opening the circuit. */
    private static final Duration FAILURES_WINDOW = Duration.ofMinutes(10);

    /** For a provider that names no limit. */
    private static final Rate COURTESY = new Rate(600, Duration.ofMinutes(5), Rate.Basis.COURTESY);

    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Vertx vertx;
    private final OutboundHttp http;
    private final FeedLimits limits;
    private final RandomGenerator random;
    private final CircuitBreaker breaker;
    private final Allowance allowance;
    private final Told told;
    private final InstantSource clock;

    ProviderHttp(Vertx vertx, OutboundHttp http, String host, FeedLimits limits, RandomGenerator random) {
        this(vertx, http, host, COURTESY, Told.NOTHING_SECRET, limits, InstantSource.system(), random);
    }

    /**
     * @param rate how often the host may be asked, by all that use this
     * @param told knows the keys that must never be repeated
     */
    ProviderHttp(
            Vertx vertx,
            OutboundHttp http,
            String host,
            Rate rate,
            Told told,
            FeedLimits limits,
            InstantSource clock,
            RandomGenerator random) {
        this.vertx = vertx;
        this.http = http;
        this.limits = limits;
        this.random = random;
        this.allowance = new Allowance(rate, clock);
        this.told = told;
        this.clock = clock;
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
        return json(Ask.json(address));
    }

    /** The JSON that answers {@code ask}. Throws {@link BadAnswerException} when there is none. */
    JsonNode json(Ask ask) {
        return tried(() -> parsed(body(answer(ask))));
    }

    /** The bytes that answer {@code ask}, at least one. Throws {@link BadAnswerException} when there are none. */
    byte[] bytes(Ask ask) {
        return tried(() -> body(answer(ask)));
    }

    /** Whatever answers {@code ask}, refusals too, for a provider that says something by refusing. */
    Answer any(Ask ask) {
        return tried(() -> answer(ask));
    }

    /** Throws what {@code answer} amounts to unless it is a success with a body. */
    byte[] body(Answer answer) {
        if (answer.status() == UNAUTHORIZED) {
            throw new BadAnswerException(Reason.UNAUTHORIZED, told.of(answer.status(), answer.body()));
        }
        if (answer.status() >= 400) {
            throw new BadAnswerException(Reason.REFUSED, told.of(answer.status(), answer.body()));
        }
        if (answer.status() >= 300) {
            throw new BadAnswerException(Reason.REDIRECTED, "status " + answer.status());
        }
        if (answer.body().length == 0) {
            throw new BadAnswerException(Reason.EMPTY, "no body");
        }
        return answer.body();
    }

    /** How far apart requests are that are asked one after the other for long. */
    Duration turn() {
        return allowance.turn();
    }

    /** Fit for a log. */
    String line(String words) {
        return told.line(words);
    }

    private <T> T tried(Supplier<T> asking) {
        int attempt = 1;
        while (true) {
            try {
                return asking.get();
            } catch (BadAnswerException bad) {
                if (attempt == limits.attempts() || !worthAnotherAttempt(bad.reason())) {
                    throw bad;
                }
                pause(pauseMillis(attempt));
                attempt++;
            }
        }
    }

    private void pause(long millis) {
        vertx.timer(millis, TimeUnit.MILLISECONDS).await();
    }

    private Answer answer(Ask ask) {
        Duration turn = allowance.take();
        if (turn.isPositive()) {
            pause(Math.max(1, turn.toMillis()));
        }
        Call call = Call.get(ask.address(), ask.headers(), limits.attempt());
        try {
            Future<Answer> answered = breaker.execute(() -> http.start(call).map(this::withoutServerFault));
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
    private Answer withoutServerFault(Answer answer) {
        if (answer.status() == TOO_MANY_REQUESTS) {
            var limited = new BadAnswerException(Reason.RATE_LIMITED, told.of(answer.status(), answer.body()));
            throw retryAfter(answer)
                    .map(moment -> limited.retryAt(allowance.holdUntil(moment)))
                    .orElse(limited);
        }
        if (answer.status() >= 500) {
            Optional<Instant> later = retryAfter(answer);
            later.ifPresent(allowance::holdUntil);
            var fault = new BadAnswerException(Reason.SERVER_FAULT, told.of(answer.status(), answer.body()));
            throw later.map(fault::retryAt).orElse(fault);
        }
        return answer;
    }

    /** Seconds, or a date as HTTP writes it (RFC 9110, 10.2.3). */
    private Optional<Instant> retryAfter(Answer answer) {
        return answer.header("retry-after").flatMap(text -> {
            try {
                return Optional.of(
                        text.strip().matches("[0-9]{1,9}")
                                ? clock.instant().plusSeconds(Long.parseLong(text.strip()))
                                : DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
            } catch (DateTimeException unreadable) {
                return Optional.empty();
            }
        });
    }

    private JsonNode parsed(byte[] body) {
        try {
            return StrictJson.parse(body, JsonLimits.DEFAULT.withBytes(limits.answerBytes()));
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
                    BUDGET_SPENT,
                    UNAUTHORIZED,
                    REFUSED,
                    EMPTY,
                    NOT_JSON,
                    NOT_READABLE,
                    SYNTHETIC,
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
