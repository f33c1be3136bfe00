package dev.flexgate.beckn.message;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How a subscriber wants to be told, by the DeliveryPolicy of the LTS OpenAPI.
 *
 * @param timeout of one request
 * @param payloadBytes longest message; empty for ours
 * @param retries at most so many after the first attempt
 * @param first wait before the first of them
 * @param longest wait before any of them
 * @param factor by which the wait grows after each
 */
public record DeliveryPolicy(
        Duration timeout, OptionalLong payloadBytes, int retries, Duration first, Duration longest, BigDecimal factor) {

    /** What is meant by who says nothing, as the OpenAPI has it. */
    public static final DeliveryPolicy UNSAID = new DeliveryPolicy(
            Duration.ofSeconds(30),
            OptionalLong.empty(),
            5,
            Duration.ofSeconds(5),
            Duration.ofSeconds(300),
            BigDecimal.TWO);

    public DeliveryPolicy {
        if (retries < 0 || first.isNegative() || factor.compareTo(BigDecimal.ONE) < 0 || !timeout.isPositive()) {
            throw new IllegalArgumentException("a policy waits for something, and never less than before");
        }
    }

    /**
     * How long to wait after a failed attempt.
     *
     * @param attempt its number, from 1
     */
    public Duration waitAfter(int attempt) {
        BigDecimal most = BigDecimal.valueOf(longest.toMillis());
        BigDecimal wait = BigDecimal.valueOf(first.toMillis()).min(most);
        for (int k = 1; k < attempt && wait.compareTo(most) < 0 && wait.signum() > 0; k++) {
            wait = wait.multiply(factor).min(most);
        }
        return Duration.ofMillis(wait.setScale(0, RoundingMode.CEILING).longValueExact());
    }

    /** Whether there is another attempt after this one. */
    public boolean goesOnAfter(int attempt) {
        return attempt <= retries;
    }

    /** From the first attempt to the end of the last, when all of them take as long as they may. */
    public Duration patience() {
        Duration all = timeout;
        for (int attempt = 1; goesOnAfter(attempt); attempt++) {
            all = all.plus(waitAfter(attempt)).plus(timeout);
        }
        return all;
    }
}
