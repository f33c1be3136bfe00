package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.Cancellation;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Delivery;
import dev.flexgate.beckn.message.Notice;
import dev.flexgate.beckn.message.Notice.Shift;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What has become of an order, in tags; who cancelled and why stands where 1.1.1 has a place for it. */
final class V1Outcomes {

    private V1Outcomes() {}

    static void write(Contract contract, ObjectNode order) {
        contract.cancellation().ifPresent(each -> write(each, order));
        contract.delivery().ifPresent(each -> write(each, order));
    }

    private static void write(Cancellation cancellation, ObjectNode order) {
        ObjectNode json = order.putObject("cancellation");
        LtsFields.putUnlessEmpty(json, "cancelled_by", cancellation.by());
        if (!cancellation.reason().code().isEmpty()) {
            json.putObject("reason").put("id", cancellation.reason().code());
        }
        if (!cancellation.reason().comment().isEmpty()) {
            json.putObject("additional_description")
                    .put("short_desc", cancellation.reason().comment());
        }
        new V1Tags()
                .put("currency", cancellation.value().currency().getCurrencyCode())
                .put("value", V1Fields.text(cancellation.value().amount()))
                .put("fee", V1Fields.text(cancellation.fee().amount()))
                .put("refund", V1Fields.text(cancellation.refund().amount()))
                .put(
                        "givenUp",
                        cancellation.givenUp().stream()
                                .map(window -> window.start() + "/" + window.end())
                                .collect(Collectors.joining(",")))
                .addTo(order, "cancellation");
    }

    static Optional<Cancellation> cancellation(JsonNode order) {
        V1Tags tags = V1Tags.of(order, "cancellation");
        JsonNode json = order.path("cancellation");
        if (tags.isEmpty()) {
            return Optional.empty();
        }
        List<Interval> givenUp = tags.find("givenUp").stream()
                .flatMap(all -> Arrays.stream(all.split(",", -1)))
                .map(window -> window.split("/", 2))
                .map(ends -> Interval.of(ends[0], ends[1]))
                .toList();
        return Optional.of(new Cancellation(
                givenUp,
                money(tags, "value"),
                money(tags, "fee"),
                money(tags, "refund"),
                new Cancellation.Reason(
                        json.path("reason").path("id").asText(),
                        json.path("additional_description").path("short_desc").asText()),
                json.path("cancelled_by").asText()));
    }

    private static Money money(V1Tags tags, String code) {
        return Money.of(tags.get(code), tags.get("currency"));
    }

    private static void write(Delivery delivery, ObjectNode order) {
        new V1Tags()
                .put("plannedEnergyKwh", V1Fields.text(delivery.plannedEnergy().kilowattHours()))
                .put("actualEnergyKwh", V1Fields.text(delivery.actualEnergy().kilowattHours()))
                .put("plannedCarbonKg", V1Fields.text(delivery.plannedCarbon().kilograms()))
                .put("actualCarbonKg", V1Fields.text(delivery.actualCarbon().kilograms()))
                .put("estimatedCost", V1Fields.text(delivery.plannedCost().amount()))
                .put("actualCost", V1Fields.text(delivery.actualCost().amount()))
                .put("currency", delivery.actualCost().currency().getCurrencyCode())
                .put("method", delivery.method())
                .put("asOf", delivery.asOf())
                .put("settlementStatus", delivery.settled() ? "settled" : "pending")
                .addTo(order, "delivery");
    }

    static Optional<Delivery> delivery(JsonNode order) {
        V1Tags tags = V1Tags.of(order, "delivery");
        if (tags.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Delivery(
                LtsFields.nearestEnergy(new BigDecimal(tags.get("plannedEnergyKwh"))),
                LtsFields.nearestEnergy(new BigDecimal(tags.get("actualEnergyKwh"))),
                CarbonMass.ofKilograms(new BigDecimal(tags.get("plannedCarbonKg"))),
                CarbonMass.ofKilograms(new BigDecimal(tags.get("actualCarbonKg"))),
                money(tags, "estimatedCost"),
                money(tags, "actualCost"),
                tags.get("method"),
                Instant.parse(tags.get("asOf")),
                tags.get("settlementStatus").equals("settled")));
    }

    static void write(Notice notice, ObjectNode order) {
        switch (notice) {
            case Notice.Applied applied -> {
                V1Changes.write(applied.change(), order);
                new V1Tags()
                        .put("currency", applied.before().currency().getCurrencyCode())
                        .put("value", V1Fields.text(applied.before().amount()))
                        .addTo(order, "previousTotal");
            }
            case Notice.Alert alert -> write(alert, order);
            case Notice.Unexplained _ -> {}
        }
    }

    private static void write(Notice.Alert alert, ObjectNode order) {
        var tags = new V1Tags()
                .put("eventId", alert.eventId())
                .put("at", alert.at())
                .put("eventType", alert.kind())
                .put("severity", alert.severity())
                .put("message", alert.message());
        alert.carbon()
                .ifPresent(shift -> tags.put(
                                "previousCarbonIntensity",
                                V1Fields.text(shift.before().gramsPerKwh()))
                        .put("currentCarbonIntensity", V1Fields.text(shift.now().gramsPerKwh())));
        alert.price()
                .ifPresent(shift -> tags.put("currency", shift.now().currency().getCurrencyCode())
                        .put("previousPrice", V1Fields.text(shift.before().perKilowattHour()))
                        .put("currentPrice", V1Fields.text(shift.now().perKilowattHour())));
        tags.addTo(order, "gridEventAlert");
    }

    static Notice notice(JsonNode order) {
        return V1Fields.understood(V1Orders.ORDER + ".tags", () -> told(order));
    }

    private static Notice told(JsonNode order) {
        V1Tags alert = V1Tags.of(order, "gridEventAlert");
        if (!alert.isEmpty()) {
            return alert(alert);
        }
        V1Tags before = V1Tags.of(order, "previousTotal");
        return before.isEmpty()
                ? new Notice.Unexplained()
                : new Notice.Applied(V1Changes.read(order, V1Changes.target(order)), money(before, "value"));
    }

    private static Notice alert(V1Tags tags) {
        return new Notice.Alert(
                tags.get("eventId"),
                Instant.parse(tags.get("at")),
                tags.get("eventType"),
                tags.get("severity"),
                tags.get("message"),
                tags.find("currentCarbonIntensity")
                        .map(now -> new Shift<>(intensity(tags.get("previousCarbonIntensity")), intensity(now))),
                tags.find("currentPrice")
                        .map(now -> new Shift<>(
                                EnergyPrice.of(tags.get("previousPrice"), tags.get("currency")),
                                EnergyPrice.of(now, tags.get("currency")))));
    }

    private static CarbonIntensity intensity(String grams) {
        return CarbonIntensity.ofGramsPerKwh(new BigDecimal(grams));
    }
}
