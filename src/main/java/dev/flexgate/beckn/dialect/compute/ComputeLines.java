package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lines of an order as a consumer writes them. Of an order of one line the delivery says load and window too. */
final class ComputeLines {

    static final String ORDER = "$.message.order";
    static final String DELIVERY_PATH = ORDER + ".beckn:fulfillment.beckn:deliveryAttributes";

    private ComputeLines() {}

    /** A line beside the delivery that speaks for it. */
    private record Line(JsonNode json, JsonNode delivery, String path) {

        JsonNode attributes() {
            return json.path("beckn:orderItemAttributes");
        }

        String attributesPath() {
            return path + ".beckn:orderItemAttributes";
        }
    }

    static List<Wish> read(JsonNode order) {
        JsonNode lines = order.path("beckn:orderItems");
        JsonNode delivery =
                lines.size() == 1 ? order.path("beckn:fulfillment").path("beckn:deliveryAttributes") : Json.object();
        var wishes = new ArrayList<Wish>();
        for (JsonNode line : lines) {
            wishes.add(wish(new Line(line, delivery, ORDER + ".beckn:orderItems[" + wishes.size() + "]")));
        }
        return wishes;
    }

    private static Wish wish(Line line) {
        JsonNode offer = line.json().path("beckn:acceptedOffer");
        var covered = new ArrayList<String>();
        offer.path("beckn:items").forEach(id -> covered.add(id.asText()));
        return new Wish(
                ComputeFields.text(line.json(), "beckn:lineId"),
                ComputeFields.text(line.json(), "beckn:orderedItem"),
                ComputeFields.text(offer, "beckn:id"),
                covered,
                amount(line),
                extent(line));
    }

    private static Extent extent(Line line) {
        if (line.delivery().has("beckn:timeWindow")) {
            return ComputeTimes.extent(line.delivery().path("beckn:timeWindow"), DELIVERY_PATH + ".beckn:timeWindow");
        }
        return line.attributes().has("beckn:timeWindow")
                ? ComputeTimes.extent(
                        line.attributes().path("beckn:timeWindow"), line.attributesPath() + ".beckn:timeWindow")
                : new Extent.WholeSlot();
    }

    private static Amount amount(Line line) {
        Optional<Power> load = load(line);
        Amount asked = quantity(line);
        return switch (asked) {
            case Amount.Unsaid unsaid -> load.<Amount>map(Amount.OfPower::new).orElse(unsaid);
            case Amount.OfEnergy(Energy energy) ->
                load.<Amount>map(power -> new Amount.OfPowerAndEnergy(power, energy))
                        .orElse(asked);
            case Amount.OfPower(Power power) -> agreed(asked, power, load.orElse(power), line);
            case Amount.OfPowerAndEnergy both -> both;
        };
    }

    private static Amount agreed(Amount asked, Power quantity, Power load, Line line) {
        if (!quantity.equals(load)) {
            throw RefusedException.of(
                            ErrorCode.BIZ_UPDATE_INCONSISTENT,
                            "the quantity is " + quantity + ", the compute load " + load)
                    .at(line.path() + ".beckn:quantity")
                    .fix("send one of them, or the same in both");
        }
        return asked;
    }

    private static Optional<Power> load(Line line) {
        return ComputeFields.power(line.delivery(), "beckn:computeLoad", "beckn:computeLoadUnit", DELIVERY_PATH)
                .or(() -> ComputeFields.power(
                        line.attributes(), "beckn:computeLoad", "beckn:computeLoadUnit", line.attributesPath()))
                .or(() -> ComputeFields.power(
                        line.attributes().path("beckn:capacityParameters"),
                        "reservedCapacity",
                        "capacityUnit",
                        line.attributesPath() + ".beckn:capacityParameters"));
    }

