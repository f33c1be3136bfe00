package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.Change;
import dev.flexgate.beckn.message.ComputeTotals;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Delivery;
import dev.flexgate.beckn.message.Notice;
import dev.flexgate.beckn.message.Notice.Shift;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.Optional;

/** What has become of an order: what was delivered, noticed and changed, with all that follows from the numbers. */
final class ComputeOutcomes {

    private static final String LINE = ComputeLines.ORDER + ".beckn:orderItems[0].beckn:orderItemAttributes";

    private ComputeOutcomes() {}

    private static ObjectNode line(ObjectNode order) {
        JsonNode attributes = order.path("beckn:orderItems").path(0).path("beckn:orderItemAttributes");
        return attributes instanceof ObjectNode object ? object : Json.object();
    }

    static void write(Delivery delivery, Contract contract, ObjectNode order) {
        ObjectNode line = line(order);
        Interval window = contract.commitments().getFirst().window();
        line.putObject("beckn:performanceMetrics")
                .put("plannedLoad", LtsFields.megawatts(ComputeTotals.mean(delivery.plannedEnergy(), window)))
                .put("actualLoad", LtsFields.megawatts(ComputeTotals.mean(delivery.actualEnergy(), window)))
                .put("loadUnit", ComputeFields.MEGAWATT)
                .put("energyPlanned", megawattHours(delivery.plannedEnergy()))
                .put("energyConsumed", megawattHours(delivery.actualEnergy()))
                .put("energyUnit", "MWh");
        BigDecimal planned = delivery.plannedCarbon().kilograms();
        BigDecimal actual = delivery.actualCarbon().kilograms();
        line.putObject("beckn:carbonMetrics")
                .put("plannedCarbonBudget", planned)
                .put("actualCarbon", actual)
                .put("carbonUnit", "kgCO2")
                .put("carbonSavings", planned.subtract(actual))
                .put("carbonReduction", ComputeTotals.percent(planned.subtract(actual), planned))
                .put("carbonReductionUnit", "percent");
        Money saved = delivery.plannedCost().minus(delivery.actualCost());
        line.putObject("beckn:costMetrics")
                .put("estimatedCost", LtsFields.plain(delivery.plannedCost().amount()))
                .put("actualCost", LtsFields.plain(delivery.actualCost().amount()))
                .put("costSavings", LtsFields.plain(saved.amount()))
                .put("currency", saved.currency().getCurrencyCode())
                .put(
                        "costReduction",
                        ComputeTotals.percent(
                                saved.amount(), delivery.plannedCost().amount()))
                .put("costReductionUnit", "percent");
        ComputeContracts.delivery(order)
                .putObject("beckn:settlementDetails")
                .put("settlementStatus", delivery.settled() ? "verified" : "pending")
                .put("verificationMethod", delivery.method())
                .put("settlementDate", delivery.asOf().toString());
    }

    private static BigDecimal megawattHours(Energy energy) {
        return LtsFields.plain(energy.kilowattHours().movePointLeft(3));
    }

    static Optional<Delivery> delivery(JsonNode order, Context context) {
        JsonNode line = order.path("beckn:orderItems").path(0).path("beckn:orderItemAttributes");
        JsonNode energy = line.path("beckn:performanceMetrics");
        JsonNode carbon = line.path("beckn:carbonMetrics");
        JsonNode cost = line.path("beckn:costMetrics");
        boolean whole = energy.path("energyConsumed").isNumber()
                && carbon.path("actualCarbon").isNumber()
                && cost.path("actualCost").isNumber();
        if (!whole) {
            return Optional.empty();
        }
        JsonNode settled =
                order.path("beckn:fulfillment").path("beckn:deliveryAttributes").path("beckn:settlementDetails");
        return Optional.of(new Delivery(
                energy(energy.has("energyPlanned") ? energy.path("energyPlanned") : energy.path("energyConsumed")),
                energy(energy.path("energyConsumed")),
                mass(carbon.path("plannedCarbonBudget")),
                mass(carbon.path("actualCarbon")),
                LtsFields.money(cost.path("estimatedCost"), cost.path("currency"), LINE + ".beckn:costMetrics"),
                LtsFields.money(cost.path("actualCost"), cost.path("currency"), LINE + ".beckn:costMetrics"),
                settled.path("verificationMethod").asText(),
                ComputeTimes.instant(settled.path("settlementDate"), context.timestamp()),
                settled.path("settlementStatus").asText().equals("verified")));
    }

    private static Energy energy(JsonNode megawattHours) {
        return LtsFields.nearestEnergy(megawattHours.decimalValue().movePointRight(3));
    }

    private static CarbonMass mass(JsonNode kilograms) {
        return CarbonMass.ofKilograms(new BigDecimal(kilograms.asText()));
    }

    static void write(Notice notice, ObjectNode order) {
        switch (notice) {
            case Notice.Applied(Change change, Money before) -> {
                ComputeChanges.write(change, order, true);
                ComputeChanges.attributes(order)
                        .putObject("beckn:previousTotal")
                        .put("currency", before.currency().getCurrencyCode())
                        .put("value", LtsFields.plain(before.amount()));
                impact(before, order);
            }
            case Notice.Alert alert -> write(alert, order);
            case Notice.Unexplained _ -> {}
        }
    }

