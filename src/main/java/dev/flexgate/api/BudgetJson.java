package dev.flexgate.api;

import static dev.flexgate.api.PlacementJson.plain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.budget.Budget;
import dev.flexgate.budget.BudgetStatus;
import dev.flexgate.budget.BudgetTerms;
import dev.flexgate.budget.Day;
import dev.flexgate.budget.Exhaustion;
import dev.flexgate.budget.Use;
import dev.flexgate.placement.TrialAsk;
import dev.flexgate.placement.TrialReport;
import dev.flexgate.placement.TrialReport.History;
import dev.flexgate.placement.TrialReport.Sums;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Budgets and trials of policies in JSON. What is not known is null, not 0. */
final class BudgetJson {

    private static final int RATIO_SCALE = 4;

    private BudgetJson() {}

    static ObjectNode json(Budget budget) {
        BudgetTerms terms = budget.terms();
        ObjectNode json = Json.object().put("tenant", budget.tenant().value()).put("version", budget.version());
        terms.carbon()
                .ifPresentOrElse(
                        carbon -> json.put("carbonKg", plain(carbon.kilograms())), () -> json.putNull("carbonKg"));
        terms.money()
                .ifPresentOrElse(
                        money -> json.putObject("money")
                                .put("amount", money.amount().toPlainString())
                                .put("currency", money.currency().getCurrencyCode()),
                        () -> json.putNull("money"));
        json.put("mode", terms.mode().name());
        terms.holds().forEach(each -> json.withArrayProperty("holds").add(each.name()));
        terms.period()
                .ifPresent(period -> json.putObject("period")
                        .put("start", period.start().toString())
                        .put("end", period.end().toString()));
        return json.put("recordedAt", budget.recordedAt().toString()).put("recordedBy", budget.recordedBy());
    }

    static ObjectNode json(BudgetStatus status) {
        ObjectNode json = Json.object();
        json.set("budget", json(status.budget()));
        json.put("start", status.period().start().toString())
                .put("end", status.period().end().toString())
                .put("asOf", status.asOf().toString())
                .put("currency", status.currency().getCurrencyCode());
        put(json, "countedSince", status.countedSince());
        json.put(
                "counts",
                "what the last plan before each half-hour placed, scaled by what the site's meters read where they have: at"
                        + " measured intensity and price where they are known, else as forecast");
        json.set("carbonKg", json(status.carbon(), status.carbonEnds()));
        json.set("money", json(status.money(), status.moneyEnds()));
        ArrayNode warnings = json.putArray("warnings");
        status.warnings()
                .forEach(each -> warnings.addObject()
                        .put("kind", each.kind().name())
                        .put("percent", each.percent())
                        .put("at", each.at().toString()));
        ArrayNode days = json.putArray("days");
        for (Day each : status.days()) {
            days.addObject()
                    .put("day", each.start().toString())
                    .put("plannedCarbonKg", plain(each.planned().carbonKg()))
                    .put("countedCarbonKg", plain(each.counted().carbonKg()))
                    .put("plannedMoney", plain(each.planned().money()))
                    .put("countedMoney", plain(each.counted().money()));
        }
        return json;
    }

    private static ObjectNode json(Use use, Exhaustion ends) {
        ObjectNode json = Json.object();
        put(json, "limit", use.limit());
        json.put("planned", plain(use.planned()))
                .put("measured", plain(use.measured()))
                .put("counted", plain(use.counted()))
                .put("measuredHalfHours", use.measuredHalfHours())
                .put("meteredHalfHours", use.meteredHalfHours())
                .put("halfHours", use.halfHours());
        json.putObject("ahead")
                .put("p10", plain(use.ahead().p10()))
                .put("p50", plain(use.ahead().p50()))
                .put("p90", plain(use.ahead().p90()));
        put(json, "usedRatio", use.ratio().map(each -> each.setScale(RATIO_SCALE, RoundingMode.HALF_EVEN)));
        json.set("exhaustion", json(ends));
        return json;
    }

