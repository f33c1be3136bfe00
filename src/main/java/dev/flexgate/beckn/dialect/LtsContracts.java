package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Contract.Basis;
import dev.flexgate.beckn.message.Contract.Commitment;
import dev.flexgate.beckn.message.Contract.Stage;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Memo;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Spread;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A contract as its provider writes it in LTS. */
final class LtsContracts {

    private static final String PATH = "$.message.contract";

    private LtsContracts() {}

    static ObjectNode write(Contract contract) {
        LtsStage words = LtsStage.of(contract.stage());
        ObjectNode json = Json.object();
        LtsFields.putUnlessEmpty(json, "id", contract.id());
        ArrayNode commitments = json.putArray("commitments");
        contract.commitments().forEach(commitment -> commitments.add(write(commitment, words)));
        ArrayNode considerations = json.putArray("consideration");
        contract.charges().forEach(charge -> considerations.add(write(charge, words.contractCode())));
        LtsParties.write(contract.parties(), json);
        if (contract.stage() != Stage.QUOTED) { // before init nothing may be asked for, nor promised
            ArrayNode performance = json.putArray("performance");
            contract.commitments().forEach(commitment -> performance.add(performance(commitment, words)));
            ArrayNode settlements = json.putArray("settlements");
            contract.charges().forEach(charge -> settlements.add(settlement(charge, words)));
        }
        json.set("status", LtsFields.code(words.contractCode()));
        ObjectNode attributes = LtsFields.attributes("ComputeEnergyOrder")
                .put("requestType", "compute_slot_reservation")
                .put("stage", contract.stage().name());
        contract.basis().ifPresent(basis -> write(basis, attributes));
        contract.cancellation().ifPresent(cancellation -> LtsOutcomes.write(cancellation, attributes));
        memo(contract.memo(), attributes);
        json.set("contractAttributes", attributes);
        contract.delivery()
                .ifPresent(delivery -> LtsOutcomes.write(
                        delivery,
                        LtsChanges.performance(
                                json,
                                contract.commitments().stream()
                                        .map(Commitment::id)
                                        .toList())));
        return json;
    }

    private static ObjectNode write(Commitment commitment, LtsStage words) {
        ObjectNode json = Json.object().put("id", commitment.id());
        json.putObject("status").set("descriptor", LtsFields.code(words.commitmentCode()));
        ObjectNode resource = LtsCatalogs.write(commitment.item());
        resource.set("quantity", LtsProposals.quantity(commitment.power()));
        json.putArray("resources").add(resource);
        json.set("offer", LtsCatalogs.write(commitment.offer()));
        ObjectNode attributes = fulfilment(commitment);
        attributes.put("itEnergy", commitment.itEnergy().kilowattHours());
        attributes.put("facilityEnergy", commitment.facilityEnergy().kilowattHours());
        json.set("commitmentAttributes", attributes.put("energyUnit", "kWh"));
        return json;
    }

    private static ObjectNode fulfilment(Commitment commitment) {
        ObjectNode attributes = LtsFields.attributes("ComputeEnergyFulfillment")
                .put("computeLoad", LtsFields.megawatts(commitment.power()))
                .put("computeLoadUnit", "MW");
        attributes.set("timeWindow", LtsFields.window(commitment.window()));
        return attributes;
    }

    private static ObjectNode performance(Commitment commitment, LtsStage words) {
        ObjectNode json = Json.object().put("id", "performance-" + commitment.id());
        json.set("status", LtsFields.code(words.performanceCode()));
        json.putArray("commitmentIds").add(commitment.id());
        json.set("performanceAttributes", fulfilment(commitment));
        return json;
    }

    private static ObjectNode settlement(Charge charge, LtsStage words) {
        ObjectNode json = Json.object()
                .put("id", "settlement-" + charge.id())
                .put("considerationId", charge.id())
                .put("status", words.settlementStatus());
        json.set(
                "settlementAttributes",
                LtsFields.attributes("ComputeEnergyPayment").put("settlement", "next-billing-cycle"));
        return json;
    }

    static ObjectNode write(Charge charge, String code) {
        String currency = charge.total().currency().getCurrencyCode();
        ObjectNode json = Json.object().put("id", charge.id());
        json.set("status", LtsFields.code(code));
        ObjectNode attributes = LtsFields.attributes("PriceSpecification")
                .put("currency", currency)
                .put("value", LtsFields.plain(charge.total().amount()));
        if (!charge.lines().isEmpty()) {
            ArrayNode components = attributes.putArray("components");
            for (Charge.Line line : charge.lines()) {
                components
                        .addObject()
                        .put("type", line.kind())
                        .put("value", LtsFields.plain(line.amount().amount()))
                        .put("currency", currency)
                        .put("lineSummary", line.basis());
            }
        }
        json.set("considerationAttributes", attributes);
        return json;
    }

    private static void write(Basis basis, ObjectNode json) {
        json.put("stageUntilOrSince", basis.until().toString())
                .put("planVersion", basis.planVersion())
                .put("planId", basis.planId())
                .put("quality", basis.quality().name().toLowerCase(Locale.ROOT));
        json.putObject("carbonMetrics")
                .put("plannedCarbon", basis.carbon().p50().kilograms())
                .put("plannedCarbonP10", basis.carbon().p10().kilograms())
                .put("plannedCarbonP90", basis.carbon().p90().kilograms())
                .put("carbonUnit", "kgCO2");
    }

    private static void memo(Memo memo, ObjectNode json) {
        LtsFields.putUnlessEmpty(json, "consumerReference", memo.name());
        if (!memo.assumed().isEmpty()) {
            ArrayNode assumed = json.putArray("assumed");
            memo.assumed().forEach(assumed::add);
        }
    }

