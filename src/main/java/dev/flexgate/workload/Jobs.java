package dev.flexgate.workload;

import dev.flexgate.quantity.Interval;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The jobs and where each stands. */
public final class Jobs {

    /** Channel on which the database tells that jobs came in. */
    public static final String NEWS = "workload_job";

    /** Most jobs of one page. */
    public static final int PAGE_MAX = 500;

    private static final String ONE_SUBMITTER_AT_A_TIME =
            "select pg_advisory_xact_lock(hashtextextended('workload_job', 0))";

    private static final String COUNT_OPEN = """
            select count(*) as open
              from workload_job
             where state in ('QUEUED', 'PLACED', 'RUNNING', 'DEFERRED')
            """;

    private static final String BY_REFERENCE = JobRow.SELECT + " where tenant = $1 and reference = $2";
    private static final String BY_ID = JobRow.SELECT + " where id = $1";
    private static final String LOCK = JobRow.SELECT + " where id = $1 for update";
    private static final String PAGE = JobRow.SELECT + """
             where id > $1
               and (cardinality($3::text[]) = 0 or tenant = any($3))
               and (cardinality($4::text[]) = 0 or state = any($4))
             order by id
             limit $2
            """;
    private static final String OPEN = JobRow.SELECT + """
             where state in ('QUEUED', 'PLACED', 'RUNNING', 'DEFERRED')
             order by id
             limit $1
            """;

    private static final String OWNED = """
            select id
              from workload_job
             where tenant = $1 and id = any($2)
            """;

    private static final String SUBMITTED =
            JobRow.SELECT.replace("state_undone_j", "state_undone_j, submitted_at") + """
             where tenant = $1 and submitted_at >= $2 and submitted_at < $3
             order by submitted_at desc, id desc
             limit $4
            """;

    private static final String COUNT_SUBMITTED = """
            select count(*) as submitted
              from workload_job
             where tenant = $1 and submitted_at >= $2 and submitted_at < $3
            """;

    private static final String TENANTS = "select id, tenant from workload_job where id = any($1)";

    private static final String ANY_QUEUED = """
            select 1 as found
              from workload_job
             where state = 'QUEUED'
             limit 1
            """;

    private static final String OPEN_SAMPLE = """
            select 1 as found
              from workload_job
             where starts_with(reference, $1) and tenant = $2 and origin = 'SAMPLE' and deadline_at > $3
             limit 1
            """;

    private final Database database;
    private final WorkloadRecords records;
    private final Ids ids;
    private final InstantSource clock;
    private final JobLimits limits;

    public Jobs(Database database, WorkloadRecords records, Ids ids, InstantSource clock, JobLimits limits) {
        this.database = database;
        this.records = records;
        this.ids = ids;
        this.clock = clock;
        this.limits = limits;
    }

    /** Takes the job, or says by name why not. Asking again in the same words changes nothing. */
    public Submission submit(JobRequest request) {
        return database.inTransaction(tx -> submit(tx, request));
    }

    /** As {@link #submit(JobRequest)} in the caller's transaction. */
    public Submission submit(Tx tx, JobRequest request) {
        // Counting and the look for a twin must see every other submission, so they queue up here.
        tx.rows(ONE_SUBMITTER_AT_A_TIME);
        Instant now = clock.instant();
        Job job = request.named(new JobId(ids.next()));
        Optional<TrackedJob> earlier =
                tx.row(BY_REFERENCE, job.tenant().value(), job.reference()).map(JobRow::read);
        if (earlier.isPresent()) {
            return twin(earlier.get(), job);
        }
        Optional<Submission.Refused> refused = JobRules.refusal(request, sites(tx), now, limits);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (open(tx) >= limits.openJobsMax()) {
            return new Submission.Refused(
                    JobRefusal.TOO_MANY_OPEN_JOBS,
                    limits.openJobsMax() + " jobs are open: come again when some are done");
        }
        JobRow.insert(tx, new TrackedJob(job, new JobState.Queued()), now);
        records.job(tx, job, now);
        tx.notifyOnCommit(NEWS);
        return new Submission.Accepted(job);
    }

    /** Why the job would not be taken now; empty when it would be. Nothing is stored. */
    public Optional<Submission.Refused> refusal(JobRequest request) {
        return database.inTransaction(tx -> {
            Optional<TrackedJob> earlier = tx.row(BY_REFERENCE, request.tenant().value(), request.reference())
                    .map(JobRow::read);
            if (earlier.isPresent()) {
                Job same = request.named(earlier.get().job().id());
                return twin(earlier.get(), same) instanceof Submission.Refused refused
                        ? Optional.of(refused)
                        : Optional.empty();
            }
            return JobRules.refusal(request, sites(tx), clock.instant(), limits);
        });
    }

