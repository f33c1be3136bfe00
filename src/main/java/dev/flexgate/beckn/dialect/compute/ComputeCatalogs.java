package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.compute.ComputeWindows.Beside;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Offer.Seller;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalogue of compute windows: items are slots, offers are the terms on which they are sold. */
final class ComputeCatalogs {

    private ComputeCatalogs() {}

    /** @param provider whose address the official schema wants in every catalogue */
    static ObjectNode write(Catalog catalog, Endpoint provider) {
        ObjectNode json = ComputeFields.core("Catalog").put("beckn:id", catalog.id());
        json.set("beckn:descriptor", ComputeFields.descriptor(catalog.name(), ""));
        json.put("beckn:providerId", catalog.seller().id())
                .put("beckn:bppId", provider.id())
                .put("beckn:bppUri", provider.uri())
                .put("beckn:isActive", true);
        ArrayNode items = json.putArray("beckn:items");
        catalog.items().forEach(item -> items.add(write(item, catalog.seller())));
        ArrayNode offers = json.putArray("beckn:offers");
        catalog.offers().forEach(offer -> offers.add(write(offer)));
        return json;
    }

    private static ObjectNode write(Item item, Seller seller) {
        ObjectNode json = ComputeFields.core("Item").put("beckn:id", item.id());
        json.set("beckn:descriptor", ComputeFields.descriptor(item.name(), item.description()));
        json.set("beckn:provider", provider(seller));
        if (!item.window().site().latitude().isEmpty()) {
            ObjectNode place = json.putArray("beckn:availableAt").addObject().put("@type", "beckn:Location");
            place.set("geo", ComputeWindows.geo(item.window().site()));
            place.putObject("address")
                    .put("addressLocality", item.window().site().locality());
        }
        json.putArray("beckn:availabilityWindow")
                .addObject()
                .put("@type", "beckn:TimePeriod")
                .put("schema:startDate", item.window().interval().start().toString())
                .put("schema:endDate", item.window().interval().end().toString());
        json.put("beckn:rateable", true);
        json.set("beckn:itemAttributes", ComputeWindows.write(item.id(), item.window()));
        return json;
    }

    private static ObjectNode provider(Seller seller) {
        ObjectNode json = Json.object().put("beckn:id", seller.id());
        json.set("beckn:descriptor", ComputeFields.descriptor(seller.name(), seller.description()));
        seller.rating().ifPresent(score -> json.set("beckn:rating", ComputeAftercare.rating(score)));
        return json;
    }

    static ObjectNode write(Offer offer) {
        ObjectNode json = ComputeFields.core("Offer").put("beckn:id", offer.id());
        json.set("beckn:descriptor", ComputeFields.descriptor(offer.name(), offer.description()));
        json.put("beckn:provider", offer.seller().id());
        ArrayNode items = json.putArray("beckn:items");
        offer.resourceIds().forEach(items::add);
        offer.validUntil()
                .ifPresent(until -> json.putObject("beckn:validity")
                        .put("@type", "beckn:TimePeriod")
                        .put("schema:endDate", until.toString()));
        offer.price().ifPresent(price -> json.set("beckn:price", ComputeFields.price(price)));
        ObjectNode attributes = ComputeFields.attributes("ComputeEnergyPricing")
                .put("beckn:unit", "per_kWh")
                .put("beckn:priceStability", "quoted on select");
        ObjectNode seller = attributes
                .putObject("beckn:seller")
                .put("name", offer.seller().name())
                .put("shortDesc", offer.seller().description());
        offer.seller().rating().ifPresent(score -> seller.set("rating", ComputeAftercare.rating(score)));
        ComputeCancellations.write(offer.cancellation(), attributes);
        json.set("beckn:offerAttributes", attributes);
        return json;
    }

    static List<Catalog> read(JsonNode catalogs, Context context) {
        var read = new ArrayList<Catalog>();
        for (JsonNode catalog : catalogs) {
            read.add(catalog(catalog, context, "$.message.catalogs[" + read.size() + "]"));
        }
        return read;
    }

