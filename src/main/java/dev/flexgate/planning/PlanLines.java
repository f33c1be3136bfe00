package dev.flexgate.planning;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/** The lines of a plan at rest: runs, work left undone, scarcity prices; and what was done by earlier plans. */
final class PlanLines {

    private static final String ALLOCATIONS = """
            select job_id, site_id, starts_at, ends_at, it_power_w
              from planning_allocation
             where plan_version = $1
             order by job_id, starts_at, site_id collate "C"
            """;

    private static final String ADD_ALLOCATION = """
            insert into planning_allocation (plan_version, job_id, site_id, starts_at, ends_at, it_power_w)
            values ($1, $2, $3, $4, $5, $6)
            """;

    private static final String DEFERRALS = """
            select job_id, undone_j, reason, detail
              from planning_deferral
             where plan_version = $1
             order by job_id
            """;

    private static final String ADD_DEFERRAL = """
            insert into planning_deferral (plan_version, job_id, undone_j, reason, detail)
            values ($1, $2, $3, $4, $5)
            """;

    private static final String SCARCITY = """
            select site_id, period_start, per_it_kwh
              from planning_scarcity
             where plan_version = $1
             order by site_id collate "C", period_start
            """;

    private static final String ADD_SCARCITY = """
            insert into planning_scarcity (plan_version, site_id, period_start, per_it_kwh)
            values ($1, $2, $3, $4)
            """;

    private static final String PROGRESS = """
            select job_id, site_id, starts_at, ends_at, it_power_w
              from planning_progress
             where job_id = any($1)
             order by job_id, starts_at, site_id collate "C"
            """;

    private static final String ADD_PROGRESS = """
            insert into planning_progress (job_id, site_id, starts_at, ends_at, it_power_w, plan_version)
            values ($1, $2, $3, $4, $5, $6)
            """;

    private PlanLines() {}

    static void add(Tx tx, Plan plan) {
        tx.batch(
                ADD_ALLOCATION,
                plan.allocations().stream()
                        .map(run -> Tuple.of(
                                plan.version(),
                                run.job().value(),
                                run.site().value(),
                                run.interval().start(),
                                run.interval().end(),
                                run.itPower().watts()))
                        .toList());
        tx.batch(
                ADD_DEFERRAL,
                plan.deferred().stream()
                        .map(each -> Tuple.of(
                                plan.version(),
                                each.job().value(),
                                each.undone().joules(),
                                each.reason(),
                                each.detail()))
                        .toList());
        tx.batch(
                ADD_SCARCITY,
                plan.scarcity().stream()
                        .map(price -> Tuple.of(
                                plan.version(),
                                price.site().value(),
                                price.period().start(),
                                price.perItKwh().perKilowattHour()))
                        .toList());
    }

    /** Keeps the runs of plan {@code version} that its successor begins after. */
    static void addProgress(Tx tx, long version, List<Allocation> ran) {
        tx.batch(
                ADD_PROGRESS,
                ran.stream()
                        .map(run -> Tuple.of(
                                run.job().value(),
                                run.site().value(),
                                run.interval().start(),
                                run.interval().end(),
                                run.itPower().watts(),
                                version))
                        .toList());
    }

    static List<Allocation> allocations(Database database, long version) {
        return database.rows(ALLOCATIONS, version).stream()
                .map(PlanLines::allocation)
                .toList();
    }

    /** What was done of {@code jobs} before the standing plan begins, by job, then time. */
    static List<Allocation> progress(Database database, Collection<JobId> jobs) {
        UUID[] ids = jobs.stream().map(JobId::value).toArray(UUID[]::new);
        return database.rows(PROGRESS, (Object) ids).stream()
                .map(PlanLines::allocation)
                .toList();
    }

    static List<Deferred> deferrals(Database database, long version) {
        return database.rows(DEFERRALS, version).stream()
                .map(row -> new Deferred(
                        new JobId(Columns.uuid(row, "job_id")),
                        new Energy(row.getLong("undone_j")),
                        row.getString("reason"),
                        row.getString("detail")))
                .toList();
    }

    static List<ScarcityPrice> scarcity(Database database, long version, Currency currency) {
        return database.rows(SCARCITY, version).stream()
                .map(row -> new ScarcityPrice(
                        new SiteId(row.getString("site_id")),
                        Interval.from(Columns.instant(row, "period_start"), HalfHours.STEP),
                        new EnergyPrice(row.getBigDecimal("per_it_kwh"), currency)))
                .toList();
    }

    private static Allocation allocation(Row row) {
        return new Allocation(
                new JobId(Columns.uuid(row, "job_id")),
                new SiteId(row.getString("site_id")),
                new Interval(Columns.instant(row, "starts_at"), Columns.instant(row, "ends_at")),
                new Power(row.getLong("it_power_w")));
    }
}
