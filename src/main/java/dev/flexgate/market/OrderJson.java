package dev.flexgate.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** What became of an order, as JSON: at rest and in audit records. Decimals are strings. */
public final class OrderJson {

    private OrderJson() {}

    public static ObjectNode write(GivenUp givenUp) {
        ObjectNode json = Json.object();
        ArrayNode windows = json.putArray("windows");
        givenUp.windows()
                .forEach(window -> windows.addObject()
                        .put("start", window.start().toString())
                        .put("end", window.end().toString()));
        return json.put("currency", givenUp.value().currency().getCurrencyCode())
                .put("value", givenUp.value().amount().toPlainString())
                .put("fee", givenUp.fee().amount().toPlainString())
                .put("reasonCode", givenUp.why().code())
                .put("comment", givenUp.why().comment())
                .put("by", givenUp.why().by().name());
    }

    static GivenUp givenUp(JsonNode json) {
        List<Interval> windows = new ArrayList<>();
        json.path("windows")
                .forEach(window -> windows.add(Interval.of(
                        window.path("start").asText(), window.path("end").asText())));
        String currency = json.path("currency").asText();
        return new GivenUp(
                windows,
                Money.of(json.path("value").asText(), currency),
                Money.of(json.path("fee").asText(), currency),
                new GivenUp.Reason(
                        json.path("reasonCode").asText(),
                        json.path("comment").asText(),
                        GivenUp.Side.valueOf(json.path("by").asText())));
    }

    public static ObjectNode write(Outcome outcome) {
        return Json.object()
                .put("currency", outcome.due().currency().getCurrencyCode())
                .put("due", outcome.due().amount().toPlainString())
                .put("carbonMg", outcome.carbon().milligrams())
                .put("method", outcome.method());
    }

    static Outcome outcome(JsonNode json) {
        return new Outcome(
                Money.of(json.path("due").asText(), json.path("currency").asText()),
                new CarbonMass(json.path("carbonMg").asLong()),
                json.path("method").asText());
    }
}
