package dev.flexgate.feed;

import dev.flexgate.feed.FeedStatus.State;
import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one provider again and again, each time no sooner than it can have something new, and stores what comes. */
final class FeedLoop {

    private static final Logger LOG = LoggerFactory.getLogger(FeedLoop.class);

    private final Feed feed;
    private final Topic topic;
    private final Database database;
    private final Readings readings;
    private final StandIn standIn;
    private final Ids ids;
    private final FeedLimits limits;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final MeterRegistry meters;

    private volatile State state = new State.Waiting();
    private volatile Quality quality = Quality.SIMULATED;
    private volatile Instant nextAt;

    private volatile List<FeedLoop> preferred = List.of();

    /** Only the loop's own thread touches it: whether the long first window still has to be asked for. */
    private boolean historyWanted = true;

    FeedLoop(
            Feed feed,
            Database database,
            Readings readings,
            Ids ids,
            FeedLimits limits,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry meters) {
        this.feed = feed;
        this.topic = new Topic(feed.provider().zone(), feed.provider().signal());
        this.database = database;
        this.readings = readings;
        this.standIn = new StandIn(database, readings, ids);
        this.ids = ids;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.meters = meters;
        this.nextAt = clock.instant();
    }

    Feed feed() {
        return feed;
    }

    Topic topic() {
        return topic;
    }

    /** From now on this one is only asked while one of {@code all} that is preferred to it fails. */
    void standBehind(List<FeedLoop> all) {
        preferred = all.stream().filter(each -> feed.standsBehind(each.feed)).toList();
    }

    private boolean isNeeded() {
        return preferred.isEmpty()
                || preferred.stream().anyMatch(each -> each.status().isFailing());
    }

    FeedStatus status() {
        return new FeedStatus(
                feed.provider().name(),
                topic.zone(),
                topic.signal(),
                feed.provider().signals(),
                feed.rank(),
                state,
                quality,
                nextAt);
    }

    /** Asks once; afterwards {@link #status} tells what came and when to ask again. Never throws. */
    void poll() {
        try {
            if (isNeeded()) {
                switch (fetched()) {
                    case Received received -> received(received);
                    case Missing missing -> missing(missing);
                }
            } else {
                state = new State.Standby();
                nextAt = clock.instant().plus(limits.retryMin());
            }
            standInIfNeeded();
        } catch (StoreException unavailable) {
            LOG.warn("{}: the store did not take an answer", this, unavailable);
            nextAt = clock.instant().plus(limits.retryMin());
        } catch (RuntimeException bug) {
            // One feed's defect must not end its thread unseen, nor anything else.
            LOG.error("{}: polling failed", this, bug);
            nextAt = clock.instant().plus(limits.retryMax());
        }
    }

    /** Simulation stands in as long as nothing real is known. */
    void standInIfNeeded() {
        Instant now = clock.instant();
        if (standIn.standsIn(topic, now)) {
            LOG.info("{}: nothing real is known, simulated values stand in", this);
            quality = Quality.SIMULATED;
        } else {
            var current = HalfHours.containing(now, 1).span();
            quality = readings.known(topic.zone(), topic.signal(), current, now).stream()
                    .map(each -> each.reading().quality())
                    .findFirst()
                    .orElse(Quality.OWN_FORECAST);
        }
    }

    private Fetched fetched() {
        Instant now = clock.instant();
        var window = historyWanted ? feed.firstWindow(now) : feed.window(now);
        Timer.Sample sample = Timer.start(meters);
        Fetched fetched = feed.provider().fetch(window);
        sample.stop(
                meters.timer("flexgate.feed.fetch", "provider", feed.provider().name()));
        return fetched;
    }

    private void received(Received received) {
        Instant now = clock.instant();
        Instant issuedAt = received.issuedAt().isAfter(now) ? now : received.issuedAt();
        // After failures another source may have spoken: then even an unchanged answer is news.
        boolean again = failures() > 0;
        List<Vintage> vintages = vintages(received, issuedAt, now);
        long added = database.inTransaction(tx ->
                vintages.stream().filter(each -> readings.save(tx, each, again)).count());
        historyWanted = false;
        state = new State.Fresh(now, received.coverage());
        nextAt = received.nextAt().isAfter(now) ? received.nextAt().plus(jitter()) : now.plus(limits.retryMin());
        count(received.coverage().name());
        LOG.debug("{}: {} readings, {} new vintages", this, received.readings().size(), added);
    }

    /** One for each signal of the answer. */
    private List<Vintage> vintages(Received received, Instant issuedAt, Instant now) {
        Map<Signal, List<Reading>> bySignal = received.readings().stream()
                .collect(
                        Collectors.groupingBy(Reading::signal, () -> new EnumMap<>(Signal.class), Collectors.toList()));
        return bySignal.entrySet().stream()
                .map(each -> Vintage.of(
                        ids.next(),
                        feed.provider().name(),
                        topic.zone(),
                        each.getKey(),
                        issuedAt,
                        now,
                        each.getValue()))
                .toList();
    }

    private void missing(Missing missing) {
        int failures = 1 + failures();
        state = switch (state) {
            case State.Fresh fresh -> new State.Stale(fresh.receivedAt(), missing, failures);
            case State.Stale stale -> new State.Stale(stale.receivedAt(), missing, failures);
            case State.Waiting _, State.Failing _, State.Standby _ -> new State.Failing(missing, failures);
        };
        // Refused although well-formed: perhaps it is the long window that is not liked.
        historyWanted = historyWanted && missing.reason() != Reason.REFUSED;
        Instant next = clock.instant().plus(Backoff.pause(limits.retryMin(), limits.retryMax(), failures, random));
        nextAt = missing.retryAt().filter(next::isBefore).orElse(next);
        count(missing.reason().name());
        LOG.warn("{}: no usable answer, {} ({}), {} in a row", this, missing.reason(), missing.detail(), failures);
    }

    private int failures() {
        return switch (state) {
            case State.Stale stale -> stale.failures();
            case State.Failing failing -> failing.failures();
            case State.Waiting _, State.Fresh _, State.Standby _ -> 0;
        };
    }

    /** Up to half a minute, so that all gateways of the country do not ask in the same second. */
    private Duration jitter() {
        return Duration.ofMillis(random.nextLong(Duration.ofSeconds(30).toMillis()));
    }

    private void count(String outcome) {
        meters.counter(
                        "flexgate.feed.polls",
                        "provider",
                        feed.provider().name(),
                        "outcome",
                        outcome.toLowerCase(Locale.ROOT))
                .increment();
    }

    @Override
    public String toString() {
        return "feed " + feed.provider().name() + " " + topic.zone() + " " + topic.signal();
    }
}
