package dev.flexgate.market;

import dev.flexgate.quantity.Direction;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Capacity at rest: per site, half-hour and direction, what may be sold, what is reserved and what is sold. Rows are always
 * locked in the order of their key, so that two buyers of overlapping windows queue up and never deadlock.
 */
final class Capacity {

    /** Both directions, whichever is asked about: they exclude each other. */
    private static final String LOCK = """
            select period_start, direction, offerable_w, reserved_w, sold_w, raising_w, raised_w
              from market_capacity
             where site_id = $1 and period_start >= $2 and period_start < $3
             order by period_start, direction
               for update
            """;

    private static final String LOCK_EVERYWHERE = """
            select 1
              from market_capacity
             where period_start >= $1 and period_start < $2
             order by site_id, period_start, direction
               for update
            """;

    private static final String READ = """
            select period_start, direction, offerable_w, reserved_w, sold_w, raising_w, raised_w
              from market_capacity
             where site_id = $1 and period_start >= $2 and period_start < $3
             order by period_start, direction
            """;

    private static final String CHANGES = """
            with changed as (
                select distinct site_id, period_start
                  from market_capacity
                 where changed_tx >= $1::text::xid8 and period_start >= $2)
            select up.site_id, up.period_start,
                   case when coalesce(down.reserved_w + down.sold_w, 0) + up.raising_w + up.raised_w > 0 then 0
                        else up.offerable_w - up.reserved_w - up.sold_w end as left_w
              from changed
              join market_capacity up
                on up.site_id = changed.site_id and up.period_start = changed.period_start and up.direction = 'UP'
              left join market_capacity down
                on down.site_id = up.site_id and down.period_start = up.period_start and down.direction = 'DOWN'
            """;

    private static final String LEFT_FROM = """
            select up.site_id, up.period_start,
                   case when coalesce(down.reserved_w + down.sold_w, 0) + up.raising_w + up.raised_w > 0 then 0
                        else up.offerable_w - up.reserved_w - up.sold_w end as left_w
              from market_capacity up
              left join market_capacity down
                on down.site_id = up.site_id and down.period_start = up.period_start and down.direction = 'DOWN'
             where up.direction = 'UP' and up.period_start >= $1
            """;

    private static final String RESERVE = """
            update market_capacity
               set reserved_w = reserved_w + $5
             where site_id = $1 and period_start >= $2 and period_start < $3 and direction = $4
            """;

    private static final String SELL = """
            update market_capacity
               set reserved_w = reserved_w - $5, sold_w = sold_w + $5
             where site_id = $1 and period_start >= $2 and period_start < $3 and direction = $4
            """;

    private static final String GIVE_BACK = """
            update market_capacity
               set sold_w = sold_w - $5
             where site_id = $1 and period_start >= $2 and period_start < $3 and direction = $4
            """;

    private static final String RESERVE_RAISE = """
            update market_capacity
               set reserved_w = reserved_w + $5, raising_w = raising_w + $5
             where site_id = $1 and period_start >= $2 and period_start < $3 and direction = $4
            """;

    private static final String SELL_RAISE = """
            update market_capacity
               set reserved_w = reserved_w - $5, sold_w = sold_w + $5,
                   raising_w = raising_w - $5, raised_w = raised_w + $5
             where site_id = $1 and period_start >= $2 and period_start < $3 and direction = $4
            """;

    private static final String GIVE_BACK_RAISE = """
            update market_capacity
               set sold_w = sold_w - $5, raised_w = raised_w - $5
             where site_id = $1 and period_start >= $2 and period_start < $3 and direction = $4
            """;

