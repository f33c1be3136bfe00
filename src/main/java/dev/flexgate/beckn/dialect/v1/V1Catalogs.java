package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.CancellationTerm;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Offer.Seller;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.Rating.Score;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The catalogue of 1.1.1: one message has one catalogue, each of ours is a provider in it. */
final class V1Catalogs {

    private V1Catalogs() {}

    static ObjectNode write(List<Catalog> catalogs) {
        ObjectNode json = Json.object();
        json.set(
                "descriptor",
                V1Fields.descriptor(
                        catalogs.isEmpty() ? "" : catalogs.getFirst().name(), ""));
        ArrayNode providers = json.putArray("providers");
        catalogs.forEach(catalog -> providers.add(write(catalog)));
        return json;
    }

    private static ObjectNode write(Catalog catalog) {
        ObjectNode json = provider(catalog.seller());
        V1Items.places(
                catalog.items().stream().map(item -> item.window().site()).toList(), json);
        ArrayNode items = json.putArray("items");
        catalog.items().forEach(item -> items.add(V1Items.write(item)));
        ArrayNode offers = json.putArray("offers");
        catalog.offers().forEach(offer -> offers.add(write(offer)));
        json.put("rateable", true);
        new V1Tags().put("id", catalog.id()).put("name", catalog.name()).addTo(json, "catalog");
        return json;
    }

    static ObjectNode provider(Seller seller) {
        ObjectNode json = Json.object().put("id", seller.id());
        json.set("descriptor", V1Fields.descriptor(seller.name(), seller.description()));
        seller.rating().ifPresent(score -> rating(score).addTo(json, "rating"));
        return json;
    }

    static V1Tags rating(Score score) {
        var tags = new V1Tags()
                .put("count", Long.toString(score.count()))
                .put("worst", V1Fields.text(score.scale().worst()))
                .put("best", V1Fields.text(score.scale().best()));
        score.value().ifPresent(value -> tags.put("value", V1Fields.text(value)));
        return tags;
    }

    static Optional<Score> rating(String provider, JsonNode owner) {
        V1Tags tags = V1Tags.of(owner, "rating");
        return tags.find("count")
                .map(count -> new Score(
                        provider,
                        Rating.Target.PROVIDER,
                        new Rating.Scale(new BigDecimal(tags.get("worst")), new BigDecimal(tags.get("best"))),
                        tags.find("value").map(BigDecimal::new),
                        Long.parseLong(count)));
    }

    /** An offer has no price in this generation: that of its items counts, and is repeated among the tags. */
    static ObjectNode write(Offer offer) {
        ObjectNode json = Json.object().put("id", offer.id());
        json.set("descriptor", V1Fields.descriptor(offer.name(), offer.description()));
        ArrayNode items = json.putArray("item_ids");
        offer.resourceIds().forEach(items::add);
        var terms = new V1Tags();
        offer.price()
                .ifPresent(price -> terms.put("price", V1Fields.text(price.perKilowattHour()))
                        .put("currency", price.currency().getCurrencyCode())
                        .put("unit", "per_kWh"));
        offer.validUntil().ifPresent(until -> terms.put("validUntil", until));
        terms.addTo(json, "terms");
        for (CancellationTerm term : offer.cancellation()) {
            new V1Tags()
                    .put("notice", term.notice())
                    .put("feePercent", V1Fields.text(term.feePercent()))
                    .addTo(json, "cancellation");
        }
        return json;
    }

    static List<Catalog> read(JsonNode catalog, Instant asOf) {
        var catalogs = new ArrayList<Catalog>();
        for (JsonNode provider : catalog.path("providers")) {
            String path = "$.message.catalog.providers[" + catalogs.size() + "]";
            catalogs.add(V1Fields.understood(path, () -> provider(catalog, provider, asOf, path)));
        }
        return catalogs;
    }

    private static Catalog provider(JsonNode catalog, JsonNode provider, Instant asOf, String path) {
        var items = new ArrayList<Item>();
        provider.path("items")
                .forEach(item -> items.add(V1Items.read(item, provider, asOf, path + ".items[" + items.size() + "]")));
        Seller seller = seller(provider);
        var offers = new ArrayList<Offer>();
        provider.path("offers").forEach(offer -> offers.add(offer(offer, seller)));
        V1Tags tags = V1Tags.of(provider, "catalog");
        return new Catalog(
                tags.find("id").orElse(seller.id()),
                tags.find("name").orElse(catalog.path("descriptor").path("name").asText()),
                seller,
                items,
                offers);
    }

    static Seller seller(JsonNode provider) {
        JsonNode descriptor = provider.path("descriptor");
        return new Seller(
                provider.path("id").asText(),
                descriptor.path("name").asText(),
                descriptor.path("short_desc").asText(),
                rating(provider.path("id").asText(), provider));
    }

    static Offer offer(JsonNode json, Seller seller) {
        var covered = new ArrayList<String>();
        json.path("item_ids").forEach(id -> covered.add(id.asText()));
        V1Tags terms = V1Tags.of(json, "terms");
        return new Offer(
                json.path("id").asText(),
                json.path("descriptor").path("name").asText(),
                json.path("descriptor").path("short_desc").asText(),
                seller,
                covered,
                terms.find("validUntil").map(Instant::parse),
                terms.find("price").map(price -> EnergyPrice.of(price, terms.get("currency"))),
                cancellation(json));
    }

    private static List<CancellationTerm> cancellation(JsonNode offer) {
        var terms = new ArrayList<CancellationTerm>();
        for (JsonNode group : offer.path("tags")) {
            if (group.path("descriptor").path("code").asText().equals("cancellation")) {
                V1Tags tags = V1Tags.of(Json.object().set("tags", Json.array().add(group)), "cancellation");
                terms.add(new CancellationTerm(
                        Duration.parse(tags.get("notice")), new BigDecimal(tags.get("feePercent"))));
            }
        }
        return terms;
    }
}
