package dev.flexgate.forecast;

import dev.flexgate.feed.Known;
import dev.flexgate.feed.MissBand;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.WeatherIssues;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Forecast.Making;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Retention;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Issues forecasts and keeps every issue. A forecast is a function of what the readings knew at its time of
 * issue and of nothing else, so it comes out the same, byte for byte, whenever and wherever it is asked for.
 */
public final class Forecaster {

    /** Two weeks. */
    public static final int HALF_HOURS_MAX = 672;

    /** Most issues or streams of one page. */
    public static final int PAGE_MAX = 200;

    /** Six weeks: 35 days of hindcasts after the first week. Shorter made bands too narrow (76 % instead of 78). */
    private static final Duration HISTORY = Duration.ofDays(42);

    /** The last four weeks and what may be missing. */
    private static final int AROUND_DAYS = 44;

    private static final String SAVE = """
            insert into forecast_issue (id, zone, signal, issued_at, grid_start, grid_count, inputs, sha256, series,
                                        model_sha256, cause)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                on conflict (zone, signal, issued_at, grid_start, grid_count, sha256) do nothing
            """;

    private static final String SAVED_ID = """
            select id
              from forecast_issue
             where zone = $1 and signal = $2 and issued_at = $3 and grid_start = $4 and grid_count = $5
               and sha256 = $6
            """;

    private static final String FIND = """
            select id, zone, signal, issued_at, grid_start, grid_count, inputs, sha256, series, model_sha256, cause,
                   forgotten_at
              from forecast_issue
             where id = $1
            """;

    private static final String ISSUES = """
            select id, zone, signal, issued_at, grid_start, grid_count, sha256, model_sha256, cause
              from forecast_issue
             where zone = $1 and signal = $2 and issued_at < $3
             order by issued_at desc, id desc
             limit $4
            """;

    /** An older forecast is none: whoever forecasts has been away. */
    public static final Duration FRESH = Duration.ofDays(1);

    private static final String COVERING = """
            select id, zone, signal, issued_at, grid_start, grid_count, inputs, sha256, series, model_sha256, cause,
                   forgotten_at
              from forecast_issue
             where zone = $1 and signal = $2 and issued_at <= $3 and issued_at > $4 and forgotten_at is null
               and grid_start <= $5 and grid_start + grid_count * interval '30 minutes' >= $6
             order by issued_at desc, id desc
             limit 1
            """;

    private static final String HORIZON = """
            select max(grid_start + grid_count * interval '30 minutes') as horizon
              from forecast_issue
             where zone = $1 and signal = $2 and issued_at <= $3 and issued_at > $4
            """;

    private static final String STREAMS = """
            with recursive stream (zone, signal) as (
                (select zone, signal from forecast_issue order by zone, signal limit 1)
                union all
                select next.zone, next.signal
                  from stream,
                       lateral (select zone, signal
                                  from forecast_issue
                                 where (forecast_issue.zone, forecast_issue.signal) > (stream.zone, stream.signal)
                                 order by zone, signal
                                 limit 1) as next
            )
            select zone, signal from stream limit $1
            """;

    private final Database database;
    private final Readings readings;
    private final Ids ids;
    private final Models models;
    private final Training training;

    /**
     * A forecast in a list, without its points.
     *
     * @param grid the half-hours it covers
     * @param sha256 of its canonical text
     * @param making what it was made with and why
     */
    public record Issue(
            UUID id, Zone zone, Signal signal, Instant issuedAt, HalfHours grid, String sha256, Making making) {}

    /** What is forecast where. */
    public record Stream(Zone zone, Signal signal) {}

    public Forecaster(Database database, Readings readings, Ids ids) {
        this.database = database;
        this.readings = readings;
        this.ids = ids;
        this.models = new Models(database);
        this.training = new Training(readings, new WeatherIssues(database));
    }

    /**
     * Forecasts every half-hour of {@code grid} from what was known at {@code asOf}, for a plan, and stores it.
     *
     * @param grid at most {@link #HALF_HOURS_MAX} half-hours
     */
    public Forecast forecast(Zone zone, Signal signal, HalfHours grid, Instant asOf) {
        return forecast(zone, signal, grid, asOf, Cause.PLAN);
    }

