package dev.flexgate.market;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Capacity at rest: per site and half-hour, what may be sold, what is reserved and what is sold. Rows are always
 * locked in the order of their key, so that two buyers of overlapping windows queue up and never deadlock.
 */
final class Capacity {

    private static final String LOCK = """
            select period_start, offerable_w, reserved_w, sold_w
              from market_capacity
             where site_id = $1 and direction = 'UP' and period_start >= $2 and period_start < $3
             order by period_start
               for update
            """;

    private static final String LEFT = """
            select period_start, offerable_w, reserved_w, sold_w
              from market_capacity
             where site_id = $1 and direction = 'UP' and period_start >= $2 and period_start < $3
             order by period_start
            """;

    private static final String LEFT_FROM = """
            select site_id, period_start, offerable_w - reserved_w - sold_w as left_w
              from market_capacity
             where direction = 'UP' and period_start >= $1
            """;

    private static final String RESERVE = """
            update market_capacity
               set reserved_w = reserved_w + $4
             where site_id = $1 and direction = 'UP' and period_start >= $2 and period_start < $3
            """;

    private static final String SELL = """
            update market_capacity
               set reserved_w = reserved_w - $4, sold_w = sold_w + $4
             where site_id = $1 and direction = 'UP' and period_start >= $2 and period_start < $3
            """;

    private static final String OFFER = """
            insert into market_capacity (site_id, period_start, direction, offerable_w)
            values ($1, $2, 'UP', $3)
            on conflict (site_id, period_start, direction) do update
               set offerable_w = excluded.offerable_w
             where market_capacity.offerable_w <> excluded.offerable_w
            """;

    /** The state of one half-hour. */
    record PeriodCapacity(Instant period, Power offerable, Power reserved, Power sold) {

        Power committed() {
            return reserved.plus(sold);
        }

        Power left() {
            return offerable.minus(committed());
        }
    }

    private Capacity() {}

    /** Locks the half-hours of {@code window} and says how much is left in all of them together. */
    static Power lockLeft(Tx tx, SiteId site, Interval window) {
        return leastLeft(tx.rows(LOCK, site.value(), utc(window.start()), utc(window.end())), window);
    }

    /** What is left per site and half-hour from {@code moment} on, unlocked: news, not a promise. */
    static Map<SiteId, Map<Instant, Power>> leftFrom(Database database, Instant moment) {
        Map<SiteId, Map<Instant, Power>> left = new TreeMap<>();
        for (Row row : database.rows(LEFT_FROM, utc(moment))) {
            left.computeIfAbsent(new SiteId(row.getString("site_id")), _ -> new TreeMap<>())
                    .put(Columns.instant(row, "period_start"), new Power(row.getLong("left_w")));
        }
        return left;
    }

    /** What is committed per half-hour, locked until the transaction ends. */
    static Map<Instant, PeriodCapacity> lock(Tx tx, SiteId site, Interval window) {
        return byPeriod(tx.rows(LOCK, site.value(), utc(window.start()), utc(window.end())));
    }

    /** The state per half-hour. */
    static Map<Instant, PeriodCapacity> read(Database database, SiteId site, Interval window) {
        return byPeriod(database.rows(LEFT, site.value(), utc(window.start()), utc(window.end())));
    }

    /** Call {@link #lockLeft} first: it locks the rows in order and says whether there is enough. */
    static void reserve(Tx tx, SiteId site, Interval window, Power power) {
        move(tx, RESERVE, site, window, power.watts());
    }

    static void release(Tx tx, SiteId site, Interval window, Power power) {
        lock(tx, site, window);
        move(tx, RESERVE, site, window, -power.watts());
    }

    /** Turns a reservation into a sale. */
    static void sell(Tx tx, SiteId site, Interval window, Power power) {
        lock(tx, site, window);
        move(tx, SELL, site, window, power.watts());
    }

    /**
     * States anew what may be sold. Fails with the constraint {@code market_capacity_never_oversold} when less
     * would be offered than is already committed.
     */
    static void offer(Tx tx, SiteId site, Map<Instant, Power> offerable) {
        List<Tuple> rows = new TreeMap<>(offerable)
                .entrySet().stream()
                        .map(period -> Tuple.of(
                                site.value(),
                                utc(period.getKey()),
                                period.getValue().watts()))
                        .toList();
        tx.batch(OFFER, rows);
    }

    private static void move(Tx tx, String statement, SiteId site, Interval window, long watts) {
        int touched = tx.update(statement, site.value(), utc(window.start()), utc(window.end()), watts);
        int wanted = HalfHours.of(window).count();
        if (touched != wanted) {
            throw new IllegalStateException(
                    "capacity of " + site + " over " + window + " has " + touched + " of " + wanted + " half-hours");
        }
    }

    private static Power leastLeft(List<Row> rows, Interval window) {
        if (rows.size() < HalfHours.of(window).count()) {
            return Power.ZERO;
        }
        return byPeriod(rows).values().stream()
                .map(PeriodCapacity::left)
                .reduce(Power::min)
                .orElse(Power.ZERO);
    }

    private static Map<Instant, PeriodCapacity> byPeriod(List<Row> rows) {
        Map<Instant, PeriodCapacity> periods = new TreeMap<>();
        for (Row row : rows) {
            Instant period = Columns.instant(row, "period_start");
            periods.put(
                    period,
                    new PeriodCapacity(
                            period,
                            new Power(row.getLong("offerable_w")),
                            new Power(row.getLong("reserved_w")),
                            new Power(row.getLong("sold_w"))));
        }
        return periods;
    }

    static OffsetDateTime utc(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
