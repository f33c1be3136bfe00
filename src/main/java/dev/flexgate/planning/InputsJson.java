package dev.flexgate.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.planning.PlanInputs.Begun;
import dev.flexgate.planning.PlanInputs.ForecastInput;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.PlanInputs.PolicyInput;
import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The inputs of a plan as stored: fields in fixed order, so that equal inputs are equal bytes. */
final class InputsJson {

    private InputsJson() {}

    static ObjectNode write(PlanInputs inputs) {
        ObjectNode json = Json.object();
        json.put("as_of", inputs.asOf().toString());
        json.put("grid_start", inputs.grid().start().toString());
        json.put("grid_half_hours", inputs.grid().count());
        ArrayNode sites = json.putArray("sites");
        inputs.sites().forEach(site -> sites.add(site(site)));
        ArrayNode jobs = json.putArray("jobs");
        inputs.jobs().forEach(job -> jobs.add(job(job)));
        ArrayNode carried = json.putArray("carried");
        inputs.carried().forEach(run -> carried.add(run(run)));
        ArrayNode beyond = json.putArray("beyond");
        inputs.beyond().forEach(each -> beyond.add(deferred(each)));
        ArrayNode policies = json.putArray("policies");
        inputs.policies()
                .forEach(policy -> policies.addObject()
                        .put("tenant", policy.tenant().value())
                        .put("version", policy.version()));
        json.put("standing_version", inputs.standingVersion());
        if (!inputs.standingSha256().isEmpty()) { // absent in plans from before it was kept
            json.put("standing_sha256", inputs.standingSha256());
        }
        if (!inputs.ceilings().isEmpty()) { // absent in plans from before there were promises
            json.set("ceilings", ceilings(inputs.ceilings()));
        }
        if (!inputs.floors().isEmpty()) { // absent in plans from before turn-ups were sold
            json.set("floors", floors(inputs.floors()));
        }
        if (!inputs.adjustments().isEmpty()) { // absent in plans from before persons could ask
            json.set("adjustments", AdjustmentsJson.write(inputs.adjustments()));
        }
        if (!inputs.floors().isEmpty() || !inputs.held().isEmpty()) {
            ArrayNode held = json.putArray("held");
            inputs.held().forEach(run -> held.add(run(run)));
        }
        if (inputs.isWaiting()) { // absent in plans that hold nothing up
            ArrayNode awaiting = json.putArray("awaiting");
            inputs.awaiting().forEach(job -> awaiting.add(job(job)));
        }
        json.set("limits", limits(inputs.limits()));
        return json;
    }

    static PlanInputs read(JsonNode json) {
        return new PlanInputs(
                Instant.parse(json.get("as_of").textValue()),
                new HalfHours(
                        Instant.parse(json.get("grid_start").textValue()),
                        json.get("grid_half_hours").intValue()),
                list(json.get("sites"), InputsJson::site),
                list(json.get("jobs"), InputsJson::job),
                list(json.get("carried"), InputsJson::run),
                list(json.get("beyond"), InputsJson::deferred),
                list(
                        json.get("policies"),
                        policy -> new PolicyInput(
                                new TenantId(policy.get("tenant").textValue()),
                                policy.get("version").intValue())),
                json.get("standing_version").longValue(),
                json.path("standing_sha256").asText(""),
                ceilings(json.path("ceilings")),
                floors(json.path("floors")),
                list(json.path("held"), InputsJson::run),
                AdjustmentsJson.read(json.path("adjustments")),
                list(json.path("awaiting"), InputsJson::job),
                limits(json.get("limits")));
    }

    /** Hash of the runs of a plan that is offered as opening bids; empty for none. */
    static String sha256(List<Allocation> runs) {
        if (runs.isEmpty()) {
            return "";
        }
        ArrayNode json = Json.mapper().createArrayNode();
        runs.stream()
                .sorted(Comparator.comparing((Allocation run) -> run.job().toString())
                        .thenComparing(run -> run.interval().start())
                        .thenComparing(run -> run.site().value()))
                .forEach(run -> json.add(run(run)));
        return Digests.sha256Hex(Json.bytes(json));
    }

    private static ArrayNode ceilings(Ceilings ceilings) {
        ArrayNode json = Json.mapper().createArrayNode();
        ceilings.most()
                .forEach((site, periods) -> periods.forEach((period, most) -> json.addObject()
                        .put("site", site.value())
                        .put("period", period.toString())
                        .put("it_w", most.watts())));
        return json;
    }

    private static Ceilings ceilings(JsonNode json) {
        Ceilings ceilings = Ceilings.NONE;
        for (JsonNode each : json) {
            ceilings = ceilings.and(
                    new SiteId(each.get("site").textValue()),
                    Instant.parse(each.get("period").textValue()),
                    new Power(each.get("it_w").longValue()));
        }
        return ceilings;
    }

    private static ArrayNode floors(Floors floors) {
        ArrayNode json = Json.mapper().createArrayNode();
        floors.least()
                .forEach((site, periods) -> periods.forEach((period, least) -> json.addObject()
                        .put("site", site.value())
                        .put("period", period.toString())
                        .put("it_w", least.watts())));
        return json;
    }