    /** The same, for another cause: any but a plan's is also kept to be judged by. */
    public Forecast forecast(Zone zone, Signal signal, HalfHours grid, Instant asOf, Cause cause) {
        if (grid.count() > HALF_HOURS_MAX) {
            throw new IllegalArgumentException("more than " + HALF_HOURS_MAX + " half-hours: " + grid.count());
        }
        // The store keeps microseconds; asking later for exactly this moment must find the same.
        Instant issuedAt = asOf.truncatedTo(ChronoUnit.MICROS);
        Optional<Model> model = models.newest(zone, signal, issuedAt);
        ForecastRules rules = rules(zone, signal, grid, issuedAt, model);
        List<ForecastPoint> points = grid.stream().map(rules::at).toList();
        var making = new Making(
                model.filter(_ -> rules.modelUsed()).map(Model::sha256).orElse(""), cause);
        String text = SeriesText.write(zone, signal, issuedAt, grid, making.modelSha256(), points);
        List<UUID> inputs = List.copyOf(rules.inputs());
        String sha256 = SeriesText.sha256(text);
        List<Said> said = cause == Cause.PLAN ? List.of() : rules.said(grid, points);
        UUID id = save(
                new Forecast(ids.next(), zone, signal, issuedAt, grid, points, inputs, making, sha256), text, said);
        return new Forecast(id, zone, signal, issuedAt, grid, points, inputs, making, sha256);
    }

    /**
     * The forecast as it was issued.
     *
     * @throws IllegalStateException when its bytes are not what they were
     * @throws ProblemException with {@link ProblemCode#FORGOTTEN} when it was kept long enough
     */
    public Optional<Forecast> find(UUID id) {
        return database.row(FIND, id).map(Forecaster::forecast);
    }

    /** Forgets what was issued more than {@code keep} ago: no shorter than the plans that rest on it are kept. */
    public Retention.Kind retention(Duration keep) {
        return new Retention.Kind("forecast", keep, IssueRetention::forget);
    }

    /** What was issued for a zone before {@code before}, the newest first, at most {@value #PAGE_MAX}. */
    public List<Issue> issues(Zone zone, Signal signal, Instant before, int count) {
        return database.rows(ISSUES, zone.code(), signal.name(), before, Math.clamp(count, 1, PAGE_MAX)).stream()
                .map(row -> new Issue(
                        Columns.uuid(row, "id"),
                        zone,
                        signal,
                        Columns.instant(row, "issued_at"),
                        new HalfHours(Columns.instant(row, "grid_start"), row.getInteger("grid_count")),
                        Columns.text(row, "sha256"),
                        making(row)))
                .toList();
    }

    /** For which zones and signals anything was ever issued, in order, at most {@value #PAGE_MAX}. */
    public List<Stream> streams() {
        return database.rows(STREAMS, PAGE_MAX).stream()
                .map(row ->
                        new Stream(new Zone(Columns.text(row, "zone")), Signal.valueOf(Columns.text(row, "signal"))))
                .toList();
    }

    /**
     * The newest issue that covers {@code span}, of those that stood at {@code asOf}; none older than {@link #FRESH}.
     * Nothing is issued for it: whoever asks twice hears of the same vintage.
     */
    public Optional<Forecast> covering(Zone zone, Signal signal, Interval span, Instant asOf) {
        return database.row(COVERING, zone.code(), signal.name(), asOf, asOf.minus(FRESH), span.start(), span.end())
                .map(Forecaster::forecast);
    }

    /** Until when anything was forecast that stood at {@code asOf} and was fresh; empty where nothing was. */
    public Optional<Instant> horizon(Zone zone, Signal signal, Instant asOf) {
        return database.row(HORIZON, zone.code(), signal.name(), asOf, asOf.minus(FRESH))
                .flatMap(row -> Columns.maybeInstant(row, "horizon"));
    }

