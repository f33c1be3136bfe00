package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.planning.Allocation;
import dev.flexgate.planning.Band;
import dev.flexgate.planning.Candidate;
import dev.flexgate.planning.Certificate;
import dev.flexgate.planning.Cost;
import dev.flexgate.planning.Deferred;
import dev.flexgate.planning.Estimate;
import dev.flexgate.planning.Explanation;
import dev.flexgate.planning.ForecastUsed;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.PlanHead;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;

/** Plans, explanations and estimates in JSON. */
final class PlanJson {

    private PlanJson() {}

    static ObjectNode json(Plan plan) {
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

    /** A plan in a list. */
    static ObjectNode json(PlanHead head) {
        ObjectNode json = Json.object()
                .put("planId", head.id().toString())
                .put("version", head.version())
                .put("cause", head.cause())
                .put("asOf", head.asOf().toString())
                .put("quality", head.quality().name());
        json.set("certificate", json(head.certificate()));
        json.putObject("changes")
                .put("placed", head.difference().placed().size())
                .put("moved", head.difference().moved().size())
                .put("dropped", head.difference().dropped().size());
        return json;
    }

    static ObjectNode json(Certificate certificate) {
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

    static ObjectNode json(Allocation allocation) {
        return Json.object()
                .put("jobId", allocation.job().toString())
                .put("siteId", allocation.site().value())
                .put("start", allocation.interval().start().toString())
                .put("end", allocation.interval().end().toString())
                .put("itPowerW", allocation.itPower().watts());
    }

    static ObjectNode json(Deferred deferred) {
        return Json.object()
                .put("jobId", deferred.job().toString())
                .put("undoneJ", deferred.undone().joules())
                .put("reason", deferred.reason())
                .put("detail", deferred.detail());
    }

    static ObjectNode json(ForecastUsed forecast) {
        return Json.object()
                .put("forecastId", forecast.id().toString())
                .put("zone", forecast.zone())
                .put("signal", forecast.signal())
                .put("issuedAt", forecast.issuedAt().toString())
                .put("quality", forecast.quality().name())
                .put("sha256", forecast.sha256());
    }

    static ObjectNode json(Explanation explanation) {
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

    static ObjectNode json(Cost cost) {
        return Json.object()
                .put("currency", cost.money().currency().getCurrencyCode())
                .put("money", text(cost.money()))
                .put("carbonMg", cost.carbon().milligrams());
    }

    static String text(Money money) {
        return money.amount().toPlainString();
    }

    /** What would become of a job that is not taken yet. */
    static ObjectNode json(Estimate estimate) {
        ObjectNode json = Json.object()
                .put("planVersion", estimate.planVersion())
                .put("asOf", estimate.asOf().toString())
                .put("quality", estimate.quality().name());
        ArrayNode windows = json.putArray("windows");
        estimate.windows().forEach(each -> windows.add(json(each)));
        estimate.windows().stream()
                .findFirst()
                .ifPresent(best -> json.put("expectedStart", best.start().toString()));
        estimate.runNow().ifPresent(each -> json.set("runNow", json(each)));
        estimate.bestRefused().ifPresent(each -> json.set("cheaperButNotFree", json(each)));
        return json;
    }

    private static ObjectNode json(Candidate candidate) {
        ObjectNode json = Json.object()
                .put("kind", candidate.kind().name())
                .put("verdict", candidate.verdict().code())
                .put("siteId", candidate.site().value())
                .put("start", candidate.start().toString())
                .put("end", candidate.end().toString())
                .put("energyKwh", candidate.energy().kilowattHours());
        ObjectNode money = json.putObject("cost");
        Band<Money> cost = candidate.money();
        money.put("currency", cost.p50().currency().getCurrencyCode())
                .put("p10", text(cost.p10()))
                .put("p50", text(cost.p50()))
                .put("p90", text(cost.p90()));
        Band<CarbonMass> carbon = candidate.carbon();
        json.putObject("carbonKg")
                .put("p10", carbon.p10().kilograms())
                .put("p50", carbon.p50().kilograms())
                .put("p90", carbon.p90().kilograms());
        json.put("slack", candidate.slack().toString());
        json.put("headroomKw", candidate.headroom().kilowatts());
        ArrayNode runs = json.putArray("runs");
        candidate
                .runs()
                .forEach(each -> runs.addObject()
                        .put("siteId", each.site().value())
                        .put("start", each.interval().start().toString())
                        .put("end", each.interval().end().toString())
                        .put("itPowerW", each.itPower().watts()));
        return json;
    }
}