    private static Catalog catalog(JsonNode json, Context context, String path) {
        Instant asOf = context.timestamp();
        Map<String, EnergyPrice> prices = new HashMap<>();
        var offers = new ArrayList<Offer>();
        Seller seller = seller(json);
        for (JsonNode each : json.path("beckn:offers")) {
            Offer offer = offer(each, seller, end(json), path + ".beckn:offers[" + offers.size() + "]");
            offer.price().ifPresent(price -> offer.resourceIds().forEach(id -> prices.putIfAbsent(id, price)));
            offers.add(offer);
        }
        var items = new ArrayList<Item>();
        for (JsonNode each : json.path("beckn:items")) {
            Optional<EnergyPrice> price = Optional.ofNullable(prices.get(ComputeFields.text(each, "beckn:id")));
            items.add(item(each, price, asOf, path + ".beckn:items[" + items.size() + "]"));
        }
        return new Catalog(
                ComputeFields.text(json, "beckn:id"),
                ComputeFields.text(json.path("beckn:descriptor"), "schema:name"),
                seller,
                items,
                offers);
    }

    private static Optional<Instant> end(JsonNode owner) {
        JsonNode end = owner.path("beckn:validity").path("schema:endDate");
        return end.isTextual() ? Optional.of(ComputeTimes.instant(end, Instant.EPOCH)) : Optional.empty();
    }

    /** All items of a catalogue of ours name the same provider; so do the recorded ones. */
    private static Seller seller(JsonNode catalog) {
        JsonNode provider = catalog.path("beckn:items").path(0).path("beckn:provider");
        if (provider.isObject()) {
            return seller(provider, provider.path("beckn:id").asText());
        }
        return new Seller(ComputeFields.text(catalog, "beckn:providerId"), "", "");
    }

    private static Seller seller(JsonNode provider, String id) {
        JsonNode descriptor = provider.path("beckn:descriptor");
        return new Seller(
                id,
                descriptor.path("schema:name").asText(),
                descriptor.path("beckn:shortDesc").asText(),
                ComputeAftercare.rating(id, provider.path("beckn:rating")));
    }

    private static Item item(JsonNode json, Optional<EnergyPrice> price, Instant asOf, String path) {
        JsonNode descriptor = json.path("beckn:descriptor");
        var beside = new Beside(json.path("beckn:availableAt").path(0), Json.object(), price, asOf);
        return new Item(
                ComputeFields.text(json, "beckn:id"),
                ComputeFields.text(descriptor, "schema:name"),
                ComputeFields.text(descriptor, "beckn:shortDesc"),
                ComputeWindows.read(json.path("beckn:itemAttributes"), beside, path + ".beckn:itemAttributes"));
    }

    /**
     * An offer in a catalogue or an order.
     *
     * @param known the seller, as far as it is known from around the offer
     * @param end when it lapses, as far as that is known from around it, unless it says so itself
     */
    static Offer offer(JsonNode json, Seller known, Optional<Instant> end, String path) {
        var covered = new ArrayList<String>();
        json.path("beckn:items").forEach(id -> covered.add(id.asText()));
        JsonNode descriptor = json.path("beckn:descriptor");
        JsonNode seller = json.path("beckn:offerAttributes").path("beckn:seller");
        return new Offer(
                ComputeFields.text(json, "beckn:id"),
                ComputeFields.text(descriptor, "schema:name"),
                ComputeFields.text(descriptor, "beckn:shortDesc"),
                new Seller(
                        json.path("beckn:provider").asText(known.id()),
                        seller.path("name").asText(known.name()),
                        seller.path("shortDesc").asText(known.description()),
                        seller.has("rating")
                                ? ComputeAftercare.rating(
                                        json.path("beckn:provider").asText(known.id()), seller.path("rating"))
                                : known.rating()),
                covered,
                end(json).or(() -> end),
                json.has("beckn:price")
                        ? Optional.of(ComputeFields.energyPrice(json.path("beckn:price"), path + ".beckn:price"))
                        : Optional.empty(),
                ComputeCancellations.terms(json.path("beckn:offerAttributes"), path));
    }
}
