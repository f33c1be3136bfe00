package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
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
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A contract as its provider writes it in 1.1.1. */
final class V1Contracts {

    /** A draft has no status in this generation. */
    private static final Map<Stage, String> STATUS = Map.of(
            Stage.CONFIRMED, "ACTIVE",
            Stage.DELIVERING, "ACTIVE",
            Stage.DELIVERED, "ACTIVE",
            Stage.SETTLED, "COMPLETE",
            Stage.CANCELLED, "CANCELLED",
            Stage.LAPSED, "CANCELLED");

    private static final Map<String, Stage> BY_STATUS =
            Map.of("ACTIVE", Stage.CONFIRMED, "COMPLETE", Stage.SETTLED, "CANCELLED", Stage.CANCELLED);

    private V1Contracts() {}

    static ObjectNode write(Contract contract) {
        ObjectNode order = Json.object()
                .put(
                        "id",
                        contract.memo().name().isEmpty()
                                ? contract.id()
                                : contract.memo().name());
        LtsFields.putUnlessEmpty(order, "status", STATUS.getOrDefault(contract.stage(), ""));
        order.put("type", STATUS.containsKey(contract.stage()) ? "DEFAULT" : "DRAFT");
        seller(contract, order);
        ArrayNode items = order.putArray("items");
        ArrayNode offers = order.putArray("offers");
        ArrayNode fulfilments = order.putArray("fulfillments");
        for (Commitment commitment : contract.commitments()) {
            items.add(item(commitment));
            offers.add(V1Catalogs.write(commitment.offer()));
            fulfilments.add(fulfilment(commitment, contract.stage()));
        }
        contract.parties().stream()
                .filter(party -> party.role().equals(Party.CONSUMER))
                .findFirst()
                .ifPresent(buyer -> V1Orders.buyer(buyer, order));
        V1Orders.payments(contract.charges(), contract.stage() == Stage.SETTLED ? "PAID" : "NOT-PAID", order);
        breakup(contract.charges(), order);
        tags(contract, order);
        V1Outcomes.write(contract, order);
        return order;
    }

    private static void seller(Contract contract, ObjectNode order) {
        Party seller = contract.parties().stream()
                .filter(party -> party.role().equals(Party.PROVIDER))
                .findFirst()
                .orElse(new Party("", Party.PROVIDER, ""));
        ObjectNode provider = V1Catalogs.provider(new Seller(seller.id(), seller.name(), ""));
        V1Items.places(
                contract.commitments().stream()
                        .map(each -> each.item().window().site())
                        .toList(),
                provider);
        order.set("provider", provider);
    }

    private static ObjectNode item(Commitment commitment) {
        ObjectNode item = V1Items.write(commitment.item());
        item.withObject("/quantity").putObject("selected").set("measure", V1Fields.measure(commitment.power()));
        item.putArray("fulfillment_ids").add("fulfillment-" + commitment.id());
        new V1Tags()
                .put("id", commitment.id())
                .put("start", commitment.window().start())
                .put("end", commitment.window().end())
                .put("itEnergyKwh", V1Fields.text(commitment.itEnergy().kilowattHours()))
                .put(
                        "facilityEnergyKwh",
                        V1Fields.text(commitment.facilityEnergy().kilowattHours()))
                .put("seller", commitment.offer().seller().name())
                .put("sellerId", commitment.offer().seller().id())
                .put("sellerDescription", commitment.offer().seller().description())
                .addTo(item, "line");
        commitment
                .offer()
                .seller()
                .rating()
                .ifPresent(score -> V1Catalogs.rating(score).addTo(item, "rating"));
        return item;
    }

    private static ObjectNode fulfilment(Commitment commitment, Stage stage) {
        ObjectNode json = Json.object()
                .put("id", "fulfillment-" + commitment.id())
                .put("type", "RESERVATION")
                .put("tracking", stage == Stage.CONFIRMED || stage == Stage.DELIVERING);
        json.putObject("state").set("descriptor", V1Fields.code(stage.name()));
        ArrayNode stops = json.putArray("stops");
        stop("start", commitment.window().start(), stops);
        stop("end", commitment.window().end(), stops);
        return json;
    }

    private static void stop(String type, Instant at, ArrayNode stops) {
        stops.addObject().put("type", type).putObject("time").put("timestamp", at.toString());
    }

    /** The generation has items in the lines of a quote; what a line is for stands in the item's descriptor. */
    private static void breakup(List<Charge> charges, ObjectNode order) {
        if (charges.stream().allMatch(charge -> charge.lines().isEmpty())) {
            return;
        }
        ArrayNode breakup = order.withObject("/quote").putArray("breakup");
        for (Charge charge : charges) {
            for (Charge.Line line : charge.lines()) {
                ObjectNode json = breakup.addObject();
                ObjectNode item = json.putObject("item").put("id", charge.id());
                item.putObject("descriptor").put("code", line.kind()).put("short_desc", line.basis());
                json.set("price", V1Fields.price(line.amount()));
            }
        }
    }

    private static void tags(Contract contract, ObjectNode order) {
        var tags = new V1Tags()
                .put("id", contract.id())
                .put("stage", contract.stage().name())
                .put("assumed", String.join(",", contract.memo().assumed()));
        contract.basis()
                .ifPresent(basis -> tags.put("stageUntilOrSince", basis.until())
                        .put("planVersion", Long.toString(basis.planVersion()))
                        .put("planId", basis.planId())
                        .put("quality", basis.quality().name().toLowerCase(Locale.ROOT))
                        .put(
                                "plannedCarbonKg",
                                V1Fields.text(basis.carbon().p50().kilograms()))
                        .put(
                                "plannedCarbonKgP10",
                                V1Fields.text(basis.carbon().p10().kilograms()))
                        .put(
                                "plannedCarbonKgP90",
                                V1Fields.text(basis.carbon().p90().kilograms())));
        tags.addTo(order, "contract");
    }

