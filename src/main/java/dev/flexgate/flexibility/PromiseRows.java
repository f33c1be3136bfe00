package dev.flexgate.flexibility;

import dev.flexgate.planning.Ceilings;
import dev.flexgate.planning.Floors;
import dev.flexgate.planning.Promises;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

/** What was promised, at rest: the ceilings and floors that every plan keeps to. */
final class PromiseRows implements Promises {

    private static final String PROMISED = """
            select site_id, period_start, min(it_w) as it_w
              from flex_ceiling
             where period_start >= $1 and period_start < $2
             group by site_id, period_start
            """;

    private static final String FLOORS = """
            select site_id, period_start, max(it_w) as it_w
              from flex_floor
             where period_start >= $1 and period_start < $2
             group by site_id, period_start
            """;

    private static final String ADD_FLOOR = """
            insert into flex_floor (holder, site_id, period_start, it_w)
            values ($1, $2, $3, $4)
            """;

    private static final String LIFT_PART_FLOOR = """
            delete from flex_floor
             where holder = $1 and site_id = $2 and period_start >= $3 and period_start < $4
            """;

    private static final String LIFT_FLOOR = "delete from flex_floor where holder = $1";

    private static final String ADD = """
            insert into flex_ceiling (holder, site_id, period_start, it_w)
            values ($1, $2, $3, $4)
            """;

    private static final String LIFT_PART = """
            delete from flex_ceiling
             where holder = $1 and site_id = $2 and period_start >= $3 and period_start < $4
            """;

    private static final String LIFT = "delete from flex_ceiling where holder = $1";

    private final Database database;

    PromiseRows(Database database) {
        this.database = database;
    }

    @Override
    public Ceilings promised(HalfHours grid) {
        Ceilings promised = Ceilings.NONE;
        for (Row row : database.rows(PROMISED, grid.start(), grid.end())) {
            promised = promised.and(
                    new SiteId(row.getString("site_id")),
                    Columns.instant(row, "period_start"),
                    new Power(row.getLong("it_w")));
        }
        return promised;
    }

    @Override
    public Floors floors(HalfHours grid) {
        Floors floors = Floors.NONE;
        for (Row row : database.rows(FLOORS, grid.start(), grid.end())) {
            floors = floors.and(
                    new SiteId(row.getString("site_id")),
                    Columns.instant(row, "period_start"),
                    new Power(row.getLong("it_w")));
        }
        return floors;
    }

    static void hold(Tx tx, UUID holder, Bounds bounds) {
        add(tx, ADD, holder, bounds.most().most());
        add(tx, ADD_FLOOR, holder, bounds.least().least());
    }

    private static void add(Tx tx, String statement, UUID holder, SortedMap<SiteId, SortedMap<Instant, Power>> bounds) {
        List<Tuple> rows = new ArrayList<>();
        bounds.forEach((site, periods) ->
                periods.forEach((period, power) -> rows.add(Tuple.of(holder, site.value(), period, power.watts()))));
        if (!rows.isEmpty()) {
            tx.batch(statement, rows);
        }
    }

    /** Lets a site go for the half-hours that begin in {@code [from, until)}. */
    static void lift(Tx tx, UUID holder, SiteId site, Instant from, Instant until) {
        tx.update(LIFT_PART, holder, site.value(), from, until);
        tx.update(LIFT_PART_FLOOR, holder, site.value(), from, until);
    }

    static void lift(Tx tx, UUID holder) {
        tx.update(LIFT, holder);
        tx.update(LIFT_FLOOR, holder);
    }
}