    private static Floors floors(JsonNode json) {
        Floors floors = Floors.NONE;
        for (JsonNode each : json) {
            floors = floors.and(
                    new SiteId(each.get("site").textValue()),
                    Instant.parse(each.get("period").textValue()),
                    new Power(each.get("it_w").longValue()));
        }
        return floors;
    }

    private static ObjectNode site(SiteInput site) {
        ObjectNode json = Json.object();
        json.put("id", site.site().value()).put("version", site.version());
        json.set("carbon", forecast(site.carbon()));
        json.set("price", forecast(site.price()));
        ArrayNode committed = json.putArray("committed_w");
        site.committed().forEach(power -> committed.add(power.watts()));
        return json;
    }

    private static SiteInput site(JsonNode json) {
        return new SiteInput(
                new SiteId(json.get("id").textValue()),
                json.get("version").intValue(),
                forecast(json.get("carbon")),
                forecast(json.get("price")),
                list(json.get("committed_w"), power -> new Power(power.longValue())));
    }

    private static ObjectNode forecast(ForecastInput forecast) {
        return Json.object().put("id", forecast.id().toString()).put("sha256", forecast.sha256());
    }

    private static ForecastInput forecast(JsonNode json) {
        return new ForecastInput(
                UUID.fromString(json.get("id").textValue()), json.get("sha256").textValue());
    }

    private static ObjectNode job(JobInput job) {
        ObjectNode json = Json.object();
        json.put("id", job.job().toString()).put("remaining_j", job.remaining().joules());
        switch (job.shape()) {
            case JobShape.Malleable _ -> json.put("shape", "MALLEABLE");
            case JobShape.Contiguous _ -> json.put("shape", "CONTIGUOUS");
            case JobShape.Preemptible(int most) ->
                json.put("shape", "PREEMPTIBLE").put("pauses", most);
        }
        ArrayNode sites = json.putArray("sites");
        job.sites().forEach(site -> sites.add(site.value()));
        // Absent in plans from before pauses could cost something.
        job.begun()
                .ifPresent(begun ->
                        json.putObject("begun").put("site", begun.at().value()).put("running", begun.running()));
        return json;
    }

    private static JobInput job(JsonNode json) {
        JobShape shape = switch (json.get("shape").textValue()) {
            case "MALLEABLE" -> new JobShape.Malleable();
            case "CONTIGUOUS" -> new JobShape.Contiguous();
            case "PREEMPTIBLE" -> new JobShape.Preemptible(json.get("pauses").intValue());
            default -> throw new IllegalStateException("unknown shape " + json.get("shape"));
        };
        return new JobInput(
                JobId.of(json.get("id").textValue()),
                new Energy(json.get("remaining_j").longValue()),
                shape,
                list(json.get("sites"), site -> new SiteId(site.textValue())),
                Optional.ofNullable(json.get("begun"))
                        .map(begun -> new Begun(
                                new SiteId(begun.get("site").textValue()),
                                begun.get("running").booleanValue())));
    }

    static ObjectNode run(Allocation run) {
        return Json.object()
                .put("job", run.job().toString())
                .put("site", run.site().value())
                .put("from", run.interval().start().toString())
                .put("until", run.interval().end().toString())
                .put("it_w", run.itPower().watts());
    }

    static Allocation run(JsonNode json) {
        return new Allocation(
                JobId.of(json.get("job").textValue()),
                new SiteId(json.get("site").textValue()),
                Interval.of(json.get("from").textValue(), json.get("until").textValue()),
                new Power(json.get("it_w").longValue()));
    }

    static ObjectNode deferred(Deferred deferred) {
        return Json.object()
                .put("job", deferred.job().toString())
                .put("undone_j", deferred.undone().joules())
                .put("reason", deferred.reason())
                .put("detail", deferred.detail());
    }

    static Deferred deferred(JsonNode json) {
        return new Deferred(
                JobId.of(json.get("job").textValue()),
                new Energy(json.get("undone_j").longValue()),
                json.get("reason").textValue(),
                json.get("detail").textValue());
    }

    private static ObjectNode limits(NegotiationLimits limits) {
        return Json.object()
                .put("max_rounds", limits.maxRounds())
                .put("target_gap", Double.toString(limits.targetGap()))
                .put("max_moves", limits.maxMoves())
                .put("kept_rounds", limits.keptRounds())
                .put("seed", limits.seed())
                .put("least_gain", Double.toString(limits.leastGain()))
                .put("search", limits.search());
    }

    private static NegotiationLimits limits(JsonNode json) {
        return new NegotiationLimits(
                json.get("max_rounds").intValue(),
                Double.parseDouble(json.get("target_gap").textValue()),
                json.get("max_moves").intValue(),
                json.get("kept_rounds").intValue(),
                1,
                json.get("seed").longValue(),
                // Plans from before moves had to pay were made without.
                Double.parseDouble(json.path("least_gain").asText("0")),
                json.path("search").asInt(0));
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> form) {
        List<T> values = new ArrayList<>(array.size());
        array.forEach(each -> values.add(form.apply(each)));
        return values;
    }
}
