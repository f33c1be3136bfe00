package dev.flexgate.budget;

import dev.flexgate.audit.RecordId;
import dev.flexgate.budget.BudgetStatus.Warning;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.TenantId;
import java.time.Instant;
import java.util.List;

/** Which thresholds were told of. */
final class WarningRows {

    private static final String LOCK = """
            select 1 from (select pg_advisory_xact_lock(hashtextextended('budget_warning ' || $1, 350))) as held
            """;

    private static final String TOLD = """
            select kind, percent, told_at
              from budget_warning
             where tenant = $1 and period_start = $2
             order by told_at, kind, percent
            """;

    private static final String ADD = """
            insert into budget_warning (tenant, period_start, kind, percent, told_at, audit_record)
            values ($1, $2, $3, $4, $5, $6)
            """;

    private WarningRows() {}

    /** Nobody else warns this tenant until {@code tx} ends. */
    static void lock(Tx tx, TenantId tenant) {
        tx.rows(LOCK, tenant.value());
    }

    static List<Warning> told(Tx tx, TenantId tenant, Instant period) {
        return tx.rows(TOLD, tenant.value(), period).stream()
                .map(row -> new Warning(
                        Kind.valueOf(Columns.text(row, "kind")),
                        row.getInteger("percent"),
                        Columns.instant(row, "told_at")))
                .toList();
    }

    static List<Warning> told(Database database, TenantId tenant, Instant period) {
        return database.inTransaction(tx -> told(tx, tenant, period));
    }

    static void add(Tx tx, TenantId tenant, Instant period, Warning warning, RecordId record) {
        tx.update(ADD, tenant.value(), period, warning.kind().name(), warning.percent(), warning.at(), record.value());
    }
}
