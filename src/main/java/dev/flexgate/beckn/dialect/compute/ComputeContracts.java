package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Contract.Basis;
import dev.flexgate.beckn.message.Contract.Commitment;
import dev.flexgate.beckn.message.Contract.Stage;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;
import java.util.Locale;

/** A contract as its provider writes it in rc1: an order that the official schema admits. */
final class ComputeContracts {

    private ComputeContracts() {}

    static ObjectNode write(Contract contract, Context context) {
        ComputeStage words = ComputeStage.of(contract.stage());
        ObjectNode order = ComputeFields.core("Order")
                .put(
                        "beckn:id",
                        contract.memo().name().isEmpty()
                                ? contract.id()
                                : contract.memo().name())
                .put("beckn:orderNumber", contract.id())
                .put("beckn:orderStatus", words.order());
        ObjectNode attributes = attributes(contract);
        ComputeProposals.parties(contract.parties(), context, order, attributes);
        ArrayNode lines = order.putArray("beckn:orderItems");
        contract.commitments().forEach(commitment -> lines.add(line(commitment, contract)));
        if (!contract.charges().isEmpty()) {
            order.set("beckn:orderValue", value(contract));
        }
        contract.commitments().stream().findFirst().ifPresent(first -> {
            order.set("beckn:fulfillment", fulfilment(first, words));
            if (contract.stage() != Stage.QUOTED && !contract.charges().isEmpty()) { // before init nothing is asked for
                order.set("beckn:payment", payment(contract, words));
            }
        });
        contract.cancellation()
                .ifPresent(each -> attributes.set("beckn:cancellation", ComputeCancellations.write(each)));
        order.set("beckn:orderAttributes", attributes);
        contract.delivery().ifPresent(delivery -> ComputeOutcomes.write(delivery, contract, order));
        return order;
    }

    /** The delivery of an order, which is added to one that has none. */
    static ObjectNode delivery(ObjectNode order) {
        ObjectNode fulfilment = fulfilment(order);
        if (!fulfilment.has("beckn:deliveryAttributes")) {
            fulfilment.set("beckn:deliveryAttributes", ComputeFields.attributes("ComputeEnergyFulfillment"));
        }
        return (ObjectNode) fulfilment.get("beckn:deliveryAttributes");
    }

    static ObjectNode fulfilment(ObjectNode order) {
        if (!order.has("beckn:fulfillment")) {
            order.set("beckn:fulfillment", ComputeFields.core("Fulfillment").put("beckn:mode", "RESERVATION"));
        }
        return (ObjectNode) order.get("beckn:fulfillment");
    }

    private static ObjectNode line(Commitment commitment, Contract contract) {
        ObjectNode line = Json.object()
                .put("@type", "beckn:OrderItem")
                .put("beckn:lineId", commitment.id())
                .put("beckn:orderedItem", commitment.item().id());
        line.set("beckn:quantity", ComputeLines.quantity(commitment.power()));
        line.set("beckn:acceptedOffer", ComputeCatalogs.write(commitment.offer()));
        ObjectNode window =
                ComputeWindows.write(commitment.item().id(), commitment.item().window());
        if (window.path("beckn:capacityParameters") instanceof ObjectNode capacity) {
            capacity.put("reservedCapacity", LtsFields.megawatts(commitment.power()));
        }
        if (window.path("beckn:pricingParameters") instanceof ObjectNode pricing
                && contract.commitments().size() == 1) {
            contract.charges().stream()
                    .map(Charge::total)
                    .reduce(Money::plus)
                    .ifPresent(total -> pricing.put("estimatedCost", LtsFields.plain(total.amount())));
        }
        window.set("beckn:reservation", reservation(commitment));
        line.set("beckn:orderItemAttributes", window);
        ObjectNode descriptor = window.putObject("beckn:slot");
        descriptor
                .put("name", commitment.item().name())
                .put("shortDesc", commitment.item().description());
        return line;
    }

    private static ObjectNode reservation(Commitment commitment) {
        ObjectNode json = Json.object();
        ComputeFields.megawatts(json, "load", commitment.power());
        json.set("timeWindow", LtsFields.window(commitment.window()));
        return json.put("itEnergy", commitment.itEnergy().kilowattHours())
                .put("facilityEnergy", commitment.facilityEnergy().kilowattHours())
                .put("energyUnit", "kWh");
    }