    /**
     * Slots must fit beside the plan, else nothing does. Jobs of the plan fill what was sold to grid operators, so that
     * it is offered beside what is free; what is reserved for them stays good if jobs came there by themselves.
     */
    private static final String OFFER_UP = """
            insert into market_capacity (site_id, period_start, direction, offerable_w)
            values ($1, $2, 'UP', $3)
            on conflict (site_id, period_start, direction) do update
               set offerable_w = case
                       when excluded.offerable_w >= market_capacity.reserved_w + market_capacity.sold_w
                                - market_capacity.raising_w - market_capacity.raised_w
                       then greatest(excluded.offerable_w + market_capacity.raised_w,
                                market_capacity.reserved_w + market_capacity.sold_w)
                       else excluded.offerable_w end
             where market_capacity.offerable_w <> excluded.offerable_w or market_capacity.raising_w > 0
                or market_capacity.raised_w > 0
            """;

    /** What was sold is off the plan already and is offered beside what can still move; a reservation stays good. */
    private static final String OFFER_DOWN = """
            insert into market_capacity (site_id, period_start, direction, offerable_w)
            values ($1, $2, 'DOWN', $3)
            on conflict (site_id, period_start, direction) do update
               set offerable_w = greatest(excluded.offerable_w, market_capacity.reserved_w) + market_capacity.sold_w
            """;

    /** The state of one half-hour. */
    record PeriodCapacity(Instant period, Power offerable, Power reserved, Power sold, Power raising, Power raised) {

        Power committed() {
            return reserved.plus(sold);
        }

        /** The part that buyers fill, and our own jobs must leave room for. */
        Power slots() {
            return committed().minus(raising).minus(raised);
        }

        boolean isRaised() {
            return raising.plus(raised).isPositive();
        }

        Power left() {
            return offerable.minus(committed());
        }
    }

    private Capacity() {}

    /** Locks the half-hours of {@code window} and says how much more load is left in all of them together. */
    static Power lockLeft(Tx tx, SiteId site, Interval window) {
        List<Row> rows = tx.rows(LOCK, site.value(), utc(window.start()), utc(window.end()));
        Map<Instant, PeriodCapacity> down = byPeriod(rows, Direction.DOWN);
        Map<Instant, PeriodCapacity> up = byPeriod(rows, Direction.UP);
        boolean turned =
                down.values().stream().anyMatch(each -> each.committed().isPositive())
                        || up.values().stream().anyMatch(PeriodCapacity::isRaised);
        return turned ? Power.ZERO : leastLeft(up, window);
    }

