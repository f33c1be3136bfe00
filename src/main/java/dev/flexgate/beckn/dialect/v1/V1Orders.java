package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Party;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An order as a consumer writes it: items with what is selected of them, under the offers that name them. */
final class V1Orders {

    static final String ORDER = "$.message.order";

    private V1Orders() {}

    static Proposal read(JsonNode order, Context context) {
        return new Proposal(order.path("id").asText(), wishes(order), charges(order), parties(order, context));
    }

    /** Who only names an order. */
    static Proposal named(String orderId) {
        return new Proposal(orderId, List.of(), List.of(), List.of());
    }

    private static List<Wish> wishes(JsonNode order) {
        var wishes = new ArrayList<Wish>();
        for (JsonNode item : order.path("items")) {
            wishes.add(wish(item, order, ORDER + ".items[" + wishes.size() + "]"));
        }
        return wishes;
    }

    private static Wish wish(JsonNode item, JsonNode order, String path) {
        String id = item.path("id").asText();
        JsonNode offer = offer(order.path("offers"), id);
        var covered = new ArrayList<String>();
        offer.path("item_ids").forEach(each -> covered.add(each.asText()));
        V1Tags line = V1Tags.of(item, "line");
        return new Wish(
                line.get("id"),
                id,
                offer.path("id").asText(),
                covered,
                amount(item, line, path),
                extent(item, order, path));
    }

    private static JsonNode offer(JsonNode offers, String item) {
        for (JsonNode offer : offers) {
            for (JsonNode each : offer.path("item_ids")) {
                if (each.asText().equals(item)) {
                    return offer;
                }
            }
        }
        return offers.size() == 1 ? offers.path(0) : Json.object();
    }

    private static Amount amount(JsonNode item, V1Tags line, String path) {
        JsonNode selected = item.path("quantity").path("selected");
        String where = path + ".quantity.selected";
        if (!selected.path("measure").has("value")) {
            oneSlot(selected.path("count"), where);
            return new Amount.Unsaid();
        }
        String unit = selected.path("measure").path("unit").asText().toUpperCase(Locale.ROOT);
        BigDecimal value =
                V1Fields.decimal(selected.path("measure").path("value").asText(), where + ".measure.value");
        return switch (unit) {
            case "KW", "MW" -> new Amount.OfPower(LtsFields.power(value, unit, where));
            case "KWH", "MWH" -> energy(LtsFields.energy(value, unit, where), line, where);
            default ->
                throw RefusedException.of(ErrorCode.SCH_INVALID_ENUM, where + " is in no unit of power or energy")
                        .at(where + ".measure.unit")
                        .fix("send kW, MW, kWh or MWh");
        };
    }

    private static Amount energy(Energy energy, V1Tags line, String path) {
        return line.find("computeLoadKw")
                .<Amount>map(load -> new Amount.OfPowerAndEnergy(V1Fields.kilowatts(load, path), energy))
                .orElseGet(() -> new Amount.OfEnergy(energy));
    }

    /** A count without a measure counts slots. */
    private static void oneSlot(JsonNode count, String path) {
        if (count.isNumber() && count.asLong() != 1) {
            throw RefusedException.of(ErrorCode.BIZ_GENERIC_ERROR, "an item is one slot here")
                    .at(path + ".count")
                    .fix("send 1, or a measure in kW");
        }
    }

    /** The stops of the fulfilment say when it runs, the time of an item when it could. */
    private static Extent extent(JsonNode item, JsonNode order, String path) {
        JsonNode stops = order.path("fulfillments").path(0).path("stops");
        JsonNode start = stop(stops, "start");
        JsonNode end = stop(stops, "end");
        if (order.path("items").size() == 1 && start.isTextual() && end.isTextual()) {
            ObjectNode window = Json.object();
            window.set("start", start);
            window.set("end", end);
            return new Extent.Within(LtsFields.window(window, ORDER + ".fulfillments[0].stops"));
        }
        return item.path("time").has("range")
                ? new Extent.Within(V1Fields.window(item.path("time"), path + ".time"))
                : new Extent.WholeSlot();
    }

    private static JsonNode stop(JsonNode stops, String type) {
        for (JsonNode stop : stops) {
            if (stop.path("type").asText().equalsIgnoreCase(type)) {
                return stop.path("time").path("timestamp");
            }
        }
        return Json.object().path(type);
    }

    /** What payments say in detail counts before the total of the quote. */
    private static List<Charge> charges(JsonNode order) {
        var charges = new ArrayList<Charge>();
        for (JsonNode payment : order.path("payments")) {
            JsonNode params = payment.path("params");
            if (params.has("amount")) {
                String path = ORDER + ".payments[" + charges.size() + "].params.amount";
                charges.add(new Charge(
                        payment.path("id").asText(),
                        LtsFields.money(params.path("amount"), params.path("currency"), path),
                        List.of()));
            }
        }
        JsonNode total = order.path("quote").path("price");
        if (charges.isEmpty() && total.has("value")) {
            charges.add(new Charge("", V1Fields.money(total, ORDER + ".quote.price"), List.of()));
        }
        return charges;
    }