    /** {@code RESERVATION} is the official mode for capacity that is booked ahead. */
    private static ObjectNode fulfilment(Commitment commitment, ComputeStage words) {
        ObjectNode json = ComputeFields.core("Fulfillment")
                .put("beckn:id", "fulfillment-" + commitment.id())
                .put("beckn:mode", "RESERVATION")
                .put("beckn:fulfillmentStatus", words.fulfilment());
        ObjectNode delivery = ComputeFields.attributes("ComputeEnergyFulfillment");
        ComputeFields.megawatts(delivery, "beckn:computeLoad", commitment.power());
        delivery.set("beckn:timeWindow", LtsFields.window(commitment.window()));
        json.set("beckn:deliveryAttributes", delivery);
        return json;
    }

    private static ObjectNode payment(Contract contract, ComputeStage words) {
        Money total = contract.charges().stream()
                .map(Charge::total)
                .reduce(Money::plus)
                .orElseThrow();
        ObjectNode json = ComputeFields.core("Payment").put("beckn:paymentStatus", words.payment());
        json.putObject("beckn:amount")
                .put("currency", total.currency().getCurrencyCode())
                .put("value", LtsFields.plain(total.amount()));
        json.put("beckn:beneficiary", "BPP");
        json.set(
                "beckn:paymentAttributes",
                ComputeFields.attributes("ComputeEnergyPayment").put("beckn:settlement", "next-billing-cycle"));
        return json;
    }

    private static ObjectNode value(Contract contract) {
        Money total = contract.charges().stream()
                .map(Charge::total)
                .reduce(Money::plus)
                .orElseThrow();
        ObjectNode value = ComputeFields.price(total);
        ArrayNode components = value.putArray("components");
        ArrayNode charges = value.putArray("charges");
        for (Charge charge : contract.charges()) {
            charges.addObject()
                    .put("id", charge.id())
                    .put("value", LtsFields.plain(charge.total().amount()));
            charge.lines().forEach(line -> components.add(component(charge, line)));
        }
        return value;
    }

    private static ObjectNode component(Charge charge, Charge.Line line) {
        return Json.object()
                .put("type", type(line.kind()))
                .put("value", LtsFields.plain(line.amount().amount()))
                .put("currency", line.amount().currency().getCurrencyCode())
                .put("lineKind", line.kind())
                .put("lineSummary", line.basis())
                .put("chargeId", charge.id());
    }

    /** The official list knows no scarcity: what is added to a price is a surcharge. */
    private static String type(String kind) {
        return switch (kind) {
            case "FEE", "CANCELLATION_FEE" -> "FEE";
            case "SCARCITY" -> "SURCHARGE";
            case "DISCOUNT", "TAX" -> kind;
            default -> "UNIT";
        };
    }

    private static ObjectNode attributes(Contract contract) {
        ObjectNode json = ComputeFields.attributes("ComputeEnergyOrder")
                .put("beckn:requestType", "compute_slot_reservation")
                .put("beckn:stage", contract.stage().name());
        contract.basis().ifPresent(basis -> write(basis, json));
        if (!contract.memo().assumed().isEmpty()) {
            ArrayNode assumed = json.putArray("beckn:assumed");
            contract.memo().assumed().forEach(assumed::add);
        }
        return json;
    }

    private static void write(Basis basis, ObjectNode json) {
        json.put("beckn:stageUntilOrSince", basis.until().toString())
                .put("beckn:planVersion", basis.planVersion())
                .put("beckn:planId", basis.planId())
                .put("beckn:quality", basis.quality().name().toLowerCase(Locale.ROOT));
        json.putObject("beckn:carbonMetrics")
                .put("plannedCarbonBudget", basis.carbon().p50().kilograms())
                .put("plannedCarbonBudgetP10", basis.carbon().p10().kilograms())
                .put("plannedCarbonBudgetP90", basis.carbon().p90().kilograms())
                .put("carbonUnit", "kgCO2");
    }
}
