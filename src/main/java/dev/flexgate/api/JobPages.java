package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.planning.Migration;
import dev.flexgate.planning.Planning;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.workload.Cancellation;
import dev.flexgate.workload.HandlingForm;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobFilter;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobRequest;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.JobState;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Submission;
import dev.flexgate.workload.TenantId;
import dev.flexgate.workload.TrackedJob;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What is to be computed: {@code /jobs}. A tenant sees and touches its own jobs alone. */
final class JobPages {

    private static final JobId FIRST = new JobId(new UUID(0, 0));

    private final Jobs jobs;
    private final Planning planning;
    private final InstantSource clock;

    JobPages(Jobs jobs, Planning planning, InstantSource clock) {
        this.jobs = jobs;
        this.planning = planning;
        this.clock = clock;
    }

    void addTo(Router router, Answers answers) {
        router.get("/jobs").handler(answers.to(this::jobs));
        router.post("/jobs").handler(answers.onceUnlessDry(this::estimate, this::submit));
        router.getWithRegex("/jobs/(?<jobId>[^/:]+)").handler(answers.to(this::job));
        router.postWithRegex("/jobs/(?<jobId>[^/:]+):cancel").handler(answers.once(this::cancel));
    }

    private Answer jobs(RoutingContext context) {
        Page page = Page.of(context);
        JobId after = page.after().isEmpty() ? FIRST : JobId.of(page.after());
        List<TrackedJob> found = jobs.page(filter(context), after, page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("jobs");
        found.forEach(tracked -> list.add(json(tracked)));
        if (found.size() == page.limit()) {
            body.put("next", found.getLast().job().id().toString());
        }
        return new Answer.Found(body);
    }

    private static JobFilter filter(RoutingContext context) {
        Caller caller = Caller.of(context);
        Optional<TenantId> asked = Page.parameter(context, "tenant").map(TenantId::new);
        List<String> states = Page.parameter(context, "state").stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(state -> state.strip().toUpperCase(Locale.ROOT))
                .toList();
        // Who may not see a tenant's jobs is told the same as if there were none.
        List<TenantId> tenants = caller.isOperator() ? asked.stream().toList() : List.of(new TenantId(caller.tenant()));
        boolean nothing = asked.isPresent() && !caller.sees(asked.get().value());
        return new JobFilter(nothing ? List.of(new TenantId("nobody-" + UUID.randomUUID())) : tenants, states);
    }

    private Answer job(RoutingContext context) {
        return visible(context)
                .<Answer>map(tracked -> {
                    ObjectNode json = json(tracked);
                    planning.explain(tracked.job().id())
                            .ifPresent(explanation -> json.set("why", PlanJson.json(explanation)));
                    List<Migration> moves =
                            planning.migrations().of(tracked.job().id());
                    moves.forEach(each -> json.withArray("migrations").add(MigrationPages.json(each)));
                    return new Answer.Found(json);
                })
                .orElseGet(() -> Answer.notFound("no job has this id"));
    }

    private Optional<TrackedJob> visible(RoutingContext context) {
        Caller caller = Caller.of(context);
        return jobs.find(JobId.of(Page.path(context, "jobId")))
                .filter(tracked -> caller.sees(tracked.job().tenant().value()));
    }

    private Answer estimate(RoutingContext context) {
        JobRequest request = JobForm.read(context, clock);
        Optional<Submission.Refused> refused = jobs.refusal(request);
        if (refused.isPresent()) {
            return new Answer.Refused(JobForm.refusal(request, refused.get(), clock.instant()));
        }
        return planning.estimate(request)
                .<Answer>map(estimate ->
                        new Answer.Found(Json.object().put("dryRun", true).set("estimate", PlanJson.json(estimate))))
                .orElseGet(() -> new Answer.Refused(Problem.of(ProblemCode.NO_PLAN, "there is nothing to weigh with")));
    }

    private Answer submit(RoutingContext context, Tx tx) {
        JobRequest request = JobForm.read(context, clock);
        return switch (jobs.submit(tx, request)) {
            case Submission.Accepted accepted -> created(new TrackedJob(accepted.job(), new JobState.Queued()));
            case Submission.Repeated repeated -> new Answer.Found(json(repeated.job()));
            case Submission.Refused refused -> new Answer.Refused(JobForm.refusal(request, refused, clock.instant()));
        };
    }

    private static Answer created(TrackedJob tracked) {
        return new Answer.Created("/api/v1/jobs/" + tracked.job().id(), json(tracked));
    }

    private Answer cancel(RoutingContext context, Tx tx) {
        Optional<TrackedJob> tracked = visible(context);
        if (tracked.isEmpty()) {
            return Answer.notFound("no job has this id");
        }
        return switch (jobs.cancel(
                tx, tracked.get().job().id(), Caller.of(context).keyId())) {
            case Cancellation.Cancelled cancelled -> new Answer.Found(json(cancelled.job()));
            case Cancellation.Over over ->
                new Answer.Refused(Problem.of(
                        ProblemCode.JOB_CLOSED, "the job is " + name(over.job().state())));
            case Cancellation.Unknown _ -> Answer.notFound("no job has this id");
        };
    }

    static ObjectNode json(TrackedJob tracked) {
        Job job = tracked.job();
        ObjectNode json = Json.object()
                .put("jobId", job.id().toString())
                .put("tenant", job.tenant().value())
                .put("reference", job.reference())
                .put("name", job.name());
        json.set("shape", json(job.shape()));
        json.put("itPowerKw", job.demand().itPower().kilowatts())
                .put("workKwh", job.demand().work().kilowattHours())
                .put("release", job.window().start().toString())
                .put("deadline", job.window().end().toString())
                .put("homeSite", job.sites().home().value());
        ArrayNode allowed = json.putArray("allowedSites");
        job.sites().allowed().forEach(site -> allowed.add(site.value()));
        HandlingForm.write(json, job.handling());
        json.put("priority", job.priority().name()).put("origin", job.origin().name());
        json.put("state", name(tracked.state()));
        switch (tracked.state()) {
            case JobState.Placed(long plan) -> json.put("planVersion", plan);
            case JobState.Running(long plan) -> json.put("planVersion", plan);
            case JobState.Deferred(long plan, String reason) ->
                json.put("planVersion", plan).put("stateReason", reason);
            case JobState.Done done -> json.put("stateAt", done.at().toString());
            case JobState.Cancelled cancelled ->
                json.put("stateAt", cancelled.at().toString());
            case JobState.Missed missed ->
                json.put("stateAt", missed.at().toString())
                        .put("undoneKwh", missed.undone().kilowattHours());
            case JobState.Queued _ -> {}
        }
        return json;
    }

    private static String name(JobState state) {
        return state.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    private static ObjectNode json(JobShape shape) {
        return switch (shape) {
            case JobShape.Malleable _ -> Json.object().put("kind", "MALLEABLE");
            case JobShape.Contiguous _ -> Json.object().put("kind", "CONTIGUOUS");
            case JobShape.Preemptible(int most) -> {
                ObjectNode json = Json.object().put("kind", "PREEMPTIBLE");
                yield most == JobShape.Preemptible.UNLIMITED ? json : json.put("maxInterruptions", most);
            }
        };
    }
}
