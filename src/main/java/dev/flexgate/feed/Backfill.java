package dev.flexgate.feed;

import dev.flexgate.feed.BackfillStatus.State;
import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Lease;
import dev.flexgate.store.Leases;
import dev.flexgate.store.Rounds;
import dev.flexgate.store.Rounds.Left;
import dev.flexgate.store.Rounds.Turn;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks providers for their past, from the newest back, so that there is something to learn from before the gateway has
 * been up for as long: a piece at a time, slower than what is new is asked for, on one gateway of several. What comes is
 * known from now on and not a moment earlier. What is known is not asked for again: so it goes on after a stop where it
 * was.
 */
public final class Backfill implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

    private static final String LEASE = "feed-backfill";
    private static final Duration LEASE_LENGTH = Duration.ofMinutes(10);
    private static final Duration TICK = Duration.ofSeconds(10);

    /** A question that is waited for when the gateway ends is asked again after the next start. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /** So many empty answers in a row, and there is nothing older. */
    private static final int EMPTY_MAX = 3;

    /** So many refusals in a row, and it is not for us. */
    private static final int REFUSED_MAX = 5;

    /** Providers have holes: a stretch of which so much is known is not asked for again, per cent. */
    private static final int KNOWN_PERCENT = 90;

    private final Rooms rooms;
    private final Predicate<Feed> isFresh;
    private final FeedLimits limits;
    private final Duration back;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final MeterRegistry meters;
    private final List<Stretch> stretches;
    private final Rounds rounds;

    /**
     * What it leans on.
     *
     * @param node under which name the right to ask is held
     */
    public record Rooms(Database database, Readings readings, Ids ids, String node) {}

    /** How one feed stands. Only the thread of the rounds changes it. */
    private static final class Stretch {

        private final Feed feed;
        private final Set<Signal> told = EnumSet.noneOf(Signal.class);
        private volatile State state = new State.Waiting();
        private volatile Instant reached;
        private final AtomicInteger pages = new AtomicInteger();
        private final AtomicLong values = new AtomicLong();
        private int empty;
        private int failures;

        Stretch(Feed feed, Instant reached) {
            this.feed = feed;
            this.reached = reached;
        }

        boolean isDue(Instant now) {
            return switch (state) {
                case State.Waiting _ -> true;
                case State.Going going -> !now.isBefore(going.nextAt());
                case State.Complete _, State.Ended _ -> false;
            };
        }
    }

    /**
     * Begins with {@link #start}.
     *
     * @param feeds of which the preferred ones that have an archive are asked
     * @param isFresh whether the last answer of a feed was good: before that it is left in peace
     * @param back how far back; zero for not at all
     */
    Backfill(
            Rooms rooms,
            Collection<Feed> feeds,
            Predicate<Feed> isFresh,
            Duration back,
            FeedLimits limits,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry meters) {
        this.rooms = rooms;
        this.isFresh = isFresh;
        this.back = back;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.meters = meters;
        Instant now = HalfHours.floor(clock.instant());
        this.stretches = feeds.stream()
                .filter(feed -> feed.archive().open() && feed.rank() == 0 && back.compareTo(feed.history()) > 0)
                .map(feed -> new Stretch(feed, now.minus(feed.history())))
                .toList();
        var turn = new Turn(new Leases(rooms.database()), LEASE, rooms.node(), LEASE_LENGTH);
        this.rounds = Rounds.exclusive(LEASE, new Rounds.Pace(TICK, Duration.ZERO, FAREWELL), turn, this::round);
    }

    void start() {
        if (!stretches.isEmpty()) {
            rounds.start();
        }
    }

    List<BackfillStatus> statuses() {
        Instant wanted = HalfHours.floor(clock.instant()).minus(back);
        return stretches.stream()
                .map(each -> new BackfillStatus(
                        each.feed.provider().name(),
                        each.feed.provider().zone(),
                        each.feed.provider().signals(),
                        each.state,
                        each.reached,
                        wanted,
                        each.pages.get(),
                        each.values.get()))
                .toList();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /** One question at most, so that the lease is renewed in between. */
    Left round(Lease lease) {
        for (Stretch each : stretches) {
            Instant now = clock.instant();
            if (each.isDue(now) && isFresh.test(each.feed)) {
                ask(each, now, lease);
                return Left.MAYBE_MORE;
            }
        }
        return Left.NOTHING;
    }

    private void ask(Stretch stretch, Instant now, Lease lease) {
        Instant oldest = HalfHours.floor(now).minus(back);
        if (!oldest.isBefore(stretch.reached)) {
            stretch.state = new State.Complete();
            return;
        }
        Instant from = stretch.reached.minus(stretch.feed.history());
        var wanted = new Interval(from.isBefore(oldest) ? oldest : from, stretch.reached);
        if (isKnown(stretch, wanted, now)) {
            stretch.reached = wanted.start();
            stretch.state = new State.Going(now, "");
            return;
        }
        Fetched fetched = stretch.feed.provider().fetch(HalfHours.of(wanted));
        Instant then = clock.instant();
        switch (fetched) {
            case Received received -> received(stretch, received, wanted, then, lease);
            case Missing missing -> missing(stretch, missing, wanted, then);
        }
    }

    /** Whether all that the feed tells is known of {@code wanted}, but for holes that a provider may have. */
    private boolean isKnown(Stretch stretch, Interval wanted, Instant now) {
        if (stretch.told.isEmpty()) {
            var lately = new Interval(stretch.reached, HalfHours.floor(now));
            stretch.feed.provider().signals().stream()
                    .filter(signal -> settled(stretch.feed, signal, lately, now) > 0)
                    .forEach(stretch.told::add);
        }
        long all = HalfHours.of(wanted).count();
        return !stretch.told.isEmpty()
                && stretch.told.stream()
                        .allMatch(signal -> 100 * settled(stretch.feed, signal, wanted, now) >= KNOWN_PERCENT * all);
    }

    private long settled(Feed feed, Signal signal, Interval interval, Instant now) {
        return rooms.readings().known(feed.provider().zone(), signal, interval, now).stream()
                .filter(known -> switch (known.reading().quality()) {
                    case MEASURED, ESTIMATED -> true;
                    case PROVIDER_FORECAST, OWN_FORECAST, SIMULATED -> false;
                })
                .count();
    }

    private void received(Stretch stretch, Received received, Interval wanted, Instant now, Lease lease) {
        Map<Signal, List<Reading>> bySignal = received.readings().stream()
                .filter(each -> !each.valid().start().isBefore(wanted.start())
                        && !each.valid().end().isAfter(wanted.end()))
                .collect(
                        Collectors.groupingBy(Reading::signal, () -> new EnumMap<>(Signal.class), Collectors.toList()));
        if (bySignal.isEmpty()) {
            missing(stretch, new Missing(Reason.EMPTY, "nothing of the time asked for"), wanted, now);
            return;
        }
        boolean isOurs = rooms.database().inTransaction(tx -> {
            boolean holds = Leases.holds(tx, lease);
            bySignal.forEach((signal, readings) -> {
                if (holds) {
                    rooms.readings().saveUnheard(tx, vintage(stretch.feed, signal, now, readings), false);
                }
            });
            return holds;
        });
        if (!isOurs) {
            stretch.state = new State.Waiting();
            return;
        }
        stretch.empty = 0;
        stretch.failures = 0;
        stretch.pages.incrementAndGet();
        stretch.values.addAndGet(
                bySignal.values().stream().mapToLong(List::size).sum());
        stretch.reached = wanted.start();
        stretch.state = new State.Going(now.plus(stretch.feed.archive().pause()), "");
        count(stretch, "received");
        LOG.debug(
                "{} of {} asked back to {}",
                stretch.feed.provider().name(),
                stretch.feed.provider().zone(),
                wanted);
    }

    /** Known since now: nothing decided earlier rests on it. */
    private Vintage vintage(Feed feed, Signal signal, Instant now, List<Reading> readings) {
        return Vintage.of(
                rooms.ids().next(), feed.provider().name(), feed.provider().zone(), signal, now, now, readings);
    }

    private void missing(Stretch stretch, Missing missing, Interval wanted, Instant now) {
        count(stretch, missing.reason().name().toLowerCase(Locale.ROOT));
        String why = missing.reason() + ": " + missing.detail();
        if (missing.reason() == Reason.EMPTY) {
            stretch.empty++;
            stretch.reached = wanted.start();
            stretch.state = stretch.empty < EMPTY_MAX
                    ? new State.Going(now.plus(stretch.feed.archive().pause()), why)
                    : new State.Ended("nothing older: " + EMPTY_MAX + " empty answers in a row");
            return;
        }
        stretch.failures++;
        if (isForGood(missing.reason()) && stretch.failures >= REFUSED_MAX) {
            stretch.state = new State.Ended(why);
            LOG.warn(
                    "{}: no more of the past is asked for, {}",
                    stretch.feed.provider().name(),
                    why);
            return;
        }
        Instant next = now.plus(stretch.feed.archive().pause())
                .plus(Backoff.pause(limits.retryMin(), limits.retryMax(), stretch.failures, random));
        stretch.state = new State.Going(missing.retryAt().filter(next::isBefore).orElse(next), why);
    }

    /** Whether asking the same again can hardly help. */
    private static boolean isForGood(Reason reason) {
        return switch (reason) {
            case ADDRESS_REFUSED,
                    TOO_LARGE,
                    REDIRECTED,
                    UNAUTHORIZED,
                    REFUSED,
                    EMPTY,
                    NOT_JSON,
                    NOT_READABLE,
                    SYNTHETIC,
                    WRONG_SHAPE,
                    FOREIGN_PAGE -> true;
            case CIRCUIT_OPEN, UNREACHABLE, TIMEOUT, RATE_LIMITED, BUDGET_SPENT, SERVER_FAULT -> false;
        };
    }

    private void count(Stretch stretch, String outcome) {
        meters.counter(
                        "flexgate.feed.backfill",
                        "provider",
                        stretch.feed.provider().name(),
                        "outcome",
                        outcome)
                .increment();
    }
}
