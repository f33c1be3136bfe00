package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** A contract as a consumer writes it in LTS. */
final class LtsProposals {

    private static final String CONTRACT = "$.message.contract";

    private LtsProposals() {}

    static Proposal read(JsonNode contract) {
        return read(contract, CONTRACT);
    }

    static Proposal read(JsonNode contract, String path) {
        return new Proposal(
                contract.path("id").asText(),
                wishes(contract, path),
                charges(contract, path),
                LtsParties.read(contract));
    }

    private static List<Wish> wishes(JsonNode contract, String where) {
        var wishes = new ArrayList<Wish>();
        JsonNode commitments = contract.path("commitments");
        for (int k = 0; k < commitments.size(); k++) {
            JsonNode commitment = commitments.get(k);
            String path = where + ".commitments[" + k + "]";
            for (JsonNode resource : commitment.path("resources")) {
                wishes.add(wish(commitment, resource, path));
            }
        }
        return wishes;
    }

    private static Wish wish(JsonNode commitment, JsonNode resource, String path) {
        var covered = new ArrayList<String>();
        commitment.path("offer").path("resourceIds").forEach(id -> covered.add(id.asText()));
        JsonNode attributes = commitment.path("commitmentAttributes");
        return new Wish(
                commitment.path("id").asText(),
                resource.path("id").asText(),
                commitment.path("offer").path("id").asText(),
                covered,
                amount(resource.path("quantity"), attributes, path),
                extent(attributes, path + ".commitmentAttributes.timeWindow"));
    }

    private static Extent extent(JsonNode attributes, String path) {
        return attributes.has("timeWindow")
                ? new Extent.Within(LtsFields.window(attributes.path("timeWindow"), path))
                : new Extent.WholeSlot();
    }

    static Amount amount(JsonNode quantity, JsonNode attributes, String path) {
        String unit = quantity.path("unitCode").asText();
        String where = path + ".resources.quantity.unitQuantity";
        if (unit.equals("KW") || unit.equals("MW")) {
            return new Amount.OfPower(
                    LtsFields.power(quantity.path("unitQuantity").decimalValue(), unit, where));
        }
        Energy energy = LtsFields.energy(quantity.path("unitQuantity").decimalValue(), unit, where);
        String loadUnit = attributes.path("computeLoadUnit").asText();
        if (attributes.path("computeLoad").isNumber() && (loadUnit.equals("MW") || loadUnit.equals("kW"))) {
            Power load = LtsFields.power(
                    attributes.path("computeLoad").decimalValue(),
                    loadUnit,
                    path + ".commitmentAttributes.computeLoad");
            return new Amount.OfPowerAndEnergy(load, energy);
        }
        return new Amount.OfEnergy(energy);
    }

    /** A consideration without a value repeats no price. */
    private static List<Charge> charges(JsonNode contract, String where) {
        var charges = new ArrayList<Charge>();
        JsonNode considerations = contract.path("consideration");
        for (int k = 0; k < considerations.size(); k++) {
            JsonNode attributes = considerations.get(k).path("considerationAttributes");
            if (attributes.path("value").isNumber()
                    && attributes.path("currency").isTextual()) {
                String path = where + ".consideration[" + k + "].considerationAttributes.value";
                charges.add(new Charge(
                        considerations.get(k).path("id").asText(),
                        LtsFields.money(attributes.path("value"), attributes.path("currency"), path),
                        List.of()));
            }
        }
        return charges;
    }

    static ObjectNode write(Proposal proposal) {
        ObjectNode contract = Json.object();
        LtsFields.putUnlessEmpty(contract, "id", proposal.contractId());
        ArrayNode commitments = contract.putArray("commitments");
        proposal.wishes().forEach(wish -> commitments.add(write(wish)));
        if (!proposal.charges().isEmpty()) {
            ArrayNode considerations = contract.putArray("consideration");
            proposal.charges().forEach(charge -> considerations.add(LtsContracts.write(charge, "DRAFT")));
        }
        LtsParties.write(proposal.parties(), contract);
        return contract;
    }

    private static ObjectNode write(Wish wish) {
        ObjectNode commitment = Json.object();
        LtsFields.putUnlessEmpty(commitment, "id", wish.id());
        commitment.putObject("status").set("descriptor", LtsFields.code("DRAFT"));
        ObjectNode resource = commitment.putArray("resources").addObject().put("id", wish.resourceId());
        ObjectNode offer = commitment.putObject("offer").put("id", wish.offerId());
        ArrayNode covered = offer.putArray("resourceIds");
        wish.offerResourceIds().forEach(covered::add);
        ObjectNode attributes = LtsFields.attributes("ComputeEnergyFulfillment");
        resource.set("quantity", quantity(wish.amount(), attributes));
        switch (wish.extent()) {
            case Extent.Within(var window) -> attributes.set("timeWindow", LtsFields.window(window));
            case Extent.WholeSlot _ -> {}
            case Extent.AtTimes _ ->
                throw new IllegalArgumentException(LtsDialect.NAME + " has no words for times without a date");
        }
        if (attributes.size() > 2) {
            commitment.set("commitmentAttributes", attributes);
        }
        return commitment;
    }

    private static ObjectNode quantity(Amount amount, ObjectNode attributes) {
        return switch (amount) {
            case Amount.OfPower(Power power) -> quantity(power);
            case Amount.OfEnergy(Energy energy) -> quantity(energy);
            case Amount.OfPowerAndEnergy(Power power, Energy energy) -> {
                attributes.put("computeLoad", LtsFields.megawatts(power)).put("computeLoadUnit", "MW");
                yield quantity(energy);
            }
            case Amount.Unsaid _ ->
                throw new IllegalArgumentException(LtsDialect.NAME + " has no words for a wish without a quantity");
        };
    }

    static ObjectNode quantity(Power power) {
        return Json.object().put("unitCode", "KW").put("unitQuantity", power.kilowatts());
    }

    private static ObjectNode quantity(Energy energy) {
        return Json.object().put("unitCode", "KWH").put("unitQuantity", energy.kilowattHours());
    }
}
