package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.DegFields;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.Cancellation;
import dev.flexgate.beckn.message.CancellationTerm;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** On which terms a contract can be ended, and what ending it costs. rc1 has no words for either: they are attributes. */
final class ComputeCancellations {

    private ComputeCancellations() {}

    static void write(List<CancellationTerm> terms, ObjectNode attributes) {
        if (terms.isEmpty()) {
            return;
        }
        ArrayNode array = attributes.putArray("beckn:cancellationTerms");
        terms.forEach(term -> array.addObject()
                .put("notice", term.notice().toString())
                .put("feePercent", LtsFields.plain(term.feePercent())));
    }

    static List<CancellationTerm> terms(JsonNode attributes, String path) {
        var terms = new ArrayList<CancellationTerm>();
        for (JsonNode each : attributes.path("beckn:cancellationTerms")) {
            terms.add(new CancellationTerm(
                    DegFields.length(each.path("notice"), path + ".beckn:cancellationTerms.notice"),
                    LtsFields.plain(each.path("feePercent").decimalValue())));
        }
        return terms;
    }

    static ObjectNode write(Cancellation cancellation) {
        ObjectNode json = Json.object()
                .put("cancelledBy", cancellation.by())
                .put("currency", cancellation.value().currency().getCurrencyCode())
                .put("value", LtsFields.plain(cancellation.value().amount()))
                .put("fee", LtsFields.plain(cancellation.fee().amount()))
                .put("refund", LtsFields.plain(cancellation.refund().amount()));
        LtsFields.putUnlessEmpty(json, "reasonCode", cancellation.reason().code());
        LtsFields.putUnlessEmpty(json, "comment", cancellation.reason().comment());
        windows(cancellation.givenUp(), json.putArray("givenUp"));
        return json;
    }

    static void windows(List<Interval> windows, ArrayNode array) {
        windows.forEach(window -> array.add(LtsFields.window(window)));
    }

    static Optional<Cancellation> read(JsonNode json, String path) {
        if (!json.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new Cancellation(
                windows(json.path("givenUp"), path + ".givenUp"),
                money(json, "value", path),
                money(json, "fee", path),
                money(json, "refund", path),
                reason(json),
                json.path("cancelledBy").asText()));
    }

    static Cancellation.Reason reason(JsonNode json) {
        return new Cancellation.Reason(
                json.path("reasonCode").asText(), json.path("comment").asText());
    }

    static List<Interval> windows(JsonNode array, String path) {
        var windows = new ArrayList<Interval>();
        array.forEach(each -> windows.add(LtsFields.window(each, path + "[" + windows.size() + "]")));
        return windows;
    }

    private static Money money(JsonNode json, String name, String path) {
        return LtsFields.money(json.path(name), json.path("currency"), path + "." + name);
    }
}
