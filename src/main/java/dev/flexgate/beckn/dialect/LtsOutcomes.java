package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Cancellation;
import dev.flexgate.beckn.message.Change;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Delivery;
import dev.flexgate.beckn.message.Notice;
import dev.flexgate.beckn.message.Notice.Shift;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has become of a contract, in LTS: what was given up, changed, noticed and delivered. */
final class LtsOutcomes {

    private static final String PATH = "$.message.contract";
    private static final String CANCELLATION = PATH + ".contractAttributes.cancellation";

    private LtsOutcomes() {}

    static void write(Cancellation cancellation, ObjectNode attributes) {
        ObjectNode json = attributes.putObject("cancellation");
        ArrayNode windows = json.putArray("givenUp");
        cancellation.givenUp().forEach(window -> windows.add(LtsFields.window(window)));
        json.put("currency", cancellation.value().currency().getCurrencyCode())
                .put("value", LtsFields.plain(cancellation.value().amount()))
                .put("fee", LtsFields.plain(cancellation.fee().amount()))
                .put("refund", LtsFields.plain(cancellation.refund().amount()));
        write(cancellation.reason(), json);
        LtsFields.putUnlessEmpty(json, "cancelledBy", cancellation.by());
    }

    static void write(Cancellation.Reason reason, ObjectNode json) {
        LtsFields.putUnlessEmpty(json, "reasonCode", reason.code());
        LtsFields.putUnlessEmpty(json, "comment", reason.comment());
    }

    static Cancellation.Reason reason(JsonNode json) {
        return new Cancellation.Reason(
                json.path("reasonCode").asText(), json.path("comment").asText());
    }

    /** Peers may leave the amounts out; then it is not known what it costs. */
    static Optional<Cancellation> cancellation(JsonNode attributes) {
        JsonNode json = attributes.path("cancellation");
        if (!json.path("value").isNumber()) {
            return Optional.empty();
        }
        List<Interval> windows = new ArrayList<>();
        json.path("givenUp").forEach(each -> windows.add(LtsFields.window(each, CANCELLATION + ".givenUp")));
        return Optional.of(new Cancellation(
                windows,
                money(json, "value"),
                money(json, "fee"),
                money(json, "refund"),
                reason(json),
                json.path("cancelledBy").asText()));
    }

    private static Money money(JsonNode json, String name) {
        return LtsFields.money(json.path(name), json.path("currency"), CANCELLATION + "." + name);
    }

    static void write(Delivery delivery, ObjectNode performance) {
        performance
                .putObject("performanceMetrics")
                .put("energyPlanned", delivery.plannedEnergy().kilowattHours())
                .put("energyConsumed", delivery.actualEnergy().kilowattHours())
                .put("energyUnit", "kWh");
        performance
                .putObject("carbonMetrics")
                .put("plannedCarbon", delivery.plannedCarbon().kilograms())
                .put("actualCarbon", delivery.actualCarbon().kilograms())
                .put("carbonUnit", "kgCO2");
        performance
                .putObject("costMetrics")
                .put("estimatedCost", LtsFields.plain(delivery.plannedCost().amount()))
                .put("actualCost", LtsFields.plain(delivery.actualCost().amount()))
                .put("currency", delivery.actualCost().currency().getCurrencyCode());
        performance
                .putObject("settlementDetails")
                .put("settlementStatus", delivery.settled() ? "settled" : "pending")
                .put("verificationMethod", delivery.method())
                .put("settlementDate", delivery.asOf().toString());
    }

    static Optional<Delivery> delivery(JsonNode contract) {
        JsonNode json = contract.path("performance").path(0).path("performanceAttributes");
        JsonNode energy = json.path("performanceMetrics");
        if (!energy.path("energyPlanned").isNumber()) {
            return Optional.empty();
        }
        JsonNode carbon = json.path("carbonMetrics");
        JsonNode cost = json.path("costMetrics");
        JsonNode settled = json.path("settlementDetails");
        String path = PATH + ".performance[0].performanceAttributes";
        return Optional.of(new Delivery(
                LtsFields.nearestEnergy(energy.path("energyPlanned").decimalValue()),
                LtsFields.nearestEnergy(energy.path("energyConsumed").decimalValue()),
                mass(carbon.path("plannedCarbon")),
                mass(carbon.path("actualCarbon")),
                LtsFields.money(cost.path("estimatedCost"), cost.path("currency"), path + ".costMetrics"),
                LtsFields.money(cost.path("actualCost"), cost.path("currency"), path + ".costMetrics"),
                settled.path("verificationMethod").asText(),
                LtsFields.instant(settled.path("settlementDate"), path + ".settlementDetails.settlementDate"),
                settled.path("settlementStatus").asText().equals("settled")));
    }