    private static Memo memo(JsonNode attributes) {
        var assumed = new ArrayList<String>();
        attributes.path("assumed").forEach(each -> assumed.add(each.asText()));
        return new Memo(attributes.path("consumerReference").asText(), assumed);
    }

    static Contract read(JsonNode json) {
        JsonNode attributes = json.path("contractAttributes");
        return LtsWindows.understood(
                PATH,
                () -> new Contract(
                        json.path("id").asText(),
                        stage(json),
                        commitments(json.path("commitments")),
                        charges(json.path("consideration")),
                        LtsParties.read(json),
                        attributes.has("planId") ? Optional.of(basis(attributes)) : Optional.empty(),
                        LtsOutcomes.cancellation(attributes),
                        LtsOutcomes.delivery(json),
                        memo(attributes)));
    }

    /** Peers do not name our stages: theirs is told by the words of the official schema. */
    private static Stage stage(JsonNode contract) {
        JsonNode named = contract.path("contractAttributes").path("stage");
        if (named.isTextual()) {
            return Stage.valueOf(named.asText());
        }
        String performance =
                contract.path("performance").path(0).path("status").path("code").asText();
        return switch (contract.path("status").path("code").asText()) {
            case "ACTIVE" -> running(performance);
            case "CANCELLED" -> Stage.CANCELLED;
            case "COMPLETE" -> Stage.SETTLED;
            default -> contract.has("performance") ? Stage.INITIATED : Stage.QUOTED;
        };
    }

    private static Stage running(String performance) {
        return switch (performance) {
            case "IN_PROGRESS" -> Stage.DELIVERING;
            case "COMPLETED" -> Stage.DELIVERED;
            default -> Stage.CONFIRMED;
        };
    }

    private static Basis basis(JsonNode attributes) {
        JsonNode carbon = attributes.path("carbonMetrics");
        return new Basis(
                LtsFields.instant(attributes.path("stageUntilOrSince"), PATH + ".contractAttributes.stageUntilOrSince"),
                new Spread<>(
                        mass(carbon.path("plannedCarbonP10")),
                        mass(carbon.path("plannedCarbon")),
                        mass(carbon.path("plannedCarbonP90"))),
                Quality.valueOf(attributes.path("quality").asText().toUpperCase(Locale.ROOT)),
                attributes.path("planVersion").asLong(),
                attributes.path("planId").asText());
    }

    private static CarbonMass mass(JsonNode kilograms) {
        return CarbonMass.ofKilograms(new BigDecimal(kilograms.asText()));
    }

    private static List<Commitment> commitments(JsonNode commitments) {
        var read = new ArrayList<Commitment>();
        for (int k = 0; k < commitments.size(); k++) {
            JsonNode commitment = commitments.get(k);
            String path = PATH + ".commitments[" + k + "]";
            read.add(commitment(commitment, path));
        }
        return read;
    }

    /** Peers may leave out what follows from the slot and the quantity. */
    private static Commitment commitment(JsonNode json, String path) {
        JsonNode attributes = json.path("commitmentAttributes");
        Offer offer = LtsCatalogs.offer(json.path("offer"), path + ".offer");
        JsonNode resource = json.path("resources").path(0);
        Item item = LtsCatalogs.item(resource, offer.price(), path + ".resources[0]");
        Interval window = attributes.has("timeWindow")
                ? LtsFields.window(attributes.path("timeWindow"), path + ".commitmentAttributes.timeWindow")
                : item.window().interval();
        Power power = attributes.has("computeLoad")
                ? LtsFields.power(
                        attributes.path("computeLoad").decimalValue(),
                        attributes.path("computeLoadUnit").asText("MW"),
                        path + ".commitmentAttributes.computeLoad")
                : power(LtsProposals.amount(resource.path("quantity"), attributes, path), window);
        Energy itEnergy = energy(attributes.path("itEnergy"), power.over(window));
        return new Commitment(
                json.path("id").asText(),
                item,
                offer,
                power,
                window,
                itEnergy,
                energy(attributes.path("facilityEnergy"), itEnergy));
    }

    private static Power power(Amount amount, Interval window) {
        return switch (amount) {
            case Amount.OfPower(Power power) -> power;
            case Amount.OfPowerAndEnergy(Power power, Energy _) -> power;
            case Amount.OfEnergy(Energy energy) -> new Power(energy.joules() / window.seconds());
            case Amount.Unsaid _ -> Power.ZERO;
        };
    }

    private static Energy energy(JsonNode kilowattHours, Energy unsaid) {
        return kilowattHours.isNumber() ? LtsFields.nearestEnergy(kilowattHours.decimalValue()) : unsaid;
    }

    private static List<Charge> charges(JsonNode considerations) {
        var read = new ArrayList<Charge>();
        for (int k = 0; k < considerations.size(); k++) {
            JsonNode attributes = considerations.get(k).path("considerationAttributes");
            String path = PATH + ".consideration[" + k + "].considerationAttributes";
            var lines = new ArrayList<Charge.Line>();
            for (JsonNode component : attributes.path("components")) {
                lines.add(new Charge.Line(
                        component.path("type").asText(),
                        LtsFields.money(component.path("value"), component.path("currency"), path + ".components"),
                        component.path("lineSummary").asText()));
            }
            read.add(new Charge(
                    considerations.get(k).path("id").asText(),
                    LtsFields.money(attributes.path("value"), attributes.path("currency"), path + ".value"),
                    lines));
        }
        return read;
    }
}