    /** Takes an open job back; taking it back again changes nothing. */
    public Cancellation cancel(Tx tx, JobId id, String by) {
        Optional<TrackedJob> found = tx.row(LOCK, id.value()).map(JobRow::read);
        if (found.isEmpty()) {
            return new Cancellation.Unknown();
        }
        TrackedJob before = found.get();
        if (before.state() instanceof JobState.Cancelled) {
            return new Cancellation.Cancelled(before);
        }
        if (!before.state().isOpen()) {
            return new Cancellation.Over(before);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var cancelled = new TrackedJob(before.job(), new JobState.Cancelled(now));
        JobRow.updateStates(tx, List.of(cancelled));
        records.cancelled(tx, before.job(), by, now);
        tx.notifyOnCommit(NEWS);
        return new Cancellation.Cancelled(cancelled);
    }

    private static Submission twin(TrackedJob earlier, Job job) {
        return earlier.job().asksTheSameAs(job)
                ? new Submission.Repeated(earlier)
                : new Submission.Refused(
                        JobRefusal.REFERENCE_TAKEN,
                        "reference " + job.reference() + " is job "
                                + earlier.job().id() + ", which asked for something else: use another reference");
    }

    public Optional<TrackedJob> find(JobId id) {
        return database.row(BY_ID, id.value()).map(JobRow::read);
    }

    /** Up to {@code count} jobs, at most {@value #PAGE_MAX}, in order of id from after {@code previous}. */
    public List<TrackedJob> page(JobId previous, int count) {
        return page(JobFilter.ALL, previous, count);
    }

    /** The same of those jobs alone that the filter lets pass. */
    public List<TrackedJob> page(JobFilter filter, JobId previous, int count) {
        String[] tenants = filter.tenants().stream().map(TenantId::value).toArray(String[]::new);
        String[] states = filter.states().toArray(String[]::new);
        return database.rows(PAGE, previous.value(), Math.clamp(count, 1, PAGE_MAX), tenants, states).stream()
                .map(JobRow::read)
                .toList();
    }

    /** Those of {@code asked} that are the tenant's. */
    public Set<JobId> owned(TenantId tenant, Collection<JobId> asked) {
        UUID[] ids = asked.stream().map(JobId::value).distinct().toArray(UUID[]::new);
        return database.rows(OWNED, tenant.value(), ids).stream()
                .map(row -> new JobId(row.getUUID("id")))
                .collect(Collectors.toSet());
    }

    /** A job of the past, and when it came. */
    public record Submitted(Job job, Instant at) {}

    /** The newest {@code count} jobs that a tenant submitted within {@code span}, in the order in which they came. */
    public List<Submitted> submitted(TenantId tenant, Interval span, int count) {
        return database.rows(SUBMITTED, tenant.value(), span.start(), span.end(), count).stream()
                .map(row -> new Submitted(JobRow.read(row).job(), Columns.instant(row, "submitted_at")))
                .toList()
                .reversed();
    }

    /** How many there were. */
    public int countSubmitted(TenantId tenant, Interval span) {
        return database.row(COUNT_SUBMITTED, tenant.value(), span.start(), span.end())
                .orElseThrow()
                .getInteger("submitted");
    }

    /** Whose each of {@code asked} is; those that are unknown are left out. */
    public Map<JobId, TenantId> tenants(Collection<JobId> asked) {
        UUID[] ids = asked.stream().map(JobId::value).distinct().toArray(UUID[]::new);
        return database.rows(TENANTS, (Object) ids).stream()
                .collect(Collectors.toMap(
                        row -> new JobId(row.getUUID("id")), row -> new TenantId(row.getString("tenant"))));
    }

    /** Every job that the planner still has to think of, in order of id. */
    public List<TrackedJob> open() {
        return database.rows(OPEN, limits.openJobsMax()).stream()
                .map(JobRow::read)
                .toList();
    }

    /** Whether a job waits that no plan has seen yet. */
    public boolean hasQueued() {
        return database.row(ANY_QUEUED).isPresent();
    }

    /** Sets the state of each job, in the transaction that made it so. */
    public static void become(Tx tx, List<TrackedJob> jobs) {
        JobRow.updateStates(tx, new ArrayList<>(jobs));
    }

    /** Whether a sample job loaded earlier under {@code prefix} still has its deadline before it. */
    static boolean hasOpenSample(Tx tx, TenantId tenant, String prefix, Instant now) {
        return tx.row(OPEN_SAMPLE, prefix, tenant.value(), now).isPresent();
    }

    private static Map<SiteId, Site> sites(Tx tx) {
        Map<SiteId, Site> byId = new LinkedHashMap<>();
        Sites.current(tx).forEach(site -> byId.put(site.value().id(), site.value()));
        return byId;
    }

    private static long open(Tx tx) {
        return tx.row(COUNT_OPEN).orElseThrow().getLong("open");
    }
}
