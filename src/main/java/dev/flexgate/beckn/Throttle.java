package dev.flexgate.beckn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;

/**
 * How often one address and one participant may send: a bucket each, a bounded number of them. An address is counted
 * before anything is computed for it, a participant once its signature is proved: nobody can use up another's share.
 * Any number of threads.
 */
public final class Throttle {

    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    private final BecknLimits.Rates rates;
    private final String side;
    private final MeterRegistry meters;
    private final Cache<String, Bucket> buckets;

    /**
     * Counts by these rates.
     *
     * @param side of the network that it guards, for its meters
     */
    public Throttle(BecknLimits.Rates rates, String side, MeterRegistry meters) {
        this.rates = rates;
        this.side = side;
        this.meters = meters;
        // A forgotten bucket is a full one: what is dropped beyond the bound errs on the side of the sender. The cache
        // keeps house where it is asked: another thread, woken every few messages for it, costs more.
        this.buckets = Caffeine.newBuilder()
                .maximumSize(rates.countersMax())
                .expireAfterAccess(FORGET_AFTER)
                .executor(Runnable::run)
                .build();
        Gauge.builder("flexgate.beckn.rate.counters", buckets, Cache::estimatedSize)
                .description("Addresses and participants whose messages are counted")
                .tag("side", side)
                .register(meters);
        show("source", rates.perSource());
        show("subscriber", rates.perSubscriber());
    }

    private void show(String by, BecknLimits.Rate rate) {
        Gauge.builder("flexgate.beckn.rate.limit", rate, BecknLimits.Rate::perSecond)
                .description("Messages a second that one may send")
                .tag("by", by)
                .tag("side", side)
                .strongReference(true)
                .register(meters);
    }

    /** How long an address must wait; empty when it need not. */
    public Optional<Duration> ofSource(String source) {
        return take("source", source, rates.perSource());
    }

    /** How long a participant must wait; empty when it need not. */
    public Optional<Duration> ofSubscriber(String subscriberId) {
        return take("subscriber", subscriberId, rates.perSubscriber());
    }

    private Optional<Duration> take(String kind, String name, BecknLimits.Rate rate) {
        Bucket bucket = buckets.get(kind + " " + name, _ -> bucket(rate));
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            return Optional.empty();
        }
        meters.counter("flexgate.beckn.rate.limited", "by", kind, "side", side).increment();
        return Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private static Bucket bucket(BecknLimits.Rate rate) {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(rate.burst())
                        .refillGreedy(rate.perSecond(), Duration.ofSeconds(1))
                        .build())
                .build();
    }
}
