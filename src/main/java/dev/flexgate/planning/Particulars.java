package dev.flexgate.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/** The parts of a plan that nobody searches by, as one JSON text. */
record Particulars(List<ForecastUsed> forecasts, Difference difference) {

    String write() {
        ObjectNode json = Json.object();
        ArrayNode used = json.putArray("forecasts");
        forecasts.forEach(each -> used.add(write(each)));
        ObjectNode changed = json.putObject("difference");
        put(changed, "placed", difference.placed());
        put(changed, "moved", difference.moved());
        put(changed, "dropped", difference.dropped());
        changed.put("cost", difference.cost().amount().toPlainString());
        changed.put("currency", difference.cost().currency().getCurrencyCode());
        changed.put("carbon_mg", difference.carbon().milligrams());
        return Json.text(json);
    }

    static Particulars read(String text) {
        JsonNode json = tree(text);
        List<ForecastUsed> forecasts = new ArrayList<>();
        json.get("forecasts").forEach(each -> forecasts.add(forecast(each)));
        JsonNode changed = json.get("difference");
        return new Particulars(
                forecasts,
                new Difference(
                        jobs(changed.get("placed")),
                        jobs(changed.get("moved")),
                        jobs(changed.get("dropped")),
                        new Money(
                                new BigDecimal(changed.get("cost").textValue()),
                                Currency.getInstance(changed.get("currency").textValue())),
                        new CarbonMass(changed.get("carbon_mg").longValue())));
    }

    static ObjectNode write(ForecastUsed forecast) {
        return Json.object()
                .put("id", forecast.id().toString())
                .put("zone", forecast.zone())
                .put("signal", forecast.signal())
                .put("issuedAt", forecast.issuedAt().toString())
                .put("quality", forecast.quality().name())
                .put("sha256", forecast.sha256());
    }

    private static ForecastUsed forecast(JsonNode json) {
        return new ForecastUsed(
                UUID.fromString(json.get("id").textValue()),
                json.get("zone").textValue(),
                json.get("signal").textValue(),
                Instant.parse(json.get("issuedAt").textValue()),
                Quality.valueOf(json.get("quality").textValue()),
                json.get("sha256").textValue());
    }

    private static void put(ObjectNode json, String name, List<JobId> jobs) {
        ArrayNode array = json.putArray(name);
        jobs.forEach(job -> array.add(job.toString()));
    }

    private static List<JobId> jobs(JsonNode array) {
        List<JobId> jobs = new ArrayList<>();
        array.forEach(each -> jobs.add(JobId.of(each.textValue())));
        return jobs;
    }

    private static JsonNode tree(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException broken) {
            throw new UncheckedIOException("stored JSON is broken", broken);
        }
    }
}
