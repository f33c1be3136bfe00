package dev.flexgate.forecast;

import dev.flexgate.feed.Topic;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the methods said, by issue. Kept for {@link #KEPT}, which every judgement stays within. */
final class SaidRows {

    private static final Duration KEPT = Duration.ofDays(100);

    private static final String SAVE = """
            insert into forecast_said (zone, signal, issued_at, method, grid_start, p10, p50, p90)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict (zone, signal, issued_at, method) do nothing
            """;

    private static final String FORGET = """
            delete from forecast_said
             where zone = $1 and signal = $2 and issued_at < $3
            """;

    /** The first issue of every so many hours: one is like the next. */
    private static final String SINCE = """
            with issue as (
                 select distinct on (date_bin(make_interval(hours => $5), issued_at, 'epoch')) issued_at
                   from forecast_said
                  where zone = $1 and signal = $2 and issued_at >= $3 and issued_at <= $4
                  order by date_bin(make_interval(hours => $5), issued_at, 'epoch'), issued_at)
            select issued_at, method, grid_start, p10, p50, p90
              from forecast_said
             where zone = $1 and signal = $2 and issued_at in (select issued_at from issue)
             order by issued_at, method
            """;

    private final Database database;

    SaidRows(Database database) {
        this.database = database;
    }

    static void save(Tx tx, Topic topic, List<Said> said) {
        String zone = topic.zone().code();
        String signal = topic.signal().name();
        for (Said each : said) {
            tx.update(
                    SAVE,
                    zone,
                    signal,
                    each.issuedAt(),
                    each.method(),
                    each.grid().start(),
                    packed(each.p10()),
                    packed(each.p50()),
                    packed(each.p90()));
            tx.update(FORGET, zone, signal, each.issuedAt().minus(KEPT));
        }
    }

    /** What was said from {@code since} to {@code until}, of every {@code hours} one issue; in order of issue. */
    List<Said> between(Topic topic, Instant since, Instant until, int hours) {
        return database.rows(SINCE, topic.zone().code(), topic.signal().name(), since, until, hours).stream()
                .map(SaidRows::said)
                .toList();
    }

    private static Said said(Row row) {
        double[] p50 = unpacked(row, "p50");
        return new Said(
                Columns.instant(row, "issued_at"),
                Columns.text(row, "method"),
                new HalfHours(Columns.instant(row, "grid_start"), p50.length),
                unpacked(row, "p10"),
                p50,
                unpacked(row, "p90"));
    }

    private static Float[] packed(double[] values) {
        Float[] packed = new Float[values.length];
        for (int index = 0; index < packed.length; index++) {
            packed[index] = (float) values[index];
        }
        return packed;
    }

    private static double[] unpacked(Row row, String column) {
        Float[] packed = row.getArrayOfFloats(column);
        double[] values = new double[packed.length];
        for (int index = 0; index < values.length; index++) {
            values[index] = packed[index];
        }
        return values;
    }
}
