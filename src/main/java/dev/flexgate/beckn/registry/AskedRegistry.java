package dev.flexgate.beckn.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flexgate.beckn.registry.RegistrySource.Told;
import dev.flexgate.beckn.registry.RegistrySource.Word;
import dev.flexgate.beckn.signature.KeyId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry that is asked over HTTP, with what it said remembered for as long as it allows. One question for a key is
 * on its way at a time, and all who want to know wait for its answer. What does not exist is remembered too, so that a
 * stranger with many names costs the registry little. While it is away, what it said last counts until the key ends or
 * the answer is too old; then nobody is believed. Times are those of the gateway's clock.
 */
final class AskedRegistry implements Registry {

    private static final Logger LOG = LoggerFactory.getLogger(AskedRegistry.class);

    /**
     * An answer.
     *
     * @param toldAt when the registry said so
     * @param freshUntil when it is to be asked again
     */
    private record Entry(Word word, Instant toldAt, Instant freshUntil) {}

    private final RegistrySource source;
    private final RegistryLimits limits;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Cache<KeyId, Entry> entries;
    private final Map<KeyId, Future<Entry>> flights = new HashMap<>();

    AskedRegistry(RegistrySource source, RegistryLimits limits, InstantSource clock, MeterRegistry meters) {
        this.source = source;
        this.limits = limits;
        this.clock = clock;
        this.meters = meters;
        this.entries = Caffeine.newBuilder().maximumSize(limits.entriesMax()).build();
        Gauge.builder("flexgate.beckn.registry.entries", entries, Cache::estimatedSize)
                .description("Keys that are remembered, those that do not exist included")
                .register(meters);
        Gauge.builder("flexgate.beckn.registry.flights", this, AskedRegistry::inFlight)
                .description("Questions to the registry on their way")
                .register(meters);
    }

    private synchronized int inFlight() {
        return flights.size();
    }

    @Override
    public Lookup find(KeyId keyId, Instant now) {
        Entry entry = entries.getIfPresent(keyId);
        return entry == null ? new Lookup.SubscriberUnknown() : lookup(entry.word(), now);
    }

    @Override
    public Future<Lookup> ask(KeyId keyId, Instant now) {
        Entry entry = entries.getIfPresent(keyId);
        if (entry != null && now.isBefore(entry.freshUntil())) {
            count("remembered");
            return Future.succeededFuture(lookup(entry.word(), now));
        }
        return flight(keyId, Optional.ofNullable(entry)).map(told -> lookup(told.word(), now));
    }

    private Future<Entry> flight(KeyId keyId, Optional<Entry> known) {
        Promise<Entry> landing = Promise.promise();
        synchronized (this) {
            Future<Entry> flying = flights.get(keyId);
            if (flying != null) {
                count("joined");
                return flying;
            }
            if (flights.size() >= limits.flightsMax()) {
                count("refused");
                return fallback(keyId, known, "too many questions are on their way");
            }
            flights.put(keyId, landing.future());
        }
        source.ask(keyId, clock.instant()).onComplete(told -> {
            synchronized (this) {
                flights.remove(keyId);
            }
            if (told.succeeded()) {
                count("asked");
                landing.complete(remember(keyId, told.result()));
            } else {
                count("failed");
                fallback(keyId, known, String.valueOf(told.cause().getMessage()))
                        .onComplete(landing);
            }
        });
        return landing.future();
    }

    private Entry remember(KeyId keyId, Told told) {
        Instant now = clock.instant();
        Duration ttl = switch (told.word()) {
            case Word.Listed _, Word.Barred _ -> within(told.ttl().orElse(limits.ttl()));
            case Word.NoSubscriber _, Word.NoKey _ -> limits.negativeTtl();
        };
        var entry = new Entry(told.word(), now, now.plus(ttl));
        entries.put(keyId, entry);
        return entry;
    }

    private Duration within(Duration ttl) {
        Duration atLeast = ttl.compareTo(limits.ttlMin()) < 0 ? limits.ttlMin() : ttl;
        return atLeast.compareTo(limits.ttlMax()) > 0 ? limits.ttlMax() : atLeast;
    }

    /** What was said last, if it may still be believed; a key that was refused stays refused. */
    private Future<Entry> fallback(KeyId keyId, Optional<Entry> known, String why) {
        Instant now = clock.instant();
        Optional<Entry> stale =
                known.filter(entry -> now.isBefore(entry.toldAt().plus(limits.staleMax())));
        if (stale.isEmpty()) {
            LOG.debug("the registry does not answer about {}: {}", keyId, why);
            return Future.failedFuture(
                    new RegistryUnavailableException("the registry " + source.name() + " cannot be asked: " + why));
        }
        count("stale");
        var entry = new Entry(stale.get().word(), stale.get().toldAt(), now.plus(limits.retryAfter()));
        entries.put(keyId, entry);
        return Future.succeededFuture(entry);
    }

    private static Lookup lookup(Word word, Instant now) {
        return switch (word) {
            case Word.Listed(Participant participant) -> Lookup.of(participant, now);
            case Word.Barred(String why) -> new Lookup.KeyNotValid(why);
            case Word.NoSubscriber _ -> new Lookup.SubscriberUnknown();
            case Word.NoKey _ -> new Lookup.KeyUnknown();
        };
    }

    /** Of the keys that were heard of: somebody who has never spoken to us need not be reached. */
    @Override
    public Optional<Participant> reach(String subscriberId, Instant now) {
        return entries.asMap().entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getValue().toldAt(), Comparator.reverseOrder()))
                .flatMap(each -> lookup(each.getValue().word(), now) instanceof Lookup.Known(Participant participant)
                                && participant.subscriberId().equals(subscriberId)
                        ? Optional.of(participant).stream()
                        : Optional.<Participant>empty().stream())
                .findFirst();
    }

    private void count(String how) {
        meters.counter("flexgate.beckn.registry.lookups", "source", source.name(), "how", how)
                .increment();
    }
}
