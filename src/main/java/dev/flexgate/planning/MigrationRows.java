package dev.flexgate.planning;

import dev.flexgate.audit.RecordId;
import dev.flexgate.planning.Migration.Order;
import dev.flexgate.planning.Migration.Said;
import dev.flexgate.planning.Migration.State;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Migrations as rows. */
final class MigrationRows {

    private static final String COLUMNS = """
            id, revision, job_id, tenant, from_site, to_site, leave_by, resume_at, it_power_w, left_j, plan_version, state,
            from_said, to_said, why, since, record_id
            """;

    private static final String FIND = "select " + COLUMNS + " from planning_migration where id = $1";

    private static final String OPEN =
            "select " + COLUMNS + " from planning_migration where state = 'ORDERED' order by job_id for update";

    private static final String PAGE =
            "select " + COLUMNS + " from planning_migration where id < $1 order by id desc limit $2";

    private static final String OF_JOB =
            "select " + COLUMNS + " from planning_migration where job_id = $1 order by id desc limit $2";

    private static final String REFUSED = """
            select job_id, from_site, to_site, from_said
              from planning_migration
             where state = 'REFUSED' and job_id = any($1)
            """;

    private static final String PUT = """
            insert into planning_migration (id, revision, job_id, tenant, from_site, to_site, leave_by, resume_at, it_power_w,
                   left_j, plan_version, state, from_said, to_said, why, since, record_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            on conflict (id) do update
               set revision = excluded.revision, from_site = excluded.from_site, to_site = excluded.to_site,
                   leave_by = excluded.leave_by, resume_at = excluded.resume_at, it_power_w = excluded.it_power_w,
                   left_j = excluded.left_j, plan_version = excluded.plan_version, state = excluded.state,
                   from_said = excluded.from_said, to_said = excluded.to_said, why = excluded.why,
                   since = excluded.since, record_id = excluded.record_id
            """;

    private MigrationRows() {}

    static Optional<Migration> find(Database database, MigrationId id) {
        return database.row(FIND, id.value()).map(MigrationRows::read);
    }

    static Optional<Migration> lock(Tx tx, MigrationId id) {
        return tx.row(FIND + " for update", id.value()).map(MigrationRows::read);
    }

    /** Those under way, by job. */
    static Map<JobId, Migration> open(Tx tx) {
        return tx.rows(OPEN).stream()
                .map(MigrationRows::read)
                .collect(Collectors.toMap(each -> each.order().job(), Function.identity()));
    }

    static List<Migration> page(Database database, UUID before, int count) {
        return database.rows(PAGE, before, count).stream()
                .map(MigrationRows::read)
                .toList();
    }

    static List<Migration> ofJob(Database database, JobId job, int most) {
        return database.rows(OF_JOB, job.value(), most).stream()
                .map(MigrationRows::read)
                .toList();
    }

    /** Which sites said no to which job: that they would not take it, or would not let it go. */
    static Map<JobId, Set<SiteId>> refused(Database database, List<JobId> jobs) {
        UUID[] ids = jobs.stream().map(JobId::value).toArray(UUID[]::new);
        Map<JobId, Set<SiteId>> refused = new HashMap<>();
        database.rows(REFUSED, (Object) ids).forEach(row -> {
            boolean kept = Columns.maybeText(row, "from_said")
                    .filter("REFUSED"::equals)
                    .isPresent();
            refused.computeIfAbsent(new JobId(Columns.uuid(row, "job_id")), _ -> new HashSet<>())
                    .add(new SiteId(Columns.text(row, kept ? "from_site" : "to_site")));
        });
        return refused;
    }

    static void put(Tx tx, Migration migration) {
        Order order = migration.order();
        tx.update(
                PUT,
                migration.id().value(),
                migration.revision(),
                order.job().value(),
                order.tenant().value(),
                order.from().value(),
                order.to().value(),
                order.leaveBy(),
                order.resumeAt(),
                order.itPower().watts(),
                order.left().joules(),
                order.planVersion(),
                migration.state().name(),
                name(migration.fromSaid()),
                name(migration.toSaid()),
                migration.why(),
                migration.since(),
                migration.record().value());
    }

    private static @Nullable String name(Optional<Said> said) {
        return said.map(Enum::name).orElse(null);
    }

    private static Migration read(Row row) {
        var order = new Order(
                new JobId(Columns.uuid(row, "job_id")),
                new TenantId(Columns.text(row, "tenant")),
                new SiteId(Columns.text(row, "from_site")),
                new SiteId(Columns.text(row, "to_site")),
                Columns.instant(row, "leave_by"),
                Columns.instant(row, "resume_at"),
                new Power(row.getLong("it_power_w")),
                new Energy(row.getLong("left_j")),
                row.getLong("plan_version"));
        return new Migration(
                new MigrationId(Columns.uuid(row, "id")),
                row.getInteger("revision"),
                order,
                State.valueOf(Columns.text(row, "state")),
                Columns.maybeText(row, "from_said").map(Said::valueOf),
                Columns.maybeText(row, "to_said").map(Said::valueOf),
                Columns.text(row, "why"),
                Columns.instant(row, "since"),
                new RecordId(Columns.uuid(row, "record_id")));
    }
}
