package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.CancellationTerm;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Offer.Seller;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The LTS catalogue: resources are slots, offers are the terms on which they are sold. */
final class LtsCatalogs {

    private LtsCatalogs() {}

    static ObjectNode write(Catalog catalog) {
        ObjectNode json = Json.object().put("id", catalog.id());
        json.set("descriptor", LtsFields.descriptor(catalog.name(), ""));
        json.set("provider", write(catalog.seller()));
        json.put("isActive", true);
        ArrayNode resources = json.putArray("resources");
        catalog.items().forEach(item -> resources.add(writeForSale(item)));
        ArrayNode offers = json.putArray("offers");
        catalog.offers().forEach(offer -> offers.add(write(offer)));
        return json;
    }

    /** With its place where consumers look for it: the official schema leaves a resource open for that. */
    private static ObjectNode writeForSale(Item item) {
        ObjectNode json = write(item);
        JsonNode geo = json.at("/resourceAttributes/location/geo");
        if (!geo.isMissingNode()) {
            ObjectNode place = json.putArray("availableAt").addObject();
            place.set("geo", geo.deepCopy());
            place.putObject("address")
                    .put("addressLocality", item.window().site().locality());
        }
        return json;
    }

    static ObjectNode write(Item item) {
        ObjectNode json = Json.object().put("id", item.id());
        json.set("descriptor", LtsFields.descriptor(item.name(), item.description()));
        json.set("resourceAttributes", LtsWindows.write(item.id(), item.window()));
        return json;
    }

    static ObjectNode write(Offer offer) {
        ObjectNode json = Json.object().put("id", offer.id());
        json.set("descriptor", LtsFields.descriptor(offer.name(), offer.description()));
        json.set("provider", write(offer.seller()));
        ArrayNode covered = json.putArray("resourceIds");
        offer.resourceIds().forEach(covered::add);
        offer.validUntil().ifPresent(until -> json.putObject("validity").put("endDate", until.toString()));
        ObjectNode attributes = LtsFields.attributes("ComputeEnergyPricing");
        offer.price()
                .ifPresent(price -> attributes
                        .put("currency", price.currency().getCurrencyCode())
                        .put("price", price.perKilowattHour())
                        .put("unit", "per_kWh")
                        .put("priceStability", "quoted on select"));
        if (!offer.cancellation().isEmpty()) {
            ArrayNode terms = attributes.putArray("cancellationTerms");
            offer.cancellation()
                    .forEach(term -> terms.addObject()
                            .put("notice", term.notice().toString())
                            .put("feePercent", LtsFields.plain(term.feePercent())));
        }
        json.set("offerAttributes", attributes);
        return json;
    }

    private static ObjectNode write(Seller seller) {
        ObjectNode json = Json.object().put("id", seller.id());
        json.set("descriptor", LtsFields.descriptor(seller.name(), seller.description()));
        seller.rating()
                .ifPresent(rating -> json.set(
                        "providerAttributes", LtsAftercare.write(rating, LtsFields.attributes("AggregateRating"))));
        return json;
    }

    static List<Catalog> read(JsonNode catalogs) {
        var read = new ArrayList<Catalog>();
        for (int k = 0; k < catalogs.size(); k++) {
            String path = "$.message.catalogs[" + k + "]";
            JsonNode catalog = catalogs.get(k);
            var offers = new ArrayList<Offer>();
            for (int o = 0; o < catalog.path("offers").size(); o++) {
                offers.add(offer(catalog.path("offers").get(o), path + ".offers[" + o + "]"));
            }
            var items = new ArrayList<Item>();
            Map<String, EnergyPrice> prices = prices(offers);
            JsonNode resources = catalog.path("resources");
            for (int r = 0; r < resources.size(); r++) {
                JsonNode resource = resources.get(r);
                Optional<EnergyPrice> offered =
                        Optional.ofNullable(prices.get(resource.path("id").asText()));
                items.add(item(resource, offered, path + ".resources[" + r + "]"));
            }
            read.add(new Catalog(
                    catalog.path("id").asText(),
                    catalog.path("descriptor").path("name").asText(),
                    seller(catalog.path("provider")),
                    items,
                    offers));
        }
        return read;
    }

    /** Of several offers for a slot the first one counts. */
    private static Map<String, EnergyPrice> prices(List<Offer> offers) {
        Map<String, EnergyPrice> prices = new HashMap<>();
        offers.forEach(offer ->
                offer.price().ifPresent(price -> offer.resourceIds().forEach(id -> prices.putIfAbsent(id, price))));
        return prices;
    }

    /**
     * A slot.
     *
     * @param offered the price of its offer, for peers that name it there only
     */
    static Item item(JsonNode json, Optional<EnergyPrice> offered, String path) {
        JsonNode descriptor = json.path("descriptor");
        return new Item(
                json.path("id").asText(),
                descriptor.path("name").asText(),
                descriptor.path("shortDesc").asText(),
                LtsWindows.read(json.path("resourceAttributes"), offered, path + ".resourceAttributes"));
    }

    static Offer offer(JsonNode json, String path) {
        var covered = new ArrayList<String>();
        json.path("resourceIds").forEach(id -> covered.add(id.asText()));
        JsonNode descriptor = json.path("descriptor");
        JsonNode attributes = json.path("offerAttributes");
        return new Offer(
                json.path("id").asText(),
                descriptor.path("name").asText(),
                descriptor.path("shortDesc").asText(),
                seller(json.path("provider")),
                covered,
                json.path("validity").has("endDate")
                        ? Optional.of(
                                LtsFields.instant(json.path("validity").path("endDate"), path + ".validity.endDate"))
                        : Optional.empty(),
                attributes.hasNonNull("price")
                        ? Optional.of(price(
                                attributes.path("price"), attributes.path("currency"), path + ".offerAttributes.price"))
                        : Optional.empty(),
                terms(attributes.path("cancellationTerms"), path + ".offerAttributes.cancellationTerms"));
    }

    private static List<CancellationTerm> terms(JsonNode terms, String path) {
        var read = new ArrayList<CancellationTerm>();
        for (JsonNode term : terms) {
            read.add(LtsWindows.understood(
                    path,
                    () -> new CancellationTerm(
                            Duration.parse(term.path("notice").asText()),
                            new BigDecimal(term.path("feePercent").asText()))));
        }
        return read;
    }

    static EnergyPrice price(JsonNode value, JsonNode currency, String path) {
        return LtsWindows.understood(path, () -> EnergyPrice.of(value.asText(), currency.asText()));
    }

    private static Seller seller(JsonNode provider) {
        JsonNode descriptor = provider.path("descriptor");
        return new Seller(
                provider.path("id").asText(),
                descriptor.path("name").asText(),
                descriptor.path("shortDesc").asText(),
                LtsAftercare.score(provider.path("id").asText(), provider.path("providerAttributes")));
    }
}
