package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flexgate.Shared;
import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** A key that no log, answer or error may ever hold. */
    static final String KEY = "s3cret+key/of=ours";

    private static final OutboundHttp LOOPBACK = outbound(AddressPolicy.loopback());

    /** The way to a stand-in, with a budget and a circuit of its own. */
    static Offered.Link link(URI base, InstantSource clock) {
        var http = new ProviderHttp(
                TestDatabase.vertx(),
                LOOPBACK,
                "stand-in",
                new Rate(1_000, Duration.ofSeconds(1), Rate.Basis.COURTESY),
                new Told(List.of(KEY)),
                LIMITS,
                clock,
                new Random(1));
        return new Offered.Link(http, base, KEY, clock);
    }

    /** The series {@code name} for {@code zone}, asked for {@code signals} under the provider's code {@code as}. */
    static Provider provider(String name, String zone, String as, Set<Signal> signals, Offered.Link link) {
        Offered offered = Catalogue.offered(Feeds.Addresses.DEFAULT.agileProduct())
                .filter(each -> each.capability().series().equals(name))
                .findFirst()
                .orElseThrow();
        return offered.feed(new Zone(zone), as, signals, link).provider();
    }

    /** The same under the zone's own name. */
    static Provider provider(String name, String zone, Set<Signal> signals, Offered.Link link) {
        return provider(name, zone, zone, signals, link);
    }

    static Received received(Fetched fetched) {
        return assertInstanceOf(Received.class, fetched, fetched::toString);
    }

    static Missing missing(Fetched fetched) {
        return assertInstanceOf(Missing.class, fetched, fetched::toString);
    }

    /** Value and quality by start, of one signal. */
    static SortedMap<String, String> said(Fetched fetched, Signal signal) {
        var values = new TreeMap<String, String>();
        received(fetched).readings().stream()
                .filter(each -> each.signal() == signal)
                .forEach(each -> values.put(
                        each.valid().start().toString(), each.value().toPlainString() + " " + each.quality()));
        return values;
    }

    static String recorded(String file) {
        try {
            return Files.readString(Shared.path("data/fixtures/" + file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
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