    /** A provider that is only called by its subscriber id has said nothing beyond the envelope. */
    private static List<Party> parties(JsonNode order, Context context) {
        var parties = new ArrayList<Party>();
        Party buyer = buyer(order);
        if (!buyer.id().isEmpty() || !buyer.name().isEmpty()) {
            parties.add(buyer);
        }
        var seller = V1Catalogs.seller(order.path("provider"));
        if (!seller.name().isEmpty()
                || !(seller.id().isEmpty() || seller.id().equals(context.bpp().id()))) {
            parties.add(new Party(seller.id(), Party.PROVIDER, seller.name()));
        }
        return parties;
    }

    static Party buyer(JsonNode order) {
        JsonNode person = order.path("fulfillments").path(0).path("customer").path("person");
        return new Party(
                person.path("id").asText(),
                Party.CONSUMER,
                order.path("billing").path("name").asText(person.path("name").asText()));
    }

    static ObjectNode write(Proposal proposal, Context context) {
        ObjectNode order = Json.object();
        LtsFields.putUnlessEmpty(order, "id", proposal.contractId());
        Party seller = party(proposal.parties(), Party.PROVIDER);
        ObjectNode provider = order.putObject("provider")
                .put("id", seller.id().isEmpty() ? context.bpp().id() : seller.id());
        if (!seller.name().isEmpty()) {
            provider.putObject("descriptor").put("name", seller.name());
        }
        if (!proposal.wishes().isEmpty()) {
            ArrayNode items = order.putArray("items");
            ArrayNode offers = order.putArray("offers");
            proposal.wishes().forEach(wish -> write(wish, items, offers));
        }
        buyer(party(proposal.parties(), Party.CONSUMER), order);
        payments(proposal.charges(), "NOT-PAID", order);
        return order;
    }

    private static Party party(List<Party> parties, String role) {
        return parties.stream()
                .filter(each -> each.role().equals(role))
                .findFirst()
                .orElse(new Party("", role, ""));
    }

    private static void write(Wish wish, ArrayNode items, ArrayNode offers) {
        ObjectNode item = items.addObject().put("id", wish.resourceId());
        var line = new V1Tags().put("id", wish.id());
        switch (wish.amount()) {
            case Amount.OfPower(Power power) -> selected(item, V1Fields.measure(power));
            case Amount.OfEnergy(Energy energy) -> selected(item, V1Fields.measure(energy));
            case Amount.OfPowerAndEnergy(Power power, Energy energy) -> {
                selected(item, V1Fields.measure(energy));
                line.put("computeLoadKw", V1Fields.text(power.kilowatts()));
            }
            case Amount.Unsaid _ ->
                item.putObject("quantity").putObject("selected").put("count", 1);
        }
        switch (wish.extent()) {
            case Extent.Within(Interval window) -> item.set("time", V1Fields.range(window));
            case Extent.WholeSlot _ -> {}
            case Extent.AtTimes _ -> throw new IllegalArgumentException("1.1.1 has no words for times without a date");
        }
        line.addTo(item, "line");
        if (!wish.offerId().isEmpty()) {
            ObjectNode offer = offers.addObject().put("id", wish.offerId());
            ArrayNode covered = offer.putArray("item_ids");
            wish.offerResourceIds().forEach(covered::add);
        }
    }

    private static void selected(ObjectNode item, ObjectNode measure) {
        item.putObject("quantity").putObject("selected").set("measure", measure);
    }

    /** The name is that of the bill, the id that of the person whom the fulfilment serves. */
    static void buyer(Party buyer, ObjectNode order) {
        if (!buyer.name().isEmpty()) {
            order.putObject("billing").put("name", buyer.name());
        }
        if (!buyer.id().isEmpty()) {
            ArrayNode fulfilments = order.withArray("fulfillments");
            ObjectNode first = fulfilments.isEmpty() ? fulfilments.addObject() : (ObjectNode) fulfilments.get(0);
            first.putObject("customer").putObject("person").put("id", buyer.id());
        }
    }

    static void payments(List<Charge> charges, String status, ObjectNode order) {
        if (charges.isEmpty()) {
            return;
        }
        Money total = charges.stream().map(Charge::total).reduce(Money::plus).orElseThrow();
        order.withObject("/quote").set("price", V1Fields.price(total));
        ArrayNode payments = order.putArray("payments");
        for (Charge charge : charges) {
            ObjectNode payment = payments.addObject();
            LtsFields.putUnlessEmpty(payment, "id", charge.id());
            payment.put("collected_by", "BPP").put("type", "POST-FULFILLMENT").put("status", status);
            payment.putObject("params")
                    .put("amount", V1Fields.text(charge.total().amount()))
                    .put("currency", charge.total().currency().getCurrencyCode());
        }
    }
}