    private static void impact(Money before, ObjectNode order) {
        JsonNode value = order.path("beckn:orderValue").path("value");
        if (value.isNumber() && line(order).path("beckn:pricingParameters") instanceof ObjectNode pricing) {
            BigDecimal saved = before.amount().subtract(value.decimalValue());
            pricing.put("actualCost", value.decimalValue());
            pricing.putObject("costImpact")
                    .put(saved.signum() >= 0 ? "reductionSavings" : "priceIncreaseImpact", LtsFields.plain(saved.abs()))
                    .put("currency", before.currency().getCurrencyCode());
        }
    }

    private static void write(Notice.Alert alert, ObjectNode order) {
        ComputeContracts.delivery(order)
                .putObject("beckn:gridEventAlert")
                .put("eventId", alert.eventId())
                .put("alertTimestamp", alert.at().toString())
                .put("eventType", alert.kind())
                .put("severity", alert.severity())
                .put("message", alert.message());
        ComputeChanges.attributes(order)
                .put("beckn:requestType", "price_update_notification")
                .put("beckn:updateReason", alert.kind());
        ObjectNode line = line(order);
        alert.carbon()
                .ifPresent(shift -> change(
                        line.path("beckn:gridParameters"),
                        "carbonIntensityChange",
                        shift.before().gramsPerKwh(),
                        shift.now().gramsPerKwh(),
                        "gCO2/kWh"));
        alert.price()
                .ifPresent(shift -> change(
                        line.path("beckn:pricingParameters"),
                        "spotPriceChange",
                        shift.before().perKilowattHour(),
                        shift.now().perKilowattHour(),
                        shift.now().currency().getCurrencyCode() + "_per_kWh"));
    }

    private static void change(JsonNode parameters, String name, BigDecimal before, BigDecimal now, String unit) {
        if (parameters instanceof ObjectNode object) {
            object.putObject(name)
                    .put("previousValue", before)
                    .put("currentValue", now)
                    .put("change", now.subtract(before))
                    .put("changeUnit", unit)
                    .put("changeType", now.compareTo(before) >= 0 ? "increased" : "decreased")
                    .put("changePercentage", ComputeTotals.changePercent(before, now));
        }
    }

    static Notice notice(JsonNode order, Contract contract) {
        JsonNode alert =
                order.path("beckn:fulfillment").path("beckn:deliveryAttributes").path("beckn:gridEventAlert");
        if (alert.isObject()) {
            return ComputeFields.understood(
                    ComputeLines.DELIVERY_PATH + ".beckn:gridEventAlert", () -> alert(alert, order));
        }
        Optional<Money> before = before(order, contract);
        return ComputeChanges.answered(order)
                .<Notice>flatMap(change -> before.map(total -> new Notice.Applied(change, total)))
                .orElseGet(Notice.Unexplained::new);
    }

    /** Recorded answers say what was saved or lost instead of what it was before. */
    private static Optional<Money> before(JsonNode order, Contract contract) {
        JsonNode stated = order.path("beckn:orderAttributes").path("beckn:previousTotal");
        if (stated.path("value").isNumber()) {
            return Optional.of(LtsFields.money(
                    stated.path("value"), stated.path("currency"), ComputeLines.ORDER + ".beckn:orderAttributes"));
        }
        JsonNode impact = order.path("beckn:orderItems")
                .path(0)
                .path("beckn:orderItemAttributes")
                .path("beckn:pricingParameters")
                .path("costImpact");
        return contract.charges().stream()
                .findFirst()
                .map(charge -> charge.total()
                        .plus(amount(impact, "reductionSavings", charge.total()))
                        .minus(amount(impact, "priceIncreaseImpact", charge.total())));
    }

    private static Money amount(JsonNode impact, String name, Money like) {
        return impact.path(name).isNumber()
                ? Money.of(impact.path(name).asText(), like.currency().getCurrencyCode())
                : Money.zero(like.currency());
    }

    private static Notice alert(JsonNode alert, JsonNode order) {
        JsonNode line = order.path("beckn:orderItems").path(0).path("beckn:orderItemAttributes");
        JsonNode carbon = line.path("beckn:gridParameters").path("carbonIntensityChange");
        JsonNode pricing = line.path("beckn:pricingParameters");
        JsonNode price = pricing.path("spotPriceChange");
        String currency = pricing.path("currency").asText();
        return new Notice.Alert(
                ComputeFields.text(alert, "eventId"),
                LtsFields.instant(alert.path("alertTimestamp"), ComputeLines.DELIVERY_PATH + ".beckn:gridEventAlert"),
                ComputeFields.text(alert, "eventType"),
                ComputeFields.text(alert, "severity"),
                ComputeFields.text(alert, "message"),
                carbon.isObject()
                        ? Optional.of(
                                new Shift<>(intensity(carbon, "previousValue"), intensity(carbon, "currentValue")))
                        : Optional.empty(),
                price.isObject()
                        ? Optional.of(new Shift<>(
                                EnergyPrice.of(price.path("previousValue").asText(), currency),
                                EnergyPrice.of(price.path("currentValue").asText(), currency)))
                        : Optional.empty());
    }

    private static CarbonIntensity intensity(JsonNode change, String name) {
        return CarbonIntensity.ofGramsPerKwh(new BigDecimal(change.path(name).asText()));
    }
}
