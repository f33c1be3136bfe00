package dev.flexgate.feed;

import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Keeps every feed as fresh as its provider allows, one virtual thread a feed. A start waits for first answers
 * only {@link FeedLimits#firstAnswer}; what has not come by then is simulated until it does.
 */
public final class FeedAgent implements AutoCloseable {

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final List<Feed> feeds;
    private final List<FeedLoop> loops;
    private final FeedLimits limits;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Instant startedAt;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch firstPolls;
    private final CountDownLatch ended;
    private volatile Optional<Backfill> backfill = Optional.empty();

    public FeedAgent(
            Database database,
            Readings readings,
            List<Feed> feeds,
            Ids ids,
            FeedLimits limits,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry meters) {
        this.feeds = List.copyOf(feeds);
        this.loops = feeds.stream()
                .map(feed -> new FeedLoop(feed, database, readings, ids, limits, clock, random, meters))
                .toList();
        this.loops.forEach(loop -> loop.standBehind(loops));
        this.limits = limits;
        this.clock = clock;
        this.meters = meters;
        this.startedAt = clock.instant();
        this.firstPolls = new CountDownLatch(loops.size());
        this.ended = new CountDownLatch(loops.size());
    }

    /** Begins to ask; returns once every topic has readings, real or simulated. */
    public void start() {
        loops.forEach(this::meter);
        loops.forEach(loop -> Thread.ofVirtual().name(loop.toString()).start(() -> run(loop)));
        if (!passes(firstPolls, limits.firstAnswer())) {
            loops.forEach(FeedLoop::standInIfNeeded);
        }
    }

    /** How each feed stands. */
    public List<FeedStatus> statuses() {
        return loops.stream().map(FeedLoop::status).toList();
    }

    /**
     * From now on providers are also asked for their past, in the background, once what is new has come.
     *
     * @param back how far; what a feed asks for anyway is not asked again
     */
    public void fillBack(Backfill.Rooms rooms, Duration back, RandomGenerator random) {
        var fill = new Backfill(rooms, feeds, this::isFresh, back, limits, clock, random, meters);
        backfill = Optional.of(fill);
        fill.start();
    }

    /** How far back each feed has been asked, of those that have more to tell. */
    public List<BackfillStatus> backfills() {
        return backfill.map(Backfill::statuses).orElse(List.of());
    }

    private boolean isFresh(Feed feed) {
        return loops.stream()
                .filter(loop -> loop.feed().equals(feed))
                .anyMatch(loop -> loop.status().state() instanceof FeedStatus.State.Fresh);
    }

    @Override
    public void close() {
        closing.countDown();
        backfill.ifPresent(Backfill::close);
        passes(ended, FAREWELL);
    }

    private void run(FeedLoop loop) {
        try {
            loop.poll();
            firstPolls.countDown();
            while (!passes(closing, waitFor(loop))) {
                loop.poll();
            }
        } finally {
            ended.countDown();
        }
    }

    private Duration waitFor(FeedLoop loop) {
        Duration left = Duration.between(clock.instant(), loop.status().nextAt());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static boolean passes(CountDownLatch latch, Duration patience) {
        try {
            return latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void meter(FeedLoop loop) {
        FeedStatus first = loop.status();
        Gauge.builder("flexgate.feed.age.seconds", loop, each ->
                        (double) each.status().age(clock.instant(), startedAt).toSeconds())
                .description("Time since the last usable answer")
                .tag("provider", first.provider())
                .tag("zone", first.zone().code())
                .tag("signal", first.signal().name())
                .register(meters);
        Gauge.builder("flexgate.feed.simulated", loop, each -> each.status().simulated() ? 1 : 0)
                .description("1 while nothing real is known and simulated values stand in")
                .tag("provider", first.provider())
                .tag("zone", first.zone().code())
                .tag("signal", first.signal().name())
                .register(meters);
    }
}
