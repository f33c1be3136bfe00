package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.planning.Allocation;
import dev.flexgate.planning.Certificate;
import dev.flexgate.planning.Cost;
import dev.flexgate.planning.Deferred;
import dev.flexgate.planning.Explanation;
import dev.flexgate.planning.ForecastUsed;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.Planning;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.TrackedJob;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is to be computed and what was agreed: {@code /jobs} and {@code /plan}. */
final class WorkPages {

    private static final JobId FIRST = new JobId(new UUID(0, 0));

    private final Jobs jobs;
    private final Planning planning;

    WorkPages(Jobs jobs, Planning planning) {
        this.jobs = jobs;
        this.planning = planning;
    }

    void addTo(Router router, Answers answers) {
        router.get("/jobs").handler(answers.to(this::jobs));
        router.get("/jobs/:jobId").handler(answers.to(this::job));
        router.get("/plan").handler(answers.to(_ -> planned(planning.standing())));
        router.get("/plans/:version").handler(answers.to(context -> planned(planning.find(version(context)))));
        router.get("/plans/:version/transcript").handler(answers.to(this::transcript));
    }

    private Answer jobs(RoutingContext context) {
        Page page = Page.of(context);
        JobId after = page.after().isEmpty() ? FIRST : new JobId(UUID.fromString(page.after()));
        List<TrackedJob> found = jobs.page(after, page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("jobs");
        found.forEach(tracked -> list.add(json(tracked)));
        if (found.size() == page.limit()) {
            body.put("next", found.getLast().job().id().toString());
        }
        return new Answer.Found(body);
    }

    private Answer job(RoutingContext context) {
        JobId id = new JobId(UUID.fromString(Page.path(context, "jobId")));
        Optional<TrackedJob> tracked = jobs.find(id);
        if (tracked.isEmpty()) {
            return Answer.notFound("no job has this id");
        }
        ObjectNode json = json(tracked.get());
        planning.explain(id).ifPresent(explanation -> json.set("why", json(explanation)));
        return new Answer.Found(json);
    }

    private Answer transcript(RoutingContext context) {
        return planning.transcript(version(context))
                .<Answer>map(bytes -> new Answer.Content("application/json", Buffer.buffer(bytes)))
                .orElseGet(() -> Answer.notFound("no plan has this version"));
    }

    private static long version(RoutingContext context) {
        String text = Page.path(context, "version");
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("a version is a whole number from 1");
        }
        return Long.parseLong(text);
    }

    private static Answer planned(Optional<Plan> plan) {
        return plan.<Answer>map(found -> new Answer.Found(json(found)))
                .orElseGet(() -> Answer.notFound("no such plan"));
    }

    private static ObjectNode json(TrackedJob tracked) {
        Job job = tracked.job();
        return Json.object()
                .put("jobId", job.id().toString())
                .put("tenant", job.tenant().value())
                .put("reference", job.reference())
                .put("name", job.name())
                .put("shape", job.shape().getClass().getSimpleName())
                .put("state", tracked.state().getClass().getSimpleName())
                .put("release", job.window().start().toString())
                .put("deadline", job.window().end().toString())
                .put("origin", job.origin().name());
    }

    private static ObjectNode json(Plan plan) {
        ObjectNode json = Json.object();
        json.put("planId", plan.id().toString());
        json.put("version", plan.version());
        json.put("cause", plan.cause());
        json.put("asOf", plan.asOf().toString());
        json.put("start", plan.grid().start().toString());
        json.put("end", plan.grid().end().toString());
        json.put("quality", plan.quality().name());
        json.set("certificate", json(plan.certificate()));
        ArrayNode allocations = json.putArray("allocations");
        plan.allocations().forEach(each -> allocations.add(json(each)));
        ArrayNode deferred = json.putArray("deferred");
        plan.deferred().forEach(each -> deferred.add(json(each)));
        ArrayNode scarcity = json.putArray("scarcity");
        plan.scarcity()
                .forEach(each -> scarcity.addObject()
                        .put("siteId", each.site().value())
                        .put("start", each.period().start().toString())
                        .put("perItKwh", each.perItKwh().perKilowattHour().toPlainString()));
        ArrayNode forecasts = json.putArray("forecasts");
        plan.forecasts().forEach(each -> forecasts.add(json(each)));
        json.put("inputsSha256", plan.inputsSha256());
        json.put("outcomeSha256", plan.outcomeSha256());
        return json;
    }

    private static ObjectNode json(Certificate certificate) {
        return Json.object()
                .put("currency", certificate.cost().currency().getCurrencyCode())
                .put("cost", text(certificate.cost()))
                .put("carbonMg", certificate.carbon().milligrams())
                .put("objective", text(certificate.objective()))
                .put("lowerBound", text(certificate.lowerBound()))
                .put("gap", certificate.gap().toPlainString())
                .put("carbonPerTonne", text(certificate.carbonPerTonne()))
                .put("rounds", certificate.rounds())
                .put("stopped", certificate.stopped());
    }

    private static ObjectNode json(Allocation allocation) {
        return Json.object()
                .put("jobId", allocation.job().toString())
                .put("siteId", allocation.site().value())
                .put("start", allocation.interval().start().toString())
                .put("end", allocation.interval().end().toString())
                .put("itPowerW", allocation.itPower().watts());
    }

    private static ObjectNode json(Deferred deferred) {
        return Json.object()
                .put("jobId", deferred.job().toString())
                .put("undoneJ", deferred.undone().joules())
                .put("reason", deferred.reason())
                .put("detail", deferred.detail());
    }

    private static ObjectNode json(ForecastUsed forecast) {
        return Json.object()
                .put("forecastId", forecast.id().toString())
                .put("zone", forecast.zone())
                .put("signal", forecast.signal())
                .put("issuedAt", forecast.issuedAt().toString())
                .put("quality", forecast.quality().name())
                .put("sha256", forecast.sha256());
    }

    private static ObjectNode json(Explanation explanation) {
        ObjectNode json = Json.object()
                .put("planVersion", explanation.planVersion())
                .put("quality", explanation.quality().name())
                .put("sentence", explanation.sentence());
        switch (explanation) {
            case Explanation.Runs runs -> {
                ArrayNode list = json.putArray("runs");
                runs.runs().forEach(each -> list.add(json(each)));
                json.set("cost", json(runs.cost()));
                json.set("runNowAtHome", json(runs.runNow()));
                ArrayNode cheapest = json.putArray("cheapestAlternative");
                runs.cheapest().forEach(each -> cheapest.add(json(each)));
                json.set("cheapestAlternativeCost", json(runs.cheapestCost()));
                json.put("whyNotCheapest", runs.whyNot().name());
                json.put("scarcityPerItKwh", runs.scarcity().perKilowattHour().toPlainString());
                json.put("slack", runs.slack().toString());
            }
            case Explanation.Waits waits -> json.set("deferred", json(waits.deferred()));
        }
        return json;
    }

    private static ObjectNode json(Cost cost) {
        return Json.object()
                .put("currency", cost.money().currency().getCurrencyCode())
                .put("money", text(cost.money()))
                .put("carbonMg", cost.carbon().milligrams());
    }

    private static String text(Money money) {
        return money.amount().toPlainString();
    }
}
