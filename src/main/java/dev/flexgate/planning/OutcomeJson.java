package dev.flexgate.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.function.Function;

/** What was decided, whole, as it is kept beside a proposal. */
final class OutcomeJson {

    private OutcomeJson() {}

    static ObjectNode write(Outcome outcome) {
        ObjectNode json = Json.object();
        ArrayNode runs = json.putArray("allocations");
        outcome.allocations().forEach(run -> runs.add(InputsJson.run(run)));
        ArrayNode deferred = json.putArray("deferred");
        outcome.deferred().forEach(each -> deferred.add(InputsJson.deferred(each)));
        json.set("certificate", write(outcome.certificate()));
        ArrayNode scarcity = json.putArray("scarcity");
        outcome.scarcity()
                .forEach(each -> scarcity.addObject()
                        .put("site", each.site().value())
                        .put("from", each.period().start().toString())
                        .put("per_it_kwh", each.perItKwh().perKilowattHour().toPlainString()));
        return json;
    }

    static Outcome read(JsonNode json) {
        Certificate certificate = certificate(json.get("certificate"));
        Currency currency = certificate.cost().currency();
        return new Outcome(
                list(json.get("allocations"), InputsJson::run),
                list(json.get("deferred"), InputsJson::deferred),
                certificate,
                list(
                        json.get("scarcity"),
                        each -> new ScarcityPrice(
                                new SiteId(each.get("site").textValue()),
                                Interval.from(Instant.parse(each.get("from").textValue()), HalfHours.STEP),
                                new EnergyPrice(
                                        new BigDecimal(each.get("per_it_kwh").textValue()), currency))));
    }

    private static ObjectNode write(Certificate certificate) {
        return Json.object()
                .put("currency", certificate.cost().currency().getCurrencyCode())
                .put("cost", certificate.cost().amount().toPlainString())
                .put("carbon_mg", certificate.carbon().milligrams())
                .put("objective", certificate.objective().amount().toPlainString())
                .put("bound", certificate.lowerBound().amount().toPlainString())
                .put("gap", certificate.gap().toPlainString())
                .put("carbon_per_tonne", certificate.carbonPerTonne().amount().toPlainString())
                .put("rounds", certificate.rounds())
                .put("stopped", certificate.stopped());
    }

    private static Certificate certificate(JsonNode json) {
        Currency currency = Currency.getInstance(json.get("currency").textValue());
        return new Certificate(
                money(json.get("cost"), currency),
                new CarbonMass(json.get("carbon_mg").longValue()),
                money(json.get("objective"), currency),
                money(json.get("bound"), currency),
                new BigDecimal(json.get("gap").textValue()),
                money(json.get("carbon_per_tonne"), currency),
                json.get("rounds").intValue(),
                json.get("stopped").textValue());
    }

    private static Money money(JsonNode amount, Currency currency) {
        return new Money(new BigDecimal(amount.textValue()), currency);
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> form) {
        List<T> values = new ArrayList<>(array.size());
        array.forEach(each -> values.add(form.apply(each)));
        return values;
    }
}
