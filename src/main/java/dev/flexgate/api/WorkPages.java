package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.Planning;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.TenantId;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
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
        router.get("/plans/:version").handler(answers.to(context -> planned(context, planning.find(version(context)))));
        router.get("/plans/:version/transcript").handler(answers.to(this::transcript));
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
        String text = Page.path(context, "version");
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("a version is a whole number from 1");
        }
        return Long.parseLong(text);
    }

    private Answer planned(RoutingContext context, Optional<Plan> plan) {
        return plan.<Answer>map(found -> new Answer.Found(visible(Caller.of(context), found)))
                .orElseGet(() -> Answer.notFound("no such plan"));
    }
}