    private static Amount quantity(Line line) {
        JsonNode quantity = line.json().path("beckn:quantity");
        String path = line.path() + ".beckn:quantity";
        boolean isSaid = quantity.has("unitCode") || quantity.has("unitText");
        String unit = isSaid
                ? quantity.path("unitCode").asText(quantity.path("unitText").asText())
                : "SLOT";
        BigDecimal value = quantity.path("unitQuantity").decimalValue();
        return switch (unit.toUpperCase(Locale.ROOT)) {
            case "KW", "MW" ->
                new Amount.OfPower(LtsFields.power(value, unit.toUpperCase(Locale.ROOT), path + ".unitQuantity"));
            case "KWH", "MWH" ->
                new Amount.OfEnergy(LtsFields.energy(value, unit.toUpperCase(Locale.ROOT), path + ".unitQuantity"));
            case "SLOT" -> oneSlot(quantity, path);
            default ->
                throw RefusedException.of(ErrorCode.SCH_INVALID_ENUM, path + " is in no unit of power or energy")
                        .at(path + ".unitCode")
                        .fix("send KW, MW, KWH or MWH");
        };
    }

    /** A number without a unit counts slots. */
    private static Amount oneSlot(JsonNode quantity, String path) {
        boolean one = !quantity.path("unitQuantity").isNumber()
                || quantity.path("unitQuantity").decimalValue().compareTo(BigDecimal.ONE) == 0;
        if (!one) {
            throw RefusedException.of(ErrorCode.BIZ_GENERIC_ERROR, "a line is about one slot here")
                    .at(path)
                    .fix("send 1, and a line for each slot");
        }
        return new Amount.Unsaid();
    }

    static void write(List<Wish> wishes, String provider, ObjectNode order) {
        if (wishes.isEmpty()) {
            return;
        }
        ArrayNode lines = order.putArray("beckn:orderItems");
        for (Wish wish : wishes) {
            ObjectNode line = lines.addObject().put("@type", "beckn:OrderItem");
            LtsFields.putUnlessEmpty(line, "beckn:lineId", wish.id());
            line.put("beckn:orderedItem", wish.resourceId());
            ObjectNode attributes = ComputeFields.attributes(ComputeWindows.TYPE);
            amount(wish.amount(), line, attributes);
            if (!(wish.extent() instanceof Extent.WholeSlot)) {
                attributes.set("beckn:timeWindow", ComputeTimes.write(wish.extent()));
            }
            if (!wish.offerId().isEmpty()) {
                line.set("beckn:acceptedOffer", offer(wish, provider));
            }
            if (attributes.size() > 2) {
                line.set("beckn:orderItemAttributes", attributes);
            }
        }
    }

    private static ObjectNode offer(Wish wish, String provider) {
        ObjectNode offer = ComputeFields.core("Offer").put("beckn:id", wish.offerId());
        offer.set("beckn:descriptor", ComputeFields.descriptor("", ""));
        offer.put("beckn:provider", provider);
        ArrayNode items = offer.putArray("beckn:items");
        wish.offerResourceIds().forEach(items::add);
        return offer;
    }

    private static void amount(Amount amount, ObjectNode line, ObjectNode attributes) {
        switch (amount) {
            case Amount.OfPower(Power power) -> line.set("beckn:quantity", quantity(power));
            case Amount.OfEnergy(Energy energy) -> line.set("beckn:quantity", quantity(energy));
            case Amount.OfPowerAndEnergy(Power power, Energy energy) -> {
                line.set("beckn:quantity", quantity(energy));
                ComputeFields.megawatts(attributes, "beckn:computeLoad", power);
            }
            case Amount.Unsaid _ -> {}
        }
    }

    static ObjectNode quantity(Power power) {
        return Json.object().put("unitText", "kilowatt").put("unitCode", "KW").put("unitQuantity", power.kilowatts());
    }

    private static ObjectNode quantity(Energy energy) {
        return Json.object()
                .put("unitText", "kilowatt hour")
                .put("unitCode", "KWH")
                .put("unitQuantity", energy.kilowattHours());
    }
}