    static Contract read(JsonNode order, Context context) {
        return V1Fields.understood(V1Orders.ORDER, () -> contract(order, context));
    }

    private static Contract contract(JsonNode order, Context context) {
        V1Tags tags = V1Tags.of(order, "contract");
        String name = order.path("id").asText();
        String id = tags.find("id").orElse(name);
        Seller seller = V1Catalogs.seller(order.path("provider"));
        return new Contract(
                id,
                tags.find("stage").map(Stage::valueOf).orElseGet(() -> stage(order)),
                commitments(order, seller, context),
                charges(order),
                List.of(V1Orders.buyer(order), new Party(seller.id(), Party.PROVIDER, seller.name())),
                tags.find("planId").map(_ -> basis(tags)),
                V1Outcomes.cancellation(order),
                V1Outcomes.delivery(order),
                new Memo(
                        name.equals(id) ? "" : name,
                        tags.find("assumed")
                                .map(all -> List.of(all.split(",", -1)))
                                .orElse(List.of())));
    }

    private static Stage stage(JsonNode order) {
        return BY_STATUS.getOrDefault(
                order.path("status").asText(), order.path("payments").isEmpty() ? Stage.QUOTED : Stage.INITIATED);
    }

    private static List<Commitment> commitments(JsonNode order, Seller seller, Context context) {
        var commitments = new ArrayList<Commitment>();
        for (JsonNode item : order.path("items")) {
            commitments.add(commitment(item, order, seller, context, commitments.size()));
        }
        return commitments;
    }

    private static Commitment commitment(JsonNode json, JsonNode order, Seller seller, Context context, int index) {
        String path = V1Orders.ORDER + ".items[" + index + "]";
        V1Tags line = V1Tags.of(json, "line");
        Item item = V1Items.read(json, order.path("provider"), context.timestamp(), path);
        JsonNode measure = json.path("quantity").path("selected").path("measure");
        Power power = measure.has("value")
                ? V1Fields.kilowatts(measure.path("value").asText(), path + ".quantity.selected.measure.value")
                : Power.ZERO;
        Interval window = line.find("start").isPresent()
                ? new Interval(Instant.parse(line.get("start")), Instant.parse(line.get("end")))
                : item.window().interval();
        Energy energy = energy(line, "itEnergyKwh", power.over(window));
        Seller offering = line.find("sellerId")
                .map(id ->
                        new Seller(id, line.get("seller"), line.get("sellerDescription"), V1Catalogs.rating(id, json)))
                .orElse(seller);
        Offer offer = V1Catalogs.offer(order.path("offers").path(index), offering);
        return new Commitment(
                line.get("id"), item, offer, power, window, energy, energy(line, "facilityEnergyKwh", energy));
    }

    private static Energy energy(V1Tags line, String code, Energy otherwise) {
        return line.find(code)
                .map(text -> LtsFields.nearestEnergy(V1Fields.decimal(text, code)))
                .orElse(otherwise);
    }

    private static List<Charge> charges(JsonNode order) {
        JsonNode breakup = order.path("quote").path("breakup");
        var charges = new ArrayList<Charge>();
        for (JsonNode payment : order.path("payments")) {
            JsonNode params = payment.path("params");
            if (params.has("amount")) {
                String id = payment.path("id").asText();
                charges.add(new Charge(
                        id,
                        LtsFields.money(params.path("amount"), params.path("currency"), V1Orders.ORDER + ".payments"),
                        lines(breakup, id)));
            }
        }
        JsonNode total = order.path("quote").path("price");
        if (charges.isEmpty() && total.has("value")) {
            charges.add(new Charge("", V1Fields.money(total, V1Orders.ORDER + ".quote.price"), lines(breakup, "")));
        }
        return charges;
    }

    private static List<Charge.Line> lines(JsonNode breakup, String charge) {
        var lines = new ArrayList<Charge.Line>();
        for (JsonNode each : breakup) {
            JsonNode item = each.path("item");
            if (charge.isEmpty() || item.path("id").asText().equals(charge)) {
                Money amount = V1Fields.money(each.path("price"), V1Orders.ORDER + ".quote.breakup");
                JsonNode descriptor = item.path("descriptor");
                lines.add(new Charge.Line(
                        descriptor.path("code").asText(each.path("title").asText()),
                        amount,
                        descriptor.path("short_desc").asText()));
            }
        }
        return lines;
    }

    private static Basis basis(V1Tags tags) {
        return new Basis(
                Instant.parse(tags.get("stageUntilOrSince")),
                new Spread<>(
                        mass(tags.get("plannedCarbonKgP10")),
                        mass(tags.get("plannedCarbonKg")),
                        mass(tags.get("plannedCarbonKgP90"))),
                Quality.valueOf(tags.get("quality").toUpperCase(Locale.ROOT)),
                Long.parseLong(tags.get("planVersion")),
                tags.get("planId"));
    }

    private static CarbonMass mass(String kilograms) {
        return CarbonMass.ofKilograms(new BigDecimal(kilograms));
    }
}
