package dev.flexgate.workload;

import static dev.flexgate.workload.JobRulesTest.demand;
import static dev.flexgate.workload.JobRulesTest.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobsTest {

    private static final Interval WINDOW = Interval.of("2026-10-25T00:00:00Z", "2026-10-25T12:00:00Z");
    private static final JobShape SHAPE = new JobShape.Preemptible(2);
    private static final JobId FIRST = new JobId(new UUID(0, 0));

    private final Database database = TestDatabase.fresh();
    private final Moment clock = new Moment("2026-10-25T00:10:00Z");
    private final Jobs jobs = jobs(JobLimits.DEFAULT);

    private Jobs jobs(JobLimits limits) {
        Ids ids = new Ids(clock, new Random(1));
        return new Jobs(
                database, new WorkloadRecords(new AuditLog(ids), new Actor("test", "workload")), ids, clock, limits);
    }

    @BeforeEach
    void a_site_to_run_at() {
        database.doInTransaction(tx -> Sites.add(tx, JobRulesTest.SITE, 1, clock.instant()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Job accepted(String reference) {
        return assertInstanceOf(
                        Submission.Accepted.class, jobs.submit(request(reference, SHAPE, demand(100, 200), WINDOW)))
                .job();
    }

    @Test
    void an_accepted_job_is_stored_as_asked_and_queued() {
        Job job = accepted("nightly");
        assertEquals(Optional.of(new TrackedJob(job, new JobState.Queued())), jobs.find(job.id()));
        assertEquals(List.of(new TrackedJob(job, new JobState.Queued())), jobs.open());
        assertTrue(jobs.hasQueued());
    }

    @Test
    void each_job_taken_is_one_audit_record_and_a_refused_one_none() {
        accepted("nightly");
        jobs.submit(request("nightly", SHAPE, demand(100, 200), WINDOW));
        jobs.submit(request("nightly", SHAPE, demand(100, 250), WINDOW));
        assertEquals(1, database.rows("select record_id from audit_pending").size());
    }

    @Test
    void asking_again_in_the_same_words_is_a_repeat() {
        Job job = accepted("nightly");
        var again = jobs.submit(request("nightly", SHAPE, demand(100, 200), WINDOW));
        assertEquals(new Submission.Repeated(new TrackedJob(job, new JobState.Queued())), again);
        assertEquals(1, jobs.open().size());
    }

    @Test
    void a_reference_cannot_be_used_for_something_else() {
        accepted("nightly");
        var other = jobs.submit(request("nightly", SHAPE, demand(100, 250), WINDOW));
        assertEquals(
                JobRefusal.REFERENCE_TAKEN,
                assertInstanceOf(Submission.Refused.class, other).reason());
    }

    @Test
    void a_site_that_nobody_runs_is_unknown() {
        var elsewhere = new JobRequest(
                new TenantId("tenant"),
                "r",
                "A job",
                SHAPE,
                demand(100, 200),
                WINDOW,
                SiteChoice.of(new SiteId("mars"), List.of(new SiteId("mars"))),
                Priority.NORMAL,
                Origin.SUBMITTED);
        var refused = assertInstanceOf(Submission.Refused.class, jobs.submit(elsewhere));
        assertEquals(JobRefusal.UNKNOWN_SITE, refused.reason());
        assertTrue(refused.detail().contains("home"), refused.detail());
    }

    @Test
    void no_more_jobs_are_open_than_allowed_however_many_ask_at_once() throws Exception {
        Jobs few = jobs(new JobLimits(3, Duration.ofDays(1)));
        List<Callable<Submission>> asks = new ArrayList<>();
        for (int ask = 0; ask < 8; ask++) {
            JobRequest request = request("job-" + ask, SHAPE, demand(100, 200), WINDOW);
            asks.add(() -> few.submit(request));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Submission> answer : threads.invokeAll(asks)) {
                if (answer.get() instanceof Submission.Refused refused) {
                    assertEquals(JobRefusal.TOO_MANY_OPEN_JOBS, refused.reason());
                }
            }
        }
        assertEquals(3, few.open().size());
    }

    @Test
    void every_state_reads_as_it_was_written() {
        Job job = accepted("nightly");
        Instant at = Instant.parse("2026-10-25T12:00:00Z");
        for (JobState state : List.of(
                new JobState.Placed(7),
                new JobState.Running(8),
                new JobState.Deferred(9, "SITE_CAPACITY: full"),
                new JobState.Done(at),
                new JobState.Missed(at, new Energy(3_600)),
                new JobState.Queued())) {
            TrackedJob tracked = new TrackedJob(job, state);
            database.doInTransaction(tx -> Jobs.become(tx, List.of(tracked)));
            assertEquals(Optional.of(tracked), jobs.find(job.id()));
            assertEquals(state.isOpen(), !jobs.open().isEmpty());
        }
    }

    @Test
    void pages_follow_one_another_without_gap_or_overlap() {
        List<JobId> all = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            all.add(accepted("job-" + number).id());
        }
        List<JobId> paged = new ArrayList<>();
        JobId last = FIRST;
        for (List<TrackedJob> page = jobs.page(last, 2); !page.isEmpty(); page = jobs.page(last, 2)) {
            page.forEach(each -> paged.add(each.job().id()));
            last = paged.getLast();
        }
        assertEquals(all, paged);
    }
}
