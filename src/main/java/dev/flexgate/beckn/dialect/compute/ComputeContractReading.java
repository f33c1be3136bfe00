package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.dialect.compute.ComputeWindows.Beside;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Contract.Basis;
import dev.flexgate.beckn.message.Contract.Commitment;
import dev.flexgate.beckn.message.Contract.Stage;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Memo;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Offer.Seller;
import dev.flexgate.beckn.message.Party;
import dev.flexgate.beckn.message.Spread;
import dev.flexgate.beckn.message.Window;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A contract as a provider of the DEG world writes it; what only we write is filled from what everybody writes. */
final class ComputeContractReading {

    private ComputeContractReading() {}

    static Contract read(JsonNode order, Context context) {
        return ComputeFields.understood(ComputeLines.ORDER, () -> contract(order, context));
    }

    private static Contract contract(JsonNode order, Context context) {
        JsonNode attributes = order.path("beckn:orderAttributes");
        Party seller = ComputeProposals.seller(order);
        String name = ComputeFields.text(order, "beckn:id");
        String id = order.path("beckn:orderNumber").asText(name);
        return new Contract(
                id,
                attributes.has("beckn:stage")
                        ? Stage.valueOf(ComputeFields.text(attributes, "beckn:stage"))
                        : ComputeStage.read(ComputeFields.text(order, "beckn:orderStatus")),
                commitments(order, seller, context),
                charges(order),
                List.of(ComputeProposals.buyer(order), seller),
                basis(attributes, context),
                ComputeCancellations.read(
                        attributes.path("beckn:cancellation"),
                        ComputeLines.ORDER + ".beckn:orderAttributes.beckn:cancellation"),
                ComputeOutcomes.delivery(order, context),
                new Memo(name.equals(id) ? "" : name, assumed(attributes)));
    }

    private static List<String> assumed(JsonNode attributes) {
        var assumed = new ArrayList<String>();
        attributes.path("beckn:assumed").forEach(each -> assumed.add(each.asText()));
        return assumed;
    }

    private static List<Commitment> commitments(JsonNode order, Party seller, Context context) {
        JsonNode delivery = order.path("beckn:fulfillment").path("beckn:deliveryAttributes");
        var commitments = new ArrayList<Commitment>();
        for (JsonNode line : order.path("beckn:orderItems")) {
            String path = ComputeLines.ORDER + ".beckn:orderItems[" + commitments.size() + "]";
            commitments.add(commitment(line, delivery, seller, context, path));
        }
        return commitments;
    }

    private static Commitment commitment(JsonNode line, JsonNode delivery, Party seller, Context context, String path) {
        JsonNode attributes = line.path("beckn:orderItemAttributes");
        Offer offer = ComputeCatalogs.offer(
                line.path("beckn:acceptedOffer"),
                new Seller(seller.id(), seller.name(), ""),
                Optional.empty(),
                path + ".beckn:acceptedOffer");
        var beside = new Beside(
                delivery.path("beckn:location"), delivery.path("beckn:timeWindow"), offer.price(), context.timestamp());
        Window window = ComputeWindows.read(attributes, beside, path + ".beckn:orderItemAttributes");
        JsonNode reservation = attributes.path("beckn:reservation");
        Power power = power(attributes, delivery, path);
        Interval when = reservation.has("timeWindow")
                ? LtsFields.window(reservation.path("timeWindow"), path + ".beckn:reservation.timeWindow")
                : window.interval();
        Energy energy = energy(reservation, "itEnergy", power.over(when));
        JsonNode slot = attributes.path("beckn:slot");
        return new Commitment(
                ComputeFields.text(line, "beckn:lineId"),
                new Item(
                        ComputeFields.text(line, "beckn:orderedItem"),
                        slot.path("name").asText(),
                        slot.path("shortDesc").asText(),
                        window),
                offer,
                power,
                when,
                energy,
                energy(reservation, "facilityEnergy", energy));
    }

