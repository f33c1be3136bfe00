package dev.flexgate.feed;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All weather forecasts as they were told. Kept as long as a model looks back. */
public final class WeatherIssues {

    private static final Duration KEPT = Duration.ofDays(420);

    /** Four a day for as long as they are kept, and some. */
    private static final int ISSUES_MAX = 2_000;

    private static final String LATEST_HASH = """
            select sha256
              from feed_weather
             where zone = $1
             order by known_at desc, id desc
             limit 1
            """;

    private static final String SAVE = """
            insert into feed_weather (id, provider, zone, known_at, start_at, sha256, wind_speed, temperature,
                                      dew_point, radiation)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;

    private static final String FORGET = "delete from feed_weather where zone = $1 and known_at < $2";

    private static final String KNOWN = """
            select provider, known_at, start_at, wind_speed, temperature, dew_point, radiation
              from feed_weather
             where zone = $1 and known_at >= $2 and known_at <= $3
             order by known_at, id
             limit $4
            """;

    private final Database database;

    public WeatherIssues(Database database) {
        this.database = database;
    }

    /**
     * Adds an issue, unless the latest of its zone says exactly the same.
     *
     * @return whether it was added
     */
    public boolean save(Tx tx, UUID id, WeatherIssue issue) {
        String zone = issue.zone().code();
        String sha256 = issue.sha256();
        Optional<String> latest = tx.row(LATEST_HASH, zone).map(row -> Columns.text(row, "sha256"));
        if (latest.equals(Optional.of(sha256))) {
            return false;
        }
        tx.update(
                SAVE,
                id,
                issue.provider(),
                zone,
                issue.knownAt(),
                issue.start(),
                sha256,
                packed(issue, WeatherVariable.WIND_SPEED),
                packed(issue, WeatherVariable.TEMPERATURE),
                packed(issue, WeatherVariable.DEW_POINT),
                packed(issue, WeatherVariable.RADIATION));
        tx.update(FORGET, zone, issue.knownAt().minus(KEPT));
        return true;
    }

    /** What became known from {@code since} to {@code asOf}, in order. */
    public List<WeatherIssue> known(Zone zone, Instant since, Instant asOf) {
        return database.rows(KNOWN, zone.code(), since, asOf, ISSUES_MAX).stream()
                .map(row -> issue(zone, row))
                .toList();
    }

    private static WeatherIssue issue(Zone zone, Row row) {
        Map<WeatherVariable, double[]> hourly = new EnumMap<>(WeatherVariable.class);
        unpack(hourly, WeatherVariable.WIND_SPEED, row.getArrayOfFloats("wind_speed"));
        unpack(hourly, WeatherVariable.TEMPERATURE, row.getArrayOfFloats("temperature"));
        unpack(hourly, WeatherVariable.DEW_POINT, row.getArrayOfFloats("dew_point"));
        unpack(hourly, WeatherVariable.RADIATION, row.getArrayOfFloats("radiation"));
        return new WeatherIssue(
                Columns.text(row, "provider"),
                zone,
                Columns.instant(row, "known_at"),
                Columns.instant(row, "start_at"),
                hourly);
    }

    private static Float[] packed(WeatherIssue issue, WeatherVariable variable) {
        double[] values = issue.hourly().getOrDefault(variable, new double[0]);
        Float[] packed = new Float[values.length];
        for (int index = 0; index < packed.length; index++) {
            packed[index] = (float) values[index];
        }
        return packed;
    }

    /** A variable that was not told is an empty array. */
    private static void unpack(Map<WeatherVariable, double[]> hourly, WeatherVariable variable, Float[] packed) {
        if (packed.length > 0) {
            double[] values = new double[packed.length];
            for (int index = 0; index < values.length; index++) {
                values[index] = packed[index];
            }
            hourly.put(variable, values);
        }
    }
}
