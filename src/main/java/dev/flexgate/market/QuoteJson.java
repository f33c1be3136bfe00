package dev.flexgate.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.planning.Band;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A quote as JSON: at rest, in audit records and over REST. Whole units are integers, decimals are strings. */
public final class QuoteJson {

    private QuoteJson() {}

    public static ObjectNode write(Quote quote) {
        ObjectNode json = Json.object();
        json.put("slotId", quote.slot().value());
        json.put("siteId", quote.site().value());
        json.put("windowStart", quote.window().start().toString());
        json.put("windowEnd", quote.window().end().toString());
        json.put("powerW", quote.power().watts());
        if (quote.course().stretches().size() > 1) {
            ArrayNode course = json.putArray("course");
            for (Course.Stretch stretch : quote.course().stretches()) {
                course.addObject()
                        .put("start", stretch.window().start().toString())
                        .put("end", stretch.window().end().toString())
                        .put("powerW", stretch.power().watts());
            }
        }
        json.put("itEnergyJ", quote.itEnergy().joules());
        json.put("facilityEnergyJ", quote.facilityEnergy().joules());
        json.put("currency", quote.total().currency().getCurrencyCode());
        ArrayNode lines = json.putArray("lines");
        for (PriceLine line : quote.lines()) {
            lines.addObject()
                    .put("kind", line.kind().name())
                    .put("amount", line.amount().amount().toPlainString())
                    .put("basis", line.basis());
        }
        json.put("total", quote.total().amount().toPlainString());
        json.put("carbonP10Mg", quote.carbon().p10().milligrams());
        json.put("carbonP50Mg", quote.carbon().p50().milligrams());
        json.put("carbonP90Mg", quote.carbon().p90().milligrams());
        json.put("quality", quote.quality().name());
        json.put("planVersion", quote.planVersion());
        json.put("planId", quote.plan().toString());
        return json;
    }

    static Quote read(JsonNode json) {
        String currency = json.path("currency").asText();
        List<PriceLine> lines = new ArrayList<>();
        for (JsonNode line : json.path("lines")) {
            lines.add(new PriceLine(
                    PriceLine.Kind.valueOf(line.path("kind").asText()),
                    Money.of(line.path("amount").asText(), currency),
                    line.path("basis").asText()));
        }
        Interval window = Interval.of(
                json.path("windowStart").asText(), json.path("windowEnd").asText());
        var power = new Power(json.path("powerW").asLong());
        return new Quote(
                new SlotId(json.path("slotId").asText()),
                new SiteId(json.path("siteId").asText()),
                window,
                power,
                course(json.path("course"), window, power),
                new Energy(json.path("itEnergyJ").asLong()),
                new Energy(json.path("facilityEnergyJ").asLong()),
                lines,
                Money.of(json.path("total").asText(), currency),
                new Band<>(
                        new CarbonMass(json.path("carbonP10Mg").asLong()),
                        new CarbonMass(json.path("carbonP50Mg").asLong()),
                        new CarbonMass(json.path("carbonP90Mg").asLong())),
                Quality.valueOf(json.path("quality").asText()),
                json.path("planVersion").asLong(),
                UUID.fromString(json.path("planId").asText()));
    }

    /** Constant power is not written out. */
    private static Course course(JsonNode json, Interval window, Power power) {
        if (json.isEmpty()) {
            return Course.of(window, power);
        }
        List<Course.Stretch> stretches = new ArrayList<>();
        for (JsonNode each : json) {
            stretches.add(new Course.Stretch(
                    Interval.of(each.path("start").asText(), each.path("end").asText()),
                    new Power(each.path("powerW").asLong())));
        }
        return new Course(stretches);
    }
}
