package dev.flexgate.feed;

import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that is set by hand, short limits, and the guarded way out to loopback. */
final class FeedFixture {

    static final Instant NOW = Instant.parse("2026-11-21T12:10:00Z");

    static final FeedLimits LIMITS = new FeedLimits(
            Duration.ofMillis(300),
            Duration.ofSeconds(10),
            3,
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            64 * 1024,
            6,
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            Duration.ofMillis(200));

    /** The same, but a request may take only a moment. */
    static FeedLimits impatient() {
        return new FeedLimits(
                LIMITS.firstAnswer(),
                Duration.ofMillis(100),
                LIMITS.attempts(),
                LIMITS.pauseMin(),
                LIMITS.pauseMax(),
                LIMITS.answerBytes(),
                LIMITS.breakerFailures(),
                LIMITS.breakerRest(),
                LIMITS.retryMin(),
                LIMITS.retryMax());
    }

    /** Set by hand. */
    static final class Clock implements InstantSource {

        private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

        void set(Instant moment) {
            now.set(moment);
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    private FeedFixture() {}

    static OutboundHttp outbound(AddressPolicy policy) {
        return new OutboundHttp(
                TestDatabase.vertx(),
                policy,
                OutboundLimits.DEFAULT.withResponseBytes(LIMITS.answerBytes()),
                new SimpleMeterRegistry());
    }

    static ProviderHttp http(FeedLimits limits) {
        return new ProviderHttp(
                TestDatabase.vertx(), outbound(AddressPolicy.loopback()), "stand-in", limits, new Random(1));
    }

    /** A national forecast of {@code count} half-hours, each {@code grams}. */
    static String national(Instant start, int count, int grams) {
        return "{\"data\":[" + periods(start, count, grams) + "]}";
    }

    static String regional(int region, Instant start, int count, int grams) {
        return "{\"data\":{\"regionid\":" + region + ",\"data\":[" + periods(start, count, grams) + "]}}";
    }

    private static String periods(Instant start, int count, int grams) {
        var text = new StringBuilder();
        for (int index = 0; index < count; index++) {
            text.append(index == 0 ? "" : ",")
                    .append(UkCarbonIntensityAnswerTest.period(
                            start.plus(Duration.ofMinutes(30L * index)),
                            "\"forecast\":" + grams + ",\"actual\":" + grams));
        }
        return text.toString();
    }
}
