package dev.flexgate.forecast;

import dev.flexgate.feed.Beside;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.WeatherIssues;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.TrainingStatus.Outcome;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Lease;
import dev.flexgate.store.Leases;
import dev.flexgate.store.Retention;
import dev.flexgate.store.Rounds;
import dev.flexgate.store.Rounds.Left;
import dev.flexgate.store.Rounds.Turn;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns and forecasts by itself, one zone and signal after the other, on one gateway of several: a new model when the
 * last one is old, a new forecast every half-hour. A training that fails leaves the last model in use, and says so.
 */
public final class ForecastAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ForecastAgent.class);

    private static final String LEASE = "forecast";
    private static final Duration LEASE_LENGTH = Duration.ofMinutes(5);
    private static final Duration SAID_BACK = Duration.ofDays(42);
    private static final int SAID_EVERY_HOURS = 6;
    private static final Duration LOOK = Duration.ofHours(1);
    private static final Duration FRESH = Duration.ofDays(2);
    private static final int TOPICS_MAX = 200;
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration SETTLING = Duration.ofSeconds(150);

    private final Rooms rooms;
    private final List<Topic> planned;
    private final Map<Zone, List<Beside>> beside;
    private volatile List<Topic> topics;
    private final Pace pace;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Models models;
    private final Training training;
    private final SaidRows said;
    private final SkillBook skills;
    private final SkillMeters skillMeters;
    private final Rounds rounds;
    private final Map<Topic, TrainingStatus> statuses = new ConcurrentHashMap<>();
    private final Map<Topic, Instant> trainAt = new HashMap<>();
    private final Map<Topic, Instant> issueAt = new HashMap<>();
    private Instant lookAt = Instant.MIN;

    /** Where the arithmetic is done: no carrier of virtual threads is held up by it. */
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("forecast-training").factory());

    /**
     * What it leans on.
     *
     * @param node under which name the right to forecast is held
     */
    public record Rooms(
            Database database, Readings readings, Forecaster forecaster, ModelRecords records, Ids ids, String node) {}

    /**
     * @param topics what to forecast whatever is known of it; what else has a history is forecast beside it
     * @param beside what forecasts of a zone may look at
     */
    public ForecastAgent(
            Rooms rooms,
            List<Topic> topics,
            Map<Zone, List<Beside>> beside,
            Pace pace,
            InstantSource clock,
            MeterRegistry meters) {
        this.rooms = rooms;
        this.beside = Map.copyOf(beside);
        this.planned = List.copyOf(topics);
        this.topics = planned;
        this.pace = pace;
        this.clock = clock;
        this.meters = meters;
        this.models = new Models(rooms.database());
        this.training = new Training(rooms.readings(), new WeatherIssues(rooms.database()));
        this.said = new SaidRows(rooms.database());
        this.skills = new SkillBook(rooms.database(), rooms.readings());
        this.skillMeters = new SkillMeters(meters);
        var turn = new Turn(new Leases(rooms.database()), LEASE, rooms.node(), LEASE_LENGTH);
        this.rounds = Rounds.exclusive("forecast", Rounds.Pace.of(pace.tick()), turn, this::round);
        topics.forEach(this::meter);
    }

    /** Begins; returns at once. */
    public void start() {
        rooms.database().listen(Readings.NEWS, _ -> rounds.wake());
        rounds.start();
    }

    /** How learning stands, by zone and signal, as far as this gateway did it. */
    public List<TrainingStatus> statuses() {
        return topics.stream()
                .flatMap(topic -> Optional.ofNullable(statuses.get(topic)).stream())
                .toList();
    }

    /** How it stands for one of them, as far as this gateway did it. */
    public Optional<TrainingStatus> status(Topic topic) {
        return Optional.ofNullable(statuses.get(topic));
    }

    /** What is forecast. */
    public List<Topic> topics() {
        return topics;
    }

    /** How good forecasts were, as of {@code now}. */
    public SkillReport report(Topic topic, Instant now) {
        return skills.report(topic, now);
    }

    /** Forgets what was issued more than {@code keep} ago. */
    public Retention.Kind retention(Duration keep) {
        return rooms.forecaster().retention(keep);
    }

    @Override
    public void close() {
        rounds.close();
        worker.shutdownNow();
    }

    /** One topic at most, so that the lease is renewed in between. */
    private Left round(Lease lease) {
        lookForMore(clock.instant());
        for (Topic topic : topics()) {
            Instant now = clock.instant();
            boolean trained = isDue(trainAt, topic, now) && train(topic, now, lease);
            if (trained || isDue(issueAt, topic, now)) {
                issue(topic, clock.instant(), trained ? Cause.NEW_MODEL : Cause.SCHEDULE);
                return Left.MAYBE_MORE;
            }
        }
        return Left.NOTHING;
    }

    /** What providers have begun to tell is forecast, too. */
    private void lookForMore(Instant now) {
        if (now.isBefore(lookAt)) {
            return;
        }
        lookAt = now.plus(LOOK);
        List<Topic> more = rooms.readings().topics(TOPICS_MAX).stream()
                .filter(topic -> !planned.contains(topic) && isForecast(topic.signal()))
                .filter(topic -> rooms.readings().realSince(topic.zone(), topic.signal(), now.minus(FRESH), now))
                .toList();
        List<Topic> all = Stream.concat(planned.stream(), more.stream()).toList();
        all.stream().filter(topic -> !topics.contains(topic)).forEach(this::meter);
        topics = all;
    }

    /** Shares of the mix follow from the others, and nobody plans with them. */
    private static boolean isForecast(Signal signal) {
        return switch (signal.kind()) {
            case CARBON, PRICE, POWER -> true;
            case SHARE -> false;
        };
    }

    private static boolean isDue(Map<Topic, Instant> due, Topic topic, Instant now) {
        Instant at = due.get(topic);
        return at == null || !now.isBefore(at);
    }

    private void issue(Topic topic, Instant now, Cause cause) {
        // Set first: what cannot be forecast must not be tried at every tick.
        issueAt.put(topic, next(now));
        try {
            rooms.forecaster()
                    .forecast(
                            topic.zone(), topic.signal(), HalfHours.containing(now, Pace.HALF_HOURS_AHEAD), now, cause);
        } catch (NothingKnownException unknown) {
            LOG.debug("forecast: {}", topic, unknown);
            return;
        }
        meters.counter(
                        "flexgate.forecast.issues",
                        "signal",
                        topic.signal().name(),
                        "cause",
                        cause.name().toLowerCase(Locale.ROOT))
                .increment();
        skillMeters.set(skills.renewed(topic, now));
    }

    /** A little after the half-hour, when the providers have been asked. */
    private Instant next(Instant now) {
        long step = pace.issue().toSeconds();
        long begun = Math.floorDiv(now.getEpochSecond(), step) * step;
        Instant settled = Instant.ofEpochSecond(begun).plus(SETTLING);
        return now.isBefore(settled) ? settled : settled.plusSeconds(step);
    }

    /** Whether there is a new model. */
    private boolean train(Topic topic, Instant now, Lease lease) {
        Optional<Model> last = models.newest(topic.zone(), topic.signal(), now);
        Instant due = last.map(model -> model.knownAt().plus(pace.training())).orElse(now);
        if (now.isBefore(due)) {
            trainAt.put(topic, due);
            say(new TrainingStatus(topic, Outcome.CURRENT, now, "", last.map(Model::note)));
            return false;
        }
        trainAt.put(topic, now.plus(pace.retry()));
        Timer.Sample sample = Timer.start(meters);
        try {
            Optional<Model> made = learnt(topic, now);
            made.ifPresent(model -> save(model, lease));
            say(made.map(model -> new TrainingStatus(topic, Outcome.TRAINED, now, "", Optional.of(model.note())))
                    .orElseGet(() ->
                            new TrainingStatus(topic, Outcome.TOO_LITTLE_HISTORY, now, "", last.map(Model::note))));
            made.ifPresent(_ -> trainAt.put(topic, now.plus(pace.training())));
            return made.isPresent();
        } catch (TrainingFailedException failed) {
            LOG.warn("forecast: {} was not learnt, the last model stays in use", topic, failed);
            String why = String.valueOf(failed.getMessage());
            say(new TrainingStatus(topic, Outcome.FAILED, now, why, last.map(Model::note)));
            return false;
        } finally {
            sample.stop(meters.timer("flexgate.forecast.training"));
        }
    }

    private Optional<Model> learnt(Topic topic, Instant now) {
        History history = training.history(topic, now, pace.historyDays());
        long deadline = System.nanoTime() + pace.patience().toNanos();
        Runnable pause = () -> {
            if (System.nanoTime() > deadline || rounds.isStopping()) {
                throw new TrainingFailedException("not done within " + pace.patience());
            }
        };
        List<Said> said = this.said.between(topic, now.minus(SAID_BACK), now, SAID_EVERY_HOURS);
        Surroundings around =
                training.around(topic, beside.getOrDefault(topic.zone(), List.of()), now, pace.historyDays());
        Optional<Learning> learning = onWorker(() -> Learning.from(history, said, around, now, pause));
        return learning.map(each -> Model.of(
                rooms.ids().next(), topic.zone(), topic.signal(), now.truncatedTo(ChronoUnit.MICROS), history, each));
    }

    private Optional<Learning> onWorker(Callable<Optional<Learning>> work) {
        try {
            // It looks at the time itself, between steps.
            return worker.submit(work).get(GRACE.plus(pace.patience()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            String why = cause instanceof TrainingFailedException ? cause.getMessage() : String.valueOf(cause);
            throw new TrainingFailedException(String.valueOf(why), failed);
        } catch (TimeoutException late) {
            throw new TrainingFailedException("not done within " + pace.patience(), late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TrainingFailedException("interrupted", interrupted);
        }
    }

    private void save(Model model, Lease lease) {
        byte[] content = model.learning().bytes();
        rooms.database().doInTransaction(tx -> {
            if (!Leases.holds(tx, lease)) {
                throw new TrainingFailedException("another gateway took over");
            }
            models.save(tx, model, content);
            rooms.records().trained(tx, model);
        });
        LOG.info(
                "forecast: {} {} learnt from {} half-hours, model {}",
                model.zone(),
                model.signal(),
                model.historyHalfHours(),
                model.label());
    }

    private void say(TrainingStatus status) {
        statuses.put(status.topic(), status);
        meters.counter(
                        "flexgate.forecast.trainings",
                        "outcome",
                        status.outcome().name().toLowerCase(Locale.ROOT))
                .increment();
    }

    private void meter(Topic topic) {
        Gauge.builder("flexgate.forecast.training.failed", () -> failed(topic))
                .description("1 while the last training failed and an older model, or none, is in use")
                .tag("zone", topic.zone().code())
                .tag("signal", topic.signal().name())
                .register(meters);
        Gauge.builder("flexgate.forecast.model.age.seconds", () -> age(topic))
                .description("Age of the model in use; NaN without one")
                .tag("zone", topic.zone().code())
                .tag("signal", topic.signal().name())
                .register(meters);
    }

    private double failed(Topic topic) {
        TrainingStatus status = statuses.get(topic);
        return status != null && status.outcome() == Outcome.FAILED ? 1 : 0;
    }

    private double age(Topic topic) {
        return Optional.ofNullable(statuses.get(topic))
                .flatMap(TrainingStatus::model)
                .map(model -> (double)
                        Duration.between(model.knownAt(), clock.instant()).toSeconds())
                .orElse(Double.NaN);
    }
}