    static void lockEverywhere(Tx tx, Interval window) {
        tx.rows(LOCK_EVERYWHERE, utc(window.start()), utc(window.end()));
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

    /** Brings the shelves up to what changed since a horizon, of half-hours from {@code moment} on. */
    static void readChanges(Database database, String since, Instant moment, Shelves shelves) {
        for (Row row : database.rows(CHANGES, since, utc(moment))) {
            shelves.left(
                    new SiteId(row.getString("site_id")),
                    Columns.instant(row, "period_start"),
                    new Power(row.getLong("left_w")));
        }
    }

    /** Half-hours in which a turn-up is reserved or sold. */
    static Set<Instant> turnedUp(Tx tx, SiteId site, Interval window) {
        return lock(tx, site, window, Direction.UP).values().stream()
                .filter(PeriodCapacity::isRaised)
                .map(PeriodCapacity::period)
                .collect(Collectors.toSet());
    }

    /** Half-hours in which a turn-down is reserved or sold; all are locked until the transaction ends. */
    static Set<Instant> turnedDown(Tx tx, SiteId site, Interval window) {
        return lock(tx, site, window, Direction.DOWN).values().stream()
                .filter(each -> each.committed().isPositive())
                .map(PeriodCapacity::period)
                .collect(Collectors.toSet());
    }

    /** The half-hours of one direction, both directions locked until the transaction ends. */
    static Map<Instant, PeriodCapacity> lock(Tx tx, SiteId site, Interval window, Direction direction) {
        return byPeriod(tx.rows(LOCK, site.value(), utc(window.start()), utc(window.end())), direction);
    }

    /** The state per half-hour of one direction. */
    static Map<Instant, PeriodCapacity> read(Database database, SiteId site, Interval window, Direction direction) {
        return byPeriod(database.rows(READ, site.value(), utc(window.start()), utc(window.end())), direction);
    }

    /** Lock first: that puts buyers in order and says whether there is enough. */
    static void reserve(Tx tx, SiteId site, Interval window, Direction direction, Power power) {
        move(tx, RESERVE, site, window, direction, power.watts());
    }

    static void release(Tx tx, SiteId site, Interval window, Direction direction, Power power) {
        var _ = lock(tx, site, window, direction);
        move(tx, RESERVE, site, window, direction, -power.watts());
    }

    /** Turns a reservation into a sale. */
    static void sell(Tx tx, SiteId site, Interval window, Direction direction, Power power) {
        var _ = lock(tx, site, window, direction);
        move(tx, SELL, site, window, direction, power.watts());
    }

    /** As {@link #reserve}, of load that our own jobs will draw. */
    static void reserveRaise(Tx tx, SiteId site, Interval window, Power power) {
        move(tx, RESERVE_RAISE, site, window, Direction.UP, power.watts());
    }

    static void releaseRaise(Tx tx, SiteId site, Interval window, Power power) {
        var _ = lock(tx, site, window, Direction.UP);
        move(tx, RESERVE_RAISE, site, window, Direction.UP, -power.watts());
    }

    static void sellRaise(Tx tx, SiteId site, Interval window, Power power) {
        var _ = lock(tx, site, window, Direction.UP);
        move(tx, SELL_RAISE, site, window, Direction.UP, power.watts());
    }

    static void giveBackRaise(Tx tx, SiteId site, Interval window, Power power) {
        var _ = lock(tx, site, window, Direction.UP);
        move(tx, GIVE_BACK_RAISE, site, window, Direction.UP, power.watts());
    }

    /** Undoes a sale. */
    static void giveBack(Tx tx, SiteId site, Interval window, Direction direction, Power power) {
        var _ = lock(tx, site, window, direction);
        move(tx, GIVE_BACK, site, window, direction, power.watts());
    }

    /**
     * States anew what may be sold. Fails with the constraint {@code market_capacity_never_oversold} when less
     * would be offered than is already committed.
     */
    static void offer(Tx tx, SiteId site, Direction direction, Map<Instant, Power> offerable) {
        List<Tuple> rows = new TreeMap<>(offerable)
                .entrySet().stream()
                        .map(period -> Tuple.of(
                                site.value(),
                                utc(period.getKey()),
                                period.getValue().watts()))
                        .toList();
        tx.batch(
                switch (direction) {
                    case UP -> OFFER_UP;
                    case DOWN -> OFFER_DOWN;
                },
                rows);
    }

    private static void move(Tx tx, String statement, SiteId site, Interval window, Direction direction, long watts) {
        int touched =
                tx.update(statement, site.value(), utc(window.start()), utc(window.end()), direction.name(), watts);
        int wanted = HalfHours.of(window).count();
        if (touched != wanted) {
            throw new IllegalStateException(
                    "capacity of " + site + " over " + window + " has " + touched + " of " + wanted + " half-hours");
        }
    }

    private static Power leastLeft(Map<Instant, PeriodCapacity> periods, Interval window) {
        if (periods.size() < HalfHours.of(window).count()) {
            return Power.ZERO;
        }
        return periods.values().stream()
                .map(PeriodCapacity::left)
                .reduce(Power::min)
                .orElse(Power.ZERO);
    }

    private static Map<Instant, PeriodCapacity> byPeriod(List<Row> rows, Direction direction) {
        Map<Instant, PeriodCapacity> periods = new TreeMap<>();
        for (Row row : rows) {
            if (row.getString("direction").equals(direction.name())) {
                Instant period = Columns.instant(row, "period_start");
                periods.put(
                        period,
                        new PeriodCapacity(
                                period,
                                new Power(row.getLong("offerable_w")),
                                new Power(row.getLong("reserved_w")),
                                new Power(row.getLong("sold_w")),
                                new Power(row.getLong("raising_w")),
                                new Power(row.getLong("raised_w"))));
            }
        }
        return periods;
    }

    static OffsetDateTime utc(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
