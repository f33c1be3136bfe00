package dev.flexgate.workload;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A job and its state as one row. */
final class JobRow {

    static final String SELECT = """
            select id, tenant, reference, name, shape, max_interruptions, it_power_w, work_j, release_at, deadline_at,
                   home_site, allowed_sites, handling, priority, origin,
                   state, state_plan_version, state_reason, state_at, state_undone_j
              from workload_job
            """;

    private static final String INSERT = """
            insert into workload_job (id, tenant, reference, name, shape, max_interruptions, it_power_w, work_j,
                   release_at, deadline_at, home_site, allowed_sites, handling, priority, origin, submitted_at, state)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """;

    /** A plan that was in the making when its tenant took a job back must not bring it to life again. */
    private static final String BECOME = """
            update workload_job
               set state = $2, state_plan_version = $3, state_reason = $4, state_at = $5, state_undone_j = $6
             where id = $1 and state <> 'CANCELLED'
            """;

    private JobRow() {}

    static void insert(Tx tx, TrackedJob tracked, Instant submittedAt) {
        Job job = tracked.job();
        tx.update(
                INSERT,
                job.id().value(),
                job.tenant().value(),
                job.reference(),
                job.name(),
                shapeName(job.shape()),
                maxInterruptions(job.shape()),
                job.demand().itPower().watts(),
                job.demand().work().joules(),
                job.window().start(),
                job.window().end(),
                job.sites().home().value(),
                job.sites().allowed().stream().map(SiteId::value).toArray(String[]::new),
                Json.text(HandlingForm.write(Json.object(), job.handling())),
                job.priority().name(),
                job.origin().name(),
                submittedAt,
                state(tracked.state()).getString(0));
    }

    static void updateStates(Tx tx, List<TrackedJob> jobs) {
        if (!jobs.isEmpty()) {
            tx.batch(BECOME, jobs.stream().map(JobRow::update).toList());
        }
    }

    static TrackedJob read(Row row) {
        Job job = new Job(
                new JobId(row.getUUID("id")),
                new TenantId(row.getString("tenant")),
                row.getString("reference"),
                row.getString("name"),
                shape(row),
                new Demand(new Power(row.getLong("it_power_w")), new Energy(row.getLong("work_j"))),
                new Interval(Columns.instant(row, "release_at"), Columns.instant(row, "deadline_at")),
                SiteChoice.of(
                        new SiteId(row.getString("home_site")),
                        Stream.of(row.getArrayOfStrings("allowed_sites"))
                                .map(SiteId::new)
                                .toList()),
                HandlingForm.stored(row.getString("handling")),
                Priority.valueOf(row.getString("priority")),
                Origin.valueOf(row.getString("origin")));
        return new TrackedJob(job, state(row));
    }

    private static Tuple update(TrackedJob tracked) {
        Tuple state = state(tracked.state());
        Tuple row = Tuple.of(tracked.job().id().value());
        for (int column = 0; column < state.size(); column++) {
            row.addValue(state.getValue(column));
        }
        return row;
    }

    static String shapeName(JobShape shape) {
        return switch (shape) {
            case JobShape.Malleable _ -> "MALLEABLE";
            case JobShape.Preemptible _ -> "PREEMPTIBLE";
            case JobShape.Contiguous _ -> "CONTIGUOUS";
        };
    }

    private static @Nullable Integer maxInterruptions(JobShape shape) {
        return shape instanceof JobShape.Preemptible(int most) ? most : null;
    }

    private static JobShape shape(Row row) {
        return switch (row.getString("shape")) {
            case "MALLEABLE" -> new JobShape.Malleable();
            case "PREEMPTIBLE" -> new JobShape.Preemptible(row.getInteger("max_interruptions"));
            case "CONTIGUOUS" -> new JobShape.Contiguous();
            default -> throw new IllegalStateException("unknown shape " + row.getString("shape"));
        };
    }

    /** State, plan version, reason, moment, undone work. */
    private static Tuple state(JobState state) {
        return switch (state) {
            case JobState.Queued _ -> Tuple.of("QUEUED", null, null, null, null);
            case JobState.Placed(long plan) -> Tuple.of("PLACED", plan, null, null, null);
            case JobState.Running(long plan) -> Tuple.of("RUNNING", plan, null, null, null);
            case JobState.Deferred(long plan, String reason) -> Tuple.of("DEFERRED", plan, reason, null, null);
            case JobState.Done(Instant at) -> Tuple.of("DONE", null, null, at, null);
            case JobState.Cancelled(Instant at) -> Tuple.of("CANCELLED", null, null, at, null);
            case JobState.Missed(Instant at, Energy undone) -> Tuple.of("MISSED", null, null, at, undone.joules());
        };
    }

    private static JobState state(Row row) {
        return switch (row.getString("state")) {
            case "QUEUED" -> new JobState.Queued();
            case "PLACED" -> new JobState.Placed(row.getLong("state_plan_version"));
            case "RUNNING" -> new JobState.Running(row.getLong("state_plan_version"));
            case "DEFERRED" -> new JobState.Deferred(row.getLong("state_plan_version"), row.getString("state_reason"));
            case "CANCELLED" -> new JobState.Cancelled(Columns.instant(row, "state_at"));
            case "DONE" -> new JobState.Done(Columns.instant(row, "state_at"));
            case "MISSED" ->
                new JobState.Missed(Columns.instant(row, "state_at"), new Energy(row.getLong("state_undone_j")));
            default -> throw new IllegalStateException("unknown state " + row.getString("state"));
        };
    }
}