    private ForecastRules rules(Zone zone, Signal signal, HalfHours grid, Instant issuedAt, Optional<Model> model) {
        Instant now = HalfHours.floor(issuedAt);
        HalfHours past = HalfHours.of(new Interval(now.minus(HISTORY), now));
        Instant end = grid.end().isAfter(now) ? grid.end() : now;
        List<Known> everything = readings.known(zone, signal, new Interval(past.start(), end), issuedAt);
        return new ForecastRules(
                zone,
                signal,
                issuedAt,
                past,
                end,
                everything,
                providerBands(zone, signal, issuedAt, everything),
                model.map(Model::learning),
                model.flatMap(each -> each.learning().informed())
                        .map(informed -> training.around(zone, informed.kinds(), issuedAt, AROUND_DAYS))
                        .orElse(Surroundings.NONE));
    }

    /** Only for providers whose forecasts are about to be used. */
    private Map<String, Map<LeadBlock, Band>> providerBands(
            Zone zone, Signal signal, Instant issuedAt, List<Known> everything) {
        Predicate<Known> isForecast = each -> each.reading().quality() == Quality.PROVIDER_FORECAST
                && each.reading().valid().end().isAfter(issuedAt);
        var bands = new HashMap<String, Map<LeadBlock, Band>>();
        everything.stream().filter(isForecast).map(Known::provider).distinct().forEach(provider -> {
            List<MissBand> misses = readings.misses(provider, zone, signal, issuedAt, HISTORY, LeadBlock.ends());
            bands.put(provider, bands(misses));
        });
        return bands;
    }

    private static Map<LeadBlock, Band> bands(List<MissBand> misses) {
        var bands = new EnumMap<LeadBlock, Band>(LeadBlock.class);
        for (MissBand each : misses) {
            LeadBlock block = LeadBlock.inOrder().get(each.leadBlock());
            if (each.count() >= block.missesMin()) {
                bands.put(block, Band.ofMisses(each.p10(), each.p90()));
            }
        }
        return bands;
    }

    private UUID save(Forecast issued, String text, List<Said> said) {
        return database.inTransaction(tx -> {
            SaidRows.save(tx, new Topic(issued.zone(), issued.signal()), said);
            int added = tx.update(
                    SAVE,
                    issued.id(),
                    issued.zone().code(),
                    issued.signal().name(),
                    issued.issuedAt(),
                    issued.grid().start(),
                    issued.grid().count(),
                    issued.inputs().toArray(UUID[]::new),
                    issued.sha256(),
                    text,
                    issued.making().modelSha256(),
                    issued.making().cause().name());
            return added == 1 ? issued.id() : savedId(tx, issued);
        });
    }

    private static UUID savedId(Tx tx, Forecast issued) {
        return tx.row(
                        SAVED_ID,
                        issued.zone().code(),
                        issued.signal().name(),
                        issued.issuedAt(),
                        issued.grid().start(),
                        issued.grid().count(),
                        issued.sha256())
                .map(row -> Columns.uuid(row, "id"))
                .orElseThrow();
    }

    private static Forecast forecast(Row row) {
        Columns.maybeInstant(row, "forgotten_at").ifPresent(at -> {
            String detail = "forecast " + Columns.uuid(row, "id") + " was forgotten at " + at;
            throw new ProblemException(
                    Problem.of(ProblemCode.FORGOTTEN, detail).with("sha256", Columns.text(row, "sha256")));
        });
        String text = Columns.text(row, "series");
        String sha256 = Columns.text(row, "sha256");
        if (!sha256.equals(SeriesText.sha256(text))) {
            throw new IllegalStateException("forecast " + Columns.uuid(row, "id") + " is not what was issued");
        }
        var grid = new HalfHours(Columns.instant(row, "grid_start"), row.getInteger("grid_count"));
        return new Forecast(
                Columns.uuid(row, "id"),
                new Zone(Columns.text(row, "zone")),
                Signal.valueOf(Columns.text(row, "signal")),
                Columns.instant(row, "issued_at"),
                grid,
                SeriesText.read(text, grid),
                List.of(row.getArrayOfUUIDs("inputs")),
                making(row),
                sha256);
    }

    private static Making making(Row row) {
        return new Making(Columns.text(row, "model_sha256"), Cause.valueOf(Columns.text(row, "cause")));
    }
}
