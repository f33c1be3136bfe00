package dev.flexgate.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.planning.Band;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.SiteId;
import java.time.Instant;

/** A slot as JSON: at rest, in audit records and over REST. Whole units are integers, decimals are strings. */
public final class SlotJson {

    private SlotJson() {}

    public static ObjectNode write(Slot slot) {
        ObjectNode json = Json.object();
        json.put("slotId", slot.id().value());
        json.put("version", slot.version());
        json.put("siteId", slot.site().value());
        json.put("windowStart", slot.window().start().toString());
        json.put("windowEnd", slot.window().end().toString());
        json.put("offerableW", slot.offerable().watts());
        json.put("carbonP10MgPerKwh", slot.carbon().p10().milligramsPerKwh());
        json.put("carbonP50MgPerKwh", slot.carbon().p50().milligramsPerKwh());
        json.put("carbonP90MgPerKwh", slot.carbon().p90().milligramsPerKwh());
        json.put("currency", slot.floor().currency().getCurrencyCode());
        json.put("priceP10PerKwh", text(slot.price().p10()));
        json.put("priceP50PerKwh", text(slot.price().p50()));
        json.put("priceP90PerKwh", text(slot.price().p90()));
        json.put("floorPerKwh", text(slot.floor()));
        json.put("quality", slot.quality().name());
        json.put("asOf", slot.asOf().toString());
        json.put("planVersion", slot.planVersion());
        return json;
    }

    static Slot read(JsonNode json) {
        String currency = json.path("currency").asText();
        return new Slot(
                new SlotId(json.path("slotId").asText()),
                json.path("version").asInt(),
                new SiteId(json.path("siteId").asText()),
                Interval.of(
                        json.path("windowStart").asText(),
                        json.path("windowEnd").asText()),
                new Power(json.path("offerableW").asLong()),
                new Band<>(
                        intensity(json, "carbonP10MgPerKwh"),
                        intensity(json, "carbonP50MgPerKwh"),
                        intensity(json, "carbonP90MgPerKwh")),
                new Band<>(
                        EnergyPrice.of(json.path("priceP10PerKwh").asText(), currency),
                        EnergyPrice.of(json.path("priceP50PerKwh").asText(), currency),
                        EnergyPrice.of(json.path("priceP90PerKwh").asText(), currency)),
                EnergyPrice.of(json.path("floorPerKwh").asText(), currency),
                Quality.valueOf(json.path("quality").asText()),
                Instant.parse(json.path("asOf").asText()),
                json.path("planVersion").asLong());
    }

    private static CarbonIntensity intensity(JsonNode json, String field) {
        return new CarbonIntensity(json.path(field).asLong());
    }

    private static String text(EnergyPrice price) {
        return price.perKilowattHour().toPlainString();
    }
}
