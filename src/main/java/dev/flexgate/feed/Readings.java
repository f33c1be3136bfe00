package dev.flexgate.feed;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Retention;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All vintages, with two times each: for when a value holds, and since when we know it. Nothing is ever changed, so
 * {@link #known} answers for any past moment exactly as it would have then, as far back as vintages are kept.
 */
public final class Readings {

    /** The channel on which a new vintage is announced; a hint only. */
    public static final String NEWS = "feed_vintage";

    private static final String LOCK_STREAM = """
            select 1 from (select pg_advisory_xact_lock(hashtextextended($1, 40))) as held
            """;

    private static final String LATEST_HASH = """
            select case when forgotten_at is null then sha256 else '' end as sha256
              from feed_vintage
             where provider = $1 and zone = $2 and signal = $3
             order by known_at desc, id desc
             limit 1
            """;

    private static final String SAVE_VINTAGE = """
            insert into feed_vintage (id, provider, zone, signal, issued_at, known_at, sha256)
            values ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String SAVE_READINGS = """
            insert into feed_reading (zone, signal, valid_from, quality, known_at, vintage_id, value)
            select $1, $2, half_hour.start::timestamptz, half_hour.quality::feed_quality, $3, $4, half_hour.value::numeric
              from unnest($5::text[], $6::text[], $7::text[]) as half_hour (start, quality, value)
            """;

    /** One probe of the index a half-hour: the best statement known at $5, of equal ones the newest. */
    private static final String KNOWN = """
            select half_hour.start, best.value, best.quality::text, best.known_at, best.vintage_id, vintage.provider
              from generate_series($3::timestamptz, $4::timestamptz - interval '30 minutes', interval '30 minutes')
                   as half_hour (start)
             cross join lateral (
                   select value, quality, known_at, vintage_id
                     from feed_reading
                    where zone = $1 and signal = $2 and valid_from = half_hour.start and known_at <= $5
                    order by quality, known_at desc, vintage_id desc
                    limit 1) as best
              join feed_vintage as vintage on vintage.id = best.vintage_id
             order by half_hour.start
            """;

    private static final String VINTAGE = """
            select id, provider, zone, signal, issued_at, known_at, sha256, forgotten_at
              from feed_vintage
             where id = $1
            """;

    private static final String FORGOTTEN = """
            select max(forgotten_at) as forgotten_at
              from feed_vintage
             where zone = $1 and signal = $2 and forgotten_at is not null
               and forgotten_from < $4 and forgotten_until > $3
            """;

    private static final String READINGS_OF_VINTAGE = """
            select valid_from, quality::text, value
              from feed_reading
             where vintage_id = $1
             order by valid_from
            """;

    private static final String REAL_SINCE = """
            select exists (
                   select 1
                     from feed_reading
                    where zone = $1 and signal = $2 and valid_from >= $3 and known_at <= $4
                      and quality <> 'SIMULATED') as real
            """;

    /** One step of the index a provider and topic, however many vintages there are. */
    private static final String TOPICS = """
            with recursive stream (provider, zone, signal) as (
                (select provider, zone, signal from feed_vintage order by provider, zone, signal limit 1)
                union all
                select next.provider, next.zone, next.signal
                  from stream,
                       lateral (select provider, zone, signal
                                  from feed_vintage
                                 where (feed_vintage.provider, feed_vintage.zone, feed_vintage.signal)
                                       > (stream.provider, stream.zone, stream.signal)
                                 order by provider, zone, signal
                                 limit 1) as next
            )
            select distinct zone, signal from stream order by zone, signal limit $1
            """;

    /** Forecasts of one provider, one vintage every six hours, against what is known now to have come. */
    private static final String MISSES = """
            with came as materialized (
                 select half_hour.start, best.value
                   from generate_series(date_bin(interval '30 minutes', $5::timestamptz, 'epoch'), $4::timestamptz,
                                        interval '30 minutes') as half_hour (start)
                  cross join lateral (
                        select value
                          from feed_reading
                         where zone = $2 and signal = $3 and valid_from = half_hour.start and known_at <= $4
                           and quality in ('MEASURED', 'ESTIMATED')
                           and known_at >= half_hour.start + interval '30 minutes'
                         order by quality, known_at desc, vintage_id desc
                         limit 1) as best),
            issue as materialized (
                 select distinct on (date_bin(interval '6 hours', known_at, 'epoch')) id, known_at
                   from feed_vintage
                  where provider = $1 and zone = $2 and signal = $3 and known_at > $5 and known_at <= $4
                  order by date_bin(interval '6 hours', known_at, 'epoch'), known_at),
            miss as (
                 select width_bucket(extract(epoch from said.valid_from - issue.known_at), $6::text[]::numeric[])
                        as lead_block,
                        came.value - said.value as amount
                   from issue
                   join feed_reading as said
                     on said.vintage_id = issue.id and said.quality = 'PROVIDER_FORECAST'
                    and said.valid_from >= $5 and said.valid_from < $4
                   join came on came.start = said.valid_from)
            select lead_block, count(*) as misses,
                   percentile_disc(0.1) within group (order by amount) as p10,
                   percentile_disc(0.9) within group (order by amount) as p90
              from miss
             group by lead_block
             order by lead_block
            """;

    /** Whether a provider's vintage stands: said once, and nothing else since by the same about that time. */
    private static final String STANDS = """
            select 1 as stands
              from feed_vintage as same
             where same.provider = $1 and same.zone = $2 and same.signal = $3 and same.sha256 = $4
               and same.forgotten_at is null
               and not exists (
                   select 1
                     from feed_vintage as later
                     join feed_reading as said on said.vintage_id = later.id
                    where later.provider = $1 and later.zone = $2 and later.signal = $3
                      and (later.known_at, later.id) > (same.known_at, same.id)
                      and said.valid_from >= $5 and said.valid_from < $6)
             limit 1
            """;

    private final Database database;

    public Readings(Database database) {
        this.database = database;
    }

    /**
     * Adds a vintage, unless the provider's latest one says exactly the same.
     *
     * @return whether it was added
     */
    public boolean save(Tx tx, Vintage vintage) {
        return save(tx, vintage, false);
    }

    /** The same; {@code even} one that says the same as the latest is added, because others have spoken since. */
    boolean save(Tx tx, Vintage vintage, boolean even) {
        boolean added = saveUnheard(tx, vintage, even);
        if (added) {
            tx.notifyOnCommit(NEWS);
        }
        return added;
    }

    /** The same, and nobody is told: what is long past changes no plan. */
    boolean saveUnheard(Tx tx, Vintage vintage, boolean even) {
        String zone = vintage.zone().code();
        String signal = vintage.signal().name();
        // Two nodes may hear the same answer at the same moment.
        tx.rows(LOCK_STREAM, vintage.provider() + " " + zone + " " + signal);
        Optional<String> latest =
                tx.row(LATEST_HASH, vintage.provider(), zone, signal).map(row -> Columns.text(row, "sha256"));
        if (!even && latest.equals(Optional.of(vintage.sha256()))) {
            return false;
        }
        tx.update(
                SAVE_VINTAGE,
                vintage.id(),
                vintage.provider(),
                zone,
                signal,
                vintage.issuedAt(),
                vintage.knownAt(),
                vintage.sha256());
        List<Reading> readings = vintage.readings();
        tx.update(
                SAVE_READINGS,
                zone,
                signal,
                vintage.knownAt(),
                vintage.id(),
                readings.stream().map(each -> each.valid().start().toString()).toArray(String[]::new),
                readings.stream().map(each -> each.quality().name()).toArray(String[]::new),
                readings.stream().map(each -> each.value().toPlainString()).toArray(String[]::new));
        return true;
    }

    /** Whether the provider of {@code vintage} said exactly this and, about that time, nothing else since. */
    boolean stands(Tx tx, Vintage vintage) {
        return tx.row(
                        STANDS,
                        vintage.provider(),
                        vintage.zone().code(),
                        vintage.signal().name(),
                        vintage.sha256(),
                        vintage.readings().getFirst().valid().start(),
                        vintage.readings().getLast().valid().end())
                .isPresent();
    }

    /**
     * What was known at {@code asOf} about each half-hour of {@code interval}: of several statements the one of
     * the best quality, of equal ones the newest. Half-hours that nothing was known about are absent.
     */
    public List<Known> known(Zone zone, Signal signal, Interval interval, Instant asOf) {
        return database.rows(KNOWN, zone.code(), signal.name(), interval.start(), interval.end(), asOf).stream()
                .map(row -> new Known(
                        reading(zone, signal, row, "start"),
                        Columns.text(row, "provider"),
                        Columns.uuid(row, "vintage_id"),
                        Columns.instant(row, "known_at")))
                .toList();
    }

    /** Of which zones and signals anything was ever said, in order, at most {@code count}. */
    public List<Topic> topics(int count) {
        return database.rows(TOPICS, count).stream()
                .map(row -> new Topic(new Zone(Columns.text(row, "zone")), Signal.valueOf(Columns.text(row, "signal"))))
                .toList();
    }

    /** Throws {@link ProblemException} with {@link ProblemCode#FORGOTTEN} for one that was kept long enough. */
    public Optional<Vintage> vintage(UUID id) {
        return database.row(VINTAGE, id).map(this::withReadings);
    }

    /** When something was last forgotten of what was known about {@code interval}; empty when all of it is kept. */
    public Optional<Instant> forgotten(Zone zone, Signal signal, Interval interval) {
        return database.row(FORGOTTEN, zone.code(), signal.name(), interval.start(), interval.end())
                .flatMap(row -> Columns.maybeInstant(row, "forgotten_at"));
    }

    /** Forgets readings that became known, and are about what was, more than {@code keep} ago. */
    public Retention.Kind retention(Duration keep) {
        return new Retention.Kind("vintage", keep, VintageRetention::forget);
    }

    /** Whether anything but simulation was known at {@code asOf} about any half-hour from {@code since} on. */
    public boolean realSince(Zone zone, Signal signal, Instant since, Instant asOf) {
        return database.row(REAL_SINCE, zone.code(), signal.name(), since, asOf)
                .map(row -> row.getBoolean("real"))
                .orElse(false);
    }

    /**
     * How far the forecasts of {@code provider} missed, as known at {@code asOf}. A half-hour counts once it has
     * ended and a measured (or, for want of one, estimated) value was known.
     *
     * @param back how old a vintage may be
     * @param blockEnds the leads, from knowing to the start of the half-hour, at which a new block begins
     */
    public List<MissBand> misses(
            String provider, Zone zone, Signal signal, Instant asOf, Duration back, List<Duration> blockEnds) {
        String[] ends =
                blockEnds.stream().map(each -> Long.toString(each.toSeconds())).toArray(String[]::new);
        return database.rows(MISSES, provider, zone.code(), signal.name(), asOf, asOf.minus(back), ends).stream()
                .map(row -> new MissBand(
                        row.getInteger("lead_block"),
                        row.getLong("misses"),
                        row.getBigDecimal("p10"),
                        row.getBigDecimal("p90")))
                .toList();
    }

    private Vintage withReadings(Row row) {
        UUID id = Columns.uuid(row, "id");
        Columns.maybeInstant(row, "forgotten_at").ifPresent(at -> {
            throw new ProblemException(Problem.of(ProblemCode.FORGOTTEN, "vintage " + id + " was forgotten at " + at)
                    .with("sha256", Columns.text(row, "sha256")));
        });
        var zone = new Zone(Columns.text(row, "zone"));
        Signal signal = Signal.valueOf(Columns.text(row, "signal"));
        List<Reading> readings = database.rows(READINGS_OF_VINTAGE, id).stream()
                .map(each -> reading(zone, signal, each, "valid_from"))
                .toList();
        return new Vintage(
                id,
                Columns.text(row, "provider"),
                zone,
                signal,
                Columns.instant(row, "issued_at"),
                Columns.instant(row, "known_at"),
                Columns.text(row, "sha256"),
                readings);
    }

    private static Reading reading(Zone zone, Signal signal, Row row, String startColumn) {
        return new Reading(
                zone,
                signal,
                Interval.from(Columns.instant(row, startColumn), HalfHours.STEP),
                row.getBigDecimal("value"),
                Quality.valueOf(Columns.text(row, "quality")));
    }
}