    private static CarbonMass mass(JsonNode kilograms) {
        return CarbonMass.ofKilograms(new BigDecimal(kilograms.asText()));
    }

    static void write(Notice notice, Contract contract, ObjectNode json) {
        List<String> commitments =
                contract.commitments().stream().map(Contract.Commitment::id).toList();
        switch (notice) {
            case Notice.Applied applied -> {
                LtsChanges.write(applied.change(), commitments, json);
                LtsChanges.attributes(json)
                        .putObject("previousTotal")
                        .put("currency", applied.before().currency().getCurrencyCode())
                        .put("value", LtsFields.plain(applied.before().amount()));
            }
            case Notice.Alert alert -> write(alert, LtsChanges.performance(json, commitments));
            case Notice.Unexplained _ -> {}
        }
    }

    private static void write(Notice.Alert alert, ObjectNode performance) {
        ObjectNode json = performance
                .putObject("gridEventAlert")
                .put("eventId", alert.eventId())
                .put("alertTimestamp", alert.at().toString())
                .put("eventType", alert.kind())
                .put("severity", alert.severity())
                .put("message", alert.message());
        alert.carbon()
                .ifPresent(shift -> json.putObject("carbonIntensityChange")
                        .put("previousValue", shift.before().gramsPerKwh())
                        .put("currentValue", shift.now().gramsPerKwh())
                        .put("changeUnit", "gCO2/kWh"));
        alert.price()
                .ifPresent(shift -> json.putObject("spotPriceChange")
                        .put("previousValue", shift.before().perKilowattHour())
                        .put("currentValue", shift.now().perKilowattHour())
                        .put("changeUnit", shift.now().currency().getCurrencyCode() + "_per_kWh"));
    }

    static Notice notice(JsonNode contract) {
        JsonNode alert = contract.path("performance")
                .path(0)
                .path("performanceAttributes")
                .path("gridEventAlert");
        if (alert.isObject()) {
            return LtsWindows.understood(
                    PATH + ".performance[0].performanceAttributes.gridEventAlert", () -> alert(alert));
        }
        JsonNode attributes = contract.path("contractAttributes");
        JsonNode before = attributes.path("previousTotal");
        JsonNode now = contract.path("consideration").path(0).path("considerationAttributes");
        JsonNode total = before.isObject() ? before : now;
        if (!total.path("value").isNumber()) {
            return new Notice.Unexplained();
        }
        Money money = LtsFields.money(
                total.path("value"), total.path("currency"), PATH + ".contractAttributes.previousTotal");
        return LtsChanges.answered(contract)
                .or(() -> before.isObject() ? Optional.of(newTerms(contract)) : Optional.empty())
                .<Notice>map(change -> new Notice.Applied(change, money))
                .orElseGet(Notice.Unexplained::new);
    }

    private static Change newTerms(JsonNode contract) {
        Proposal proposal = LtsProposals.read(contract);
        return LtsChanges.read(contract, proposal);
    }

    private static Notice alert(JsonNode alert) {
        JsonNode carbon = alert.path("carbonIntensityChange");
        JsonNode price = alert.path("spotPriceChange");
        String unit = price.path("changeUnit").asText();
        return new Notice.Alert(
                alert.path("eventId").asText(),
                LtsFields.instant(alert.path("alertTimestamp"), PATH + ".gridEventAlert.alertTimestamp"),
                alert.path("eventType").asText(),
                alert.path("severity").asText(),
                alert.path("message").asText(),
                carbon.isObject()
                        ? Optional.of(new Shift<>(
                                intensity(carbon.path("previousValue")), intensity(carbon.path("currentValue"))))
                        : Optional.empty(),
                price.isObject()
                        ? Optional.of(new Shift<>(
                                price(price.path("previousValue"), unit), price(price.path("currentValue"), unit)))
                        : Optional.empty());
    }

    private static CarbonIntensity intensity(JsonNode value) {
        return CarbonIntensity.ofGramsPerKwh(new BigDecimal(value.asText()));
    }

    private static EnergyPrice price(JsonNode value, String unit) {
        return EnergyPrice.of(value.asText(), unit.substring(0, Math.min(3, unit.length())));
    }
}
