package dev.flexgate.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.Money;
import dev.flexgate.settlement.rule.Flow;
import dev.flexgate.settlement.rule.Fraction;
import dev.flexgate.settlement.rule.Measured;
import dev.flexgate.settlement.rule.Measured.MeterVolume;
import dev.flexgate.settlement.rule.Volume;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.MeterId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** How volumes and flows are written in the database and in records: exact fractions of a joule, decimals as text. */
final class FlowsJson {

    private FlowsJson() {}

    static ArrayNode write(List<Flow> flows) {
        ArrayNode json = Json.array();
        flows.forEach(flow -> json.addObject()
                .put("purpose", flow.purpose().name())
                .put("from", flow.purpose().from().name())
                .put("to", flow.purpose().to().name())
                .put("amount", flow.amount().amount().toPlainString()));
        return json;
    }

    static List<Flow> flows(JsonNode json, Currency currency) {
        var flows = new ArrayList<Flow>();
        for (JsonNode flow : json) {
            flows.add(new Flow(
                    Flow.Purpose.valueOf(flow.path("purpose").asText()),
                    new Money(new BigDecimal(flow.path("amount").asText()), currency)));
        }
        return flows;
    }

    static ObjectNode write(Measured measured) {
        ObjectNode json = Json.object();
        switch (measured) {
            case Measured.Known known -> {
                json.put("baselineJ", exact(known.baseline()));
                json.put("meteredJ", exact(known.metered()));
                json.put("deliveredJ", exact(known.delivered()));
                ArrayNode meters = json.putArray("meters");
                known.meters().forEach(meter -> write(meter, meters.addObject()));
            }
            case Measured.Unknown(List<String> missing) -> {
                ArrayNode list = json.putArray("missing");
                missing.forEach(list::add);
            }
        }
        return json;
    }

    private static void write(MeterVolume meter, ObjectNode json) {
        json.put("meterId", meter.meter().value()).put("meteredJ", exact(meter.metered()));
        meter.baseline().ifPresent(baseline -> json.put("baselineJ", exact(baseline)));
    }

    static Measured measured(JsonNode json) {
        if (json.has("missing")) {
            var missing = new ArrayList<String>();
            json.get("missing").forEach(each -> missing.add(each.asText()));
            return new Measured.Unknown(missing);
        }
        var meters = new ArrayList<MeterVolume>();
        for (JsonNode meter : json.path("meters")) {
            meters.add(new MeterVolume(
                    new MeterId(meter.path("meterId").asText()),
                    volume(meter.path("meteredJ")),
                    meter.has("baselineJ") ? Optional.of(volume(meter.get("baselineJ"))) : Optional.empty()));
        }
        return new Measured.Known(meters, volume(json.path("baselineJ")));
    }

    private static Volume volume(JsonNode json) {
        return new Volume(Fraction.parse(json.asText()));
    }

    static String exact(Volume volume) {
        return volume.joules().toString();
    }
}