    private static ObjectNode json(Exhaustion ends) {
        return switch (ends) {
            case Exhaustion.Unlimited _ -> Json.object().put("is", "UNLIMITED");
            case Exhaustion.Exhausted _ -> Json.object().put("is", "EXHAUSTED");
            case Exhaustion.Unknown(String why) ->
                Json.object().put("is", "UNKNOWN").put("why", why);
            case Exhaustion.Forecast forecast -> {
                ObjectNode json = Json.object()
                        .put("is", forecast.expected().isPresent() ? "EXPECTED" : "NOT_EXPECTED")
                        .put("paceDays", forecast.paceDays());
                put(json, "earliest", forecast.earliest());
                put(json, "expected", forecast.expected());
                put(json, "latest", forecast.latest());
                yield json;
            }
        };
    }

    private static void put(ObjectNode json, String name, Optional<?> value) {
        if (value.isEmpty()) {
            json.putNull(name);
        } else if (value.get() instanceof BigDecimal number) {
            json.put(name, plain(number));
        } else {
            json.put(name, value.get().toString());
        }
    }

    static ObjectNode json(TrialAsk ask, TrialReport report) {
        ObjectNode json = Json.object()
                .put("tenant", ask.tenant().value())
                .put("start", report.span().start().toString())
                .put("end", report.span().end().toString())
                .put("asOf", report.asOf().toString())
                .put("currency", report.currency().getCurrencyCode());
        ObjectNode policy = json.putObject("policy")
                .put("carbonPerTonne", plain(ask.perTonne().amount()));
        put(policy, "carbonKg", ask.carbonKg());
        put(policy, "money", ask.money());
        policy.put("mode", ask.hold() ? "HOLD" : "WARN");
        json.set("history", json(report.history()));
        json.set("total", json(report.total()));
        if (report.realisedBand().isPresent()) {
            json.set(
                    "realisedSavedKgBand",
                    PlacementJson.band(report.realisedBand().get()));
        } else {
            json.putNull("realisedSavedKgBand");
        }
        ArrayNode days = json.putArray("days");
        report.days().forEach(each -> {
            ObjectNode day = json(each.sums());
            day.put("day", each.start().toString())
                    .put("usedKgSoFar", plain(each.usedKgSoFar()))
                    .put("usedMoneySoFar", plain(each.usedMoneySoFar()));
            days.add(day);
        });
        return json;
    }

    private static ObjectNode json(History history) {
        return Json.object()
                .put("days", history.days())
                .put("daysWithVintages", history.daysWithVintages())
                .put("jobs", history.jobs())
                .put("jobsTried", history.jobsTried())
                .put("jobsWithoutForecast", history.jobsWithoutForecast())
                .put("jobsWithoutOutturn", history.jobsWithoutOutturn())
                .put("jobsOnSimulatedForecasts", history.simulated());
    }

    private static ObjectNode json(Sums sums) {
        ObjectNode json = Json.object()
                .put("decided", sums.decided())
                .put("moved", sums.moved())
                .put("held", sums.held());
        json.set("forecastSavedKg", PlacementJson.band(sums.forecastSavedKg()));
        json.set("forecastSavedMoney", PlacementJson.band(sums.forecastSavedMoney()));
        json.put("realised", sums.realised());
        put(json, "realisedRunNowKg", known(sums.realised(), sums.realisedRunNowKg()));
        put(json, "realisedSavedKg", known(sums.realised(), sums.realisedSavedKg()));
        return json.put("usedKg", plain(sums.usedKg())).put("usedMoney", plain(sums.usedMoney()));
    }

    /** Of nothing measured nothing was saved and nothing was not. */
    private static Optional<BigDecimal> known(int jobs, BigDecimal amount) {
        return jobs == 0 ? Optional.empty() : Optional.of(amount);
    }
}
