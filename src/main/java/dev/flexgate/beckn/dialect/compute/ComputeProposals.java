package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.Party;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.quantity.Money;
import java.util.ArrayList;
import java.util.List;

/** An order as a consumer writes it. */
final class ComputeProposals {

    private ComputeProposals() {}

    static Proposal read(JsonNode order, Context context, List<String> assumed) {
        return new Proposal(
                ComputeFields.text(order, "beckn:id"),
                ComputeLines.read(order),
                charges(order),
                parties(order, context.bap(), context.bpp()),
                assumed);
    }

    private static List<Charge> charges(JsonNode order) {
        JsonNode value = order.path("beckn:orderValue");
        if (!value.path("value").isNumber()) {
            return estimated(order.path("beckn:orderItems"));
        }
        Money total = ComputeFields.money(value, ComputeLines.ORDER + ".beckn:orderValue");
        return List.of(new Charge(ComputeFields.text(value, "chargeId"), total, List.of()));
    }

    /** Who repeats no total may repeat the estimated cost of every line instead. */
    private static List<Charge> estimated(JsonNode lines) {
        var charges = new ArrayList<Charge>();
        for (JsonNode line : lines) {
            JsonNode pricing = line.path("beckn:orderItemAttributes").path("beckn:pricingParameters");
            if (!pricing.path("estimatedCost").isNumber()) {
                return List.of();
            }
            String path = ComputeLines.ORDER + ".beckn:orderItems[" + charges.size()
                    + "].beckn:orderItemAttributes.beckn:pricingParameters.estimatedCost";
            charges.add(new Charge(
                    "", LtsFields.money(pricing.path("estimatedCost"), pricing.path("currency"), path), List.of()));
        }
        return charges;
    }

    /** A participant that is only called by its subscriber id has said nothing beyond the envelope. */
    private static List<Party> parties(JsonNode order, Endpoint bap, Endpoint bpp) {
        var parties = new ArrayList<Party>();
        Party buyer = buyer(order);
        if (!buyer.name().isEmpty() || !(buyer.id().isEmpty() || buyer.id().equals(bap.id()))) {
            parties.add(buyer);
        }
        Party seller = seller(order);
        if (!seller.name().isEmpty() || !(seller.id().isEmpty() || seller.id().equals(bpp.id()))) {
            parties.add(seller);
        }
        return parties;
    }

    static Party buyer(JsonNode order) {
        JsonNode buyer = order.path("beckn:buyer");
        JsonNode customer = order.path("beckn:invoice").path("schema:customer");
        return new Party(
                ComputeFields.text(buyer, "beckn:id"),
                Party.CONSUMER,
                buyer.path("beckn:displayName")
                        .asText(customer.path("legalName").asText()));
    }

    static Party seller(JsonNode order) {
        return new Party(
                ComputeFields.text(order, "beckn:seller"),
                Party.PROVIDER,
                ComputeFields.text(order.path("beckn:orderAttributes"), "beckn:sellerName"));
    }

    static ObjectNode write(Proposal proposal, Context context, String orderStatus) {
        ObjectNode order = ComputeFields.core("Order");
        LtsFields.putUnlessEmpty(order, "beckn:id", proposal.contractId());
        order.put("beckn:orderStatus", orderStatus);
        ObjectNode attributes = ComputeFields.attributes("ComputeEnergyOrder");
        parties(proposal.parties(), context, order, attributes);
        ComputeLines.write(proposal.wishes(), order.path("beckn:seller").asText(), order);
        if (!proposal.charges().isEmpty()) {
            order.set("beckn:orderValue", value(proposal.charges()));
        }
        order.set("beckn:orderAttributes", attributes.put("beckn:requestType", "compute_slot_reservation"));
        return order;
    }

    /** Of several charges the sum: an order of rc1 has one value. */
    private static ObjectNode value(List<Charge> charges) {
        Money total = charges.stream().map(Charge::total).reduce(Money::plus).orElseThrow();
        ObjectNode value = ComputeFields.price(total);
        LtsFields.putUnlessEmpty(value, "chargeId", charges.getFirst().id());
        return value;
    }

    static void parties(List<Party> parties, Context context, ObjectNode order, ObjectNode attributes) {
        Party seller = named(parties, Party.PROVIDER, context.bpp().id());
        Party buyer = named(parties, Party.CONSUMER, context.bap().id());
        order.put("beckn:seller", seller.id());
        LtsFields.putUnlessEmpty(attributes, "beckn:sellerName", seller.name());
        ObjectNode json = ComputeFields.core("Buyer").put("beckn:id", buyer.id());
        LtsFields.putUnlessEmpty(json, "beckn:displayName", buyer.name());
        order.set("beckn:buyer", json);
    }

    private static Party named(List<Party> parties, String role, String otherwise) {
        Party party = parties.stream()
                .filter(each -> each.role().equals(role))
                .findFirst()
                .orElse(new Party("", role, ""));
        return party.id().isEmpty() ? new Party(otherwise, role, party.name()) : party;
    }
}
