package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.PlanDiff;
import dev.flexgate.planning.PlanHead;
import dev.flexgate.planning.Planning;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.TenantId;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was agreed: {@code /plan} and {@code /plans}. A plan holds every tenant's jobs: a tenant sees its own lines. */
final class WorkPages {

    private final Planning planning;
    private final Jobs jobs;

    WorkPages(Planning planning, Jobs jobs) {
        this.planning = planning;
        this.jobs = jobs;
    }

    void addTo(Router router, Answers answers) {
        router.get("/plan").handler(answers.to(context -> planned(context, planning.standing())));
        router.get("/plans").handler(answers.to(this::plans));
        router.get("/plans/:version/diff").handler(answers.to(this::diff));
        router.get("/plans/:version/diff/:other").handler(answers.to(this::compared));
        router.get("/plans/:version").handler(answers.to(context -> planned(context, planning.find(version(context)))));
        router.get("/plans/:version/transcript").handler(answers.to(this::transcript));
    }

    /** Versions, the newest first: what each cost, and how much it changed. */
    private Answer plans(RoutingContext context) {
        Page page = Page.of(context);
        long before = page.after().isEmpty() ? Long.MAX_VALUE : number(page.after(), "after");
        List<PlanHead> found = planning.page(before, page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("plans");
        found.forEach(each -> list.add(PlanJson.json(each)));
        if (found.size() == page.limit()) {
            body.put("next", "" + found.getLast().version());
        }
        return new Answer.Found(body);
    }

    private Answer diff(RoutingContext context) {
        long version = version(context);
        long against = Page.parameter(context, "against")
                .map(text -> number(text, "against"))
                .orElse(version - 1);
        return diff(context, against, version);
    }

    /** The same by a path for each two, and as a patch for whoever wants to apply it. */
    private Answer compared(RoutingContext context) {
        long from = version(context);
        long to = number(Page.path(context, "other"), "the other version");
        if (!PlanPatch.isWanted(context.request().getHeader("Accept"))) {
            return diff(context, from, to);
        }
        Optional<Plan> before = planning.find(from);
        Optional<Plan> after = planning.find(to);
        if (before.isEmpty() || after.isEmpty()) {
            return Answer.notFound("no plan has version " + (before.isEmpty() ? from : to));
        }
        Caller caller = Caller.of(context);
        return new Answer.Content(
                PlanPatch.MEDIA_TYPE,
                Buffer.buffer(
                        Json.bytes(PlanPatch.between(visible(caller, before.get()), visible(caller, after.get())))));
    }

    private Answer diff(RoutingContext context, long against, long version) {
        return planning.diff(against, version)
                .<Answer>map(diff -> new Answer.Found(visible(Caller.of(context), diff)))
                .orElseGet(() -> Answer.notFound("no plan has version " + against + " or " + version));
    }

    private ObjectNode visible(Caller caller, PlanDiff diff) {
        ObjectNode json = DiffJson.json(diff);
        if (!caller.isOperator()) {
            Set<JobId> asked = new HashSet<>();
            diff.changes().forEach(each -> asked.add(each.job()));
            diff.undone().forEach(each -> asked.add(each.job()));
            Set<JobId> own = jobs.owned(new TenantId(caller.tenant()), asked);
            keep(json, "changes", own);
            keep(json, "undone", own);
        }
        return json;
    }

    /** The negotiation speaks of everybody's jobs at once. */
    private Answer transcript(RoutingContext context) {
        Caller.of(context).require(Scope.OPERATOR);
        return planning.transcript(version(context))
                .<Answer>map(bytes -> new Answer.Content("application/json", Buffer.buffer(bytes)))
                .orElseGet(() -> Answer.notFound("no plan has this version"));
    }

    private ObjectNode visible(Caller caller, Plan plan) {
        ObjectNode json = PlanJson.json(plan);
        if (!caller.isOperator()) {
            Set<JobId> asked = new HashSet<>();
            plan.allocations().forEach(each -> asked.add(each.job()));
            plan.deferred().forEach(each -> asked.add(each.job()));
            Set<JobId> own = jobs.owned(new TenantId(caller.tenant()), asked);
            keep(json, "allocations", own);
            keep(json, "deferred", own);
        }
        return json;
    }

    private static void keep(ObjectNode json, String list, Set<JobId> own) {
        var kept = json.arrayNode();
        json.withArray(list).forEach(line -> {
            if (own.contains(JobId.of(line.path("jobId").asText()))) {
                kept.add(line);
            }
        });
        json.set(list, kept);
    }

    private static long version(RoutingContext context) {
        return number(Page.path(context, "version"), "a version");
    }

    static long number(String text, String what) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException(what + " is a whole number from 1");
        }
        return Long.parseLong(text);
    }

    static String etag(long version) {
        return "\"" + version + "\"";
    }

    private Answer planned(RoutingContext context, Optional<Plan> plan) {
        return plan.<Answer>map(found ->
                        new Answer.Done(200, visible(Caller.of(context), found), Map.of("ETag", etag(found.version()))))
                .orElseGet(() -> Answer.notFound("no such plan"));
    }
}
