package dev.flexgate.budget;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Loads at rest, and up to which plan they follow. */
final class LoadRows {

    private static final int MILLIGRAMS_PER_KILOGRAM_DIGITS = 6;

    private static final String FOLLOWED = "select plan_version from budget_followed";
    private static final String FOLLOWED_LOCKED = "select plan_version from budget_followed for update";
    private static final String FOLLOW = "update budget_followed set plan_version = $1";
    private static final String FORGET_FROM = "delete from budget_load where period_start >= $1";

    private static final String ADD = """
            insert into budget_load (tenant, site_id, period_start, facility_j, carbon_mg, carbon_low_mg, carbon_high_mg,
                                     money, money_low, money_high, currency, quality, plan_version, moving_j)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """;

    private static final String BETWEEN = """
            select tenant, site_id, period_start, facility_j, moving_j, carbon_mg, carbon_low_mg, carbon_high_mg,
                   money, money_low, money_high, quality
              from budget_load
             where tenant = $1 and period_start >= $2 and period_start < $3
             order by period_start, site_id
            """;

    private static final String SINCE = "select min(period_start) as since from budget_load";

    private static final String FORGET = """
            delete from budget_load
             where (tenant, period_start, site_id) in (select tenant, period_start, site_id
                                                         from budget_load
                                                        where period_start < $1
                                                        order by period_start
                                                        limit $2)
            """;

    private LoadRows() {}

    static long followed(Database database) {
        return database.row(FOLLOWED).orElseThrow().getLong("plan_version");
    }

    /** The same; nobody else follows until {@code tx} ends. */
    static long followedLocked(Tx tx) {
        return tx.row(FOLLOWED_LOCKED).orElseThrow().getLong("plan_version");
    }

    /** From {@code from} on, what {@code loads} says holds, and nothing else. */
    static void replace(Tx tx, Instant from, List<Load> loads, Currency currency, long planVersion) {
        tx.update(FORGET_FROM, from);
        if (!loads.isEmpty()) {
            tx.batch(
                    ADD,
                    loads.stream().map(each -> row(each, currency, planVersion)).toList());
        }
        tx.update(FOLLOW, planVersion);
    }

    static void follow(Tx tx, long planVersion) {
        tx.update(FOLLOW, planVersion);
    }

    private static Tuple row(Load load, Currency currency, long planVersion) {
        Tuple row = Tuple.of(
                load.tenant().value(),
                load.site().value(),
                load.start().atOffset(ZoneOffset.UTC),
                load.drawn().joules());
        row.addLong(milligrams(load.carbon().mid()));
        row.addLong(milligrams(load.carbon().low()));
        row.addLong(milligrams(load.carbon().high()));
        row.addBigDecimal(load.money().mid());
        row.addBigDecimal(load.money().low());
        row.addBigDecimal(load.money().high());
        row.addString(currency.getCurrencyCode());
        row.addString(load.quality().name());
        row.addLong(planVersion);
        row.addLong(load.moving().joules());
        return row;
    }

    private static long milligrams(BigDecimal kilograms) {
        return kilograms.movePointRight(MILLIGRAMS_PER_KILOGRAM_DIGITS).longValueExact();
    }

    static List<Load> between(Database database, TenantId tenant, Interval span) {
        return database.rows(BETWEEN, tenant.value(), span.start(), span.end()).stream()
                .map(LoadRows::read)
                .toList();
    }

    /** Since when anything was counted. */
    static Optional<Instant> since(Database database) {
        return database.row(SINCE).flatMap(row -> Columns.maybeInstant(row, "since"));
    }

    static void forget(Tx tx, Instant before, int most) {
        tx.update(FORGET, before, most);
    }

    private static Load read(Row row) {
        return new Load(
                new TenantId(Columns.text(row, "tenant")),
                new SiteId(Columns.text(row, "site_id")),
                Columns.instant(row, "period_start"),
                new Energy(row.getLong("facility_j")),
                new Energy(row.getLong("moving_j")),
                new Load.Span(
                        kilograms(row, "carbon_low_mg"), kilograms(row, "carbon_mg"), kilograms(row, "carbon_high_mg")),
                new Load.Span(
                        row.getBigDecimal("money_low"), row.getBigDecimal("money"), row.getBigDecimal("money_high")),
                Quality.valueOf(Columns.text(row, "quality")));
    }

    private static BigDecimal kilograms(Row row, String column) {
        return new CarbonMass(row.getLong(column)).kilograms();
    }
}