    /** Nothing is reserved as long as nobody says how much. */
    private static Power power(JsonNode attributes, JsonNode delivery, String path) {
        JsonNode capacity = attributes.path("beckn:capacityParameters");
        String inside = path + ".beckn:orderItemAttributes";
        return ComputeFields.power(attributes.path("beckn:reservation"), "load", "loadUnit", inside)
                .or(() -> ComputeFields.power(capacity, "activeCapacity", "capacityUnit", inside))
                .or(() -> ComputeFields.power(
                        delivery, "beckn:computeLoad", "beckn:computeLoadUnit", ComputeLines.DELIVERY_PATH))
                .or(() -> ComputeFields.power(capacity, "reservedCapacity", "capacityUnit", inside))
                .orElse(Power.ZERO);
    }

    private static Energy energy(JsonNode reservation, String name, Energy otherwise) {
        return reservation.path(name).isNumber()
                ? LtsFields.nearestEnergy(reservation.path(name).decimalValue())
                : otherwise;
    }

    private static List<Charge> charges(JsonNode order) {
        JsonNode value = order.path("beckn:orderValue");
        String path = ComputeLines.ORDER + ".beckn:orderValue";
        if (!value.path("value").isNumber()) {
            return cost(order.path("beckn:orderItems").path(0).path("beckn:orderItemAttributes"));
        }
        if (value.path("charges").isEmpty()) {
            return List.of(new Charge("", ComputeFields.money(value, path), lines(value, "", path)));
        }
        var charges = new ArrayList<Charge>();
        for (JsonNode each : value.path("charges")) {
            String id = each.path("id").asText();
            Money total = LtsFields.money(each.path("value"), value.path("currency"), path + ".charges");
            charges.add(new Charge(id, total, lines(value, id, path)));
        }
        return charges;
    }

    /** Recorded orders have no value, but what the line is estimated to cost, or did cost. */
    private static List<Charge> cost(JsonNode attributes) {
        JsonNode pricing = attributes.path("beckn:pricingParameters");
        JsonNode metrics = attributes.path("beckn:costMetrics");
        String path = ComputeLines.ORDER + ".beckn:orderItems[0].beckn:orderItemAttributes";
        for (JsonNode[] each : new JsonNode[][] {
            {pricing.path("estimatedCost"), pricing.path("currency")},
            {pricing.path("actualCost"), pricing.path("currency")},
            {metrics.path("actualCost"), metrics.path("currency")}
        }) {
            if (each[0].isNumber()) {
                return List.of(new Charge("", LtsFields.money(each[0], each[1], path), List.of()));
            }
        }
        return List.of();
    }

    private static List<Charge.Line> lines(JsonNode value, String charge, String path) {
        var lines = new ArrayList<Charge.Line>();
        for (JsonNode each : value.path("components")) {
            if (each.path("chargeId").asText().equals(charge)) {
                lines.add(new Charge.Line(
                        each.path("lineKind").asText(each.path("type").asText()),
                        LtsFields.money(
                                each.path("value"),
                                each.has("currency") ? each.path("currency") : value.path("currency"),
                                path + ".components"),
                        each.path("lineSummary").asText()));
            }
        }
        return lines;
    }

    private static Optional<Basis> basis(JsonNode attributes, Context context) {
        if (!attributes.has("beckn:planId")) {
            return Optional.empty();
        }
        JsonNode carbon = attributes.path("beckn:carbonMetrics");
        return Optional.of(new Basis(
                ComputeTimes.instant(attributes.path("beckn:stageUntilOrSince"), context.timestamp()),
                new Spread<>(
                        mass(carbon, "plannedCarbonBudgetP10"),
                        mass(carbon, "plannedCarbonBudget"),
                        mass(carbon, "plannedCarbonBudgetP90")),
                Quality.valueOf(ComputeFields.text(attributes, "beckn:quality").toUpperCase(Locale.ROOT)),
                attributes.path("beckn:planVersion").asLong(),
                ComputeFields.text(attributes, "beckn:planId")));
    }

    private static CarbonMass mass(JsonNode carbon, String name) {
        return CarbonMass.ofKilograms(new BigDecimal(carbon.path(name).asText()));
    }
}
