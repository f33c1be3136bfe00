package dev.flexgate.budget;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.Priority;
import dev.flexgate.workload.TenantId;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Budgets at rest. */
final class BudgetRows {

    private static final String LOCK = """
            select 1 from (select pg_advisory_xact_lock(hashtextextended('budget_budget ' || $1, 350))) as held
            """;

    private static final String COLUMNS = """
            tenant, version, carbon_mg, money, currency, mode, holds, starts_at, ends_at, ended, recorded_at,
                   recorded_by
            """;

    private static final String NEWEST =
            "select " + COLUMNS + " from budget_budget where tenant = $1 order by version desc limit 1";

    private static final String CURRENT = """
            select *
              from (select distinct on (tenant) %s
                      from budget_budget
                     where tenant > $1
                     order by tenant, version desc) as newest
             where not ended
             order by tenant
             limit $2
            """.formatted(COLUMNS);

    private static final String ADD = "insert into budget_budget (" + COLUMNS + ") values ($1, $2, $3, $4, $5, $6, $7,"
            + " $8, $9, $10, $11, $12)";

    /** A version, and whether the budget ended with it. */
    record Stored(Budget budget, boolean ended) {}

    private BudgetRows() {}

    static void lock(Tx tx, TenantId tenant) {
        tx.rows(LOCK, tenant.value());
    }

    static Optional<Stored> newest(Tx tx, TenantId tenant) {
        return tx.row(NEWEST, tenant.value()).map(BudgetRows::read);
    }

    static Optional<Budget> find(Database database, TenantId tenant) {
        return database.row(NEWEST, tenant.value())
                .map(BudgetRows::read)
                .filter(each -> !each.ended())
                .map(Stored::budget);
    }

    static List<Budget> page(Database database, String after, int count) {
        return database.rows(CURRENT, after, count).stream()
                .map(BudgetRows::read)
                .map(Stored::budget)
                .toList();
    }

    static void add(Tx tx, Budget budget, boolean ended, Currency currency) {
        BudgetTerms terms = budget.terms();
        tx.update(
                ADD,
                budget.tenant().value(),
                budget.version(),
                terms.carbon().map(CarbonMass::milligrams).orElse(null),
                terms.money().map(Money::amount).orElse(null),
                currency.getCurrencyCode(),
                terms.mode().name(),
                terms.holds().stream().map(Priority::name).collect(Collectors.joining(",")),
                utc(terms.period().map(Interval::start)),
                utc(terms.period().map(Interval::end)),
                ended,
                budget.recordedAt().atOffset(ZoneOffset.UTC),
                budget.recordedBy());
    }

    private static @Nullable OffsetDateTime utc(Optional<Instant> moment) {
        return moment.map(each -> each.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    private static Stored read(Row row) {
        Currency currency = Currency.getInstance(Columns.text(row, "currency"));
        var terms = new BudgetTerms(
                Optional.ofNullable(row.getLong("carbon_mg")).map(CarbonMass::new),
                Optional.ofNullable(row.getBigDecimal("money")).map(amount -> new Money(amount, currency)),
                BudgetTerms.Mode.valueOf(Columns.text(row, "mode")),
                Arrays.stream(Columns.text(row, "holds").split(","))
                        .map(Priority::valueOf)
                        .collect(Collectors.toSet()),
                Columns.maybeInstant(row, "starts_at")
                        .flatMap(start -> Columns.maybeInstant(row, "ends_at").map(end -> new Interval(start, end))));
        var budget = new Budget(
                new TenantId(Columns.text(row, "tenant")),
                row.getInteger("version"),
                terms,
                Columns.instant(row, "recorded_at"),
                Columns.text(row, "recorded_by"));
        return new Stored(budget, row.getBoolean("ended"));
    }
}
