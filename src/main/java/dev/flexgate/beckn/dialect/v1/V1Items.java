package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Spread;
import dev.flexgate.beckn.message.Window;
import dev.flexgate.beckn.message.Window.Site;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** A slot as an item: price per kWh of IT energy, available power, time, place; the rest are tags. */
final class V1Items {

    private V1Items() {}

    static ObjectNode write(Item item) {
        Window window = item.window();
        ObjectNode json = Json.object().put("id", item.id());
        json.set("descriptor", V1Fields.descriptor(item.name(), item.description()));
        window.pricing().ifPresent(pricing -> json.set("price", write(pricing)));
        window.available()
                .ifPresent(available ->
                        json.putObject("quantity").putObject("available").set("measure", V1Fields.measure(available)));
        json.set("time", V1Fields.range(window.interval()));
        json.putArray("location_ids").add(window.site().id());
        json.put("rateable", true);
        var grid = new V1Tags()
                .put("gridArea", window.site().gridArea())
                .put("gridZone", window.site().carbonZone());
        window.carbon()
                .ifPresent(carbon -> grid.put(
                                "carbonIntensity", V1Fields.text(carbon.p50().gramsPerKwh()))
                        .put("carbonIntensityP10", V1Fields.text(carbon.p10().gramsPerKwh()))
                        .put("carbonIntensityP90", V1Fields.text(carbon.p90().gramsPerKwh()))
                        .put("carbonIntensityUnit", "gCO2/kWh"));
        window.pricing().ifPresent(_ -> grid.put("priceUnit", "per_kWh"));
        grid.addTo(json, "grid");
        Provenance provenance = window.provenance();
        new V1Tags()
                .put("source", provenance.source())
                .put("method", provenance.method())
                .put("asOf", provenance.asOf())
                .put("quality", provenance.quality().name().toLowerCase(Locale.ROOT))
                .addTo(json, "provenance");
        return json;
    }

    private static ObjectNode write(Window.Pricing pricing) {
        return Json.object()
                .put("currency", pricing.floor().currency().getCurrencyCode())
                .put("value", V1Fields.text(pricing.price().p50().perKilowattHour()))
                .put("minimum_value", V1Fields.text(pricing.price().p10().perKilowattHour()))
                .put("maximum_value", V1Fields.text(pricing.price().p90().perKilowattHour()))
                .put("offered_value", V1Fields.text(pricing.floor().perKilowattHour()));
    }

    /** The places of items, each once. */
    static void places(Collection<Site> sites, ObjectNode provider) {
        ArrayNode locations = provider.putArray("locations");
        sites.stream().distinct().forEach(site -> {
            ObjectNode json = locations.addObject().put("id", site.id());
            json.putObject("city").put("name", site.locality());
            if (!site.latitude().isEmpty()) {
                json.put("gps", site.latitude() + "," + site.longitude());
            }
        });
    }

    /** @param provider of whose places the item names one */
    static Item read(JsonNode json, JsonNode provider, Instant asOf, String path) {
        return V1Fields.understood(path, () -> item(json, provider, asOf, path));
    }

    private static Item item(JsonNode json, JsonNode provider, Instant asOf, String path) {
        V1Tags grid = V1Tags.of(json, "grid");
        return new Item(
                json.path("id").asText(),
                json.path("descriptor").path("name").asText(),
                json.path("descriptor").path("short_desc").asText(),
                new Window(
                        site(json, provider, grid),
                        V1Fields.window(json.path("time"), path + ".time"),
                        available(json.path("quantity").path("available").path("measure"), path),
                        grid.find("carbonIntensity").map(V1Items::intensity).map(middle -> band(grid, middle)),
                        pricing(json.path("price")),
                        provenance(V1Tags.of(json, "provenance"), asOf)));
    }

    private static Optional<Power> available(JsonNode measure, String path) {
        return measure.has("value")
                ? Optional.of(LtsFields.power(
                        V1Fields.decimal(measure.path("value").asText(), path + ".quantity.available.measure.value"),
                        measure.path("unit").asText().toUpperCase(Locale.ROOT).equals("MW") ? "MW" : "kW",
                        path + ".quantity.available.measure"))
                : Optional.empty();
    }

    /** The middle one stands for a band that a peer does not give. */
    private static Spread<CarbonIntensity> band(V1Tags grid, CarbonIntensity middle) {
        return new Spread<>(
                grid.find("carbonIntensityP10").map(V1Items::intensity).orElse(middle),
                middle,
                grid.find("carbonIntensityP90").map(V1Items::intensity).orElse(middle));
    }

    private static CarbonIntensity intensity(String grams) {
        return CarbonIntensity.ofGramsPerKwh(V1Fields.decimal(grams, "carbonIntensity"));
    }

    private static Optional<Window.Pricing> pricing(JsonNode price) {
        if (!price.has("value")) {
            return Optional.empty();
        }
        EnergyPrice middle = EnergyPrice.of(
                price.path("value").asText(), price.path("currency").asText());
        var band = new Spread<>(price(price, "minimum_value", middle), middle, price(price, "maximum_value", middle));
        return Optional.of(new Window.Pricing(band, price(price, "offered_value", middle)));
    }

    private static EnergyPrice price(JsonNode price, String name, EnergyPrice otherwise) {
        return price.has(name)
                ? EnergyPrice.of(price.path(name).asText(), otherwise.currency().getCurrencyCode())
                : otherwise;
    }

    private static Site site(JsonNode item, JsonNode provider, V1Tags grid) {
        String id = item.path("location_ids").path(0).asText();
        JsonNode place = Json.object();
        for (JsonNode each : provider.path("locations")) {
            if (each.path("id").asText().equals(id)) {
                place = each;
            }
        }
        String[] gps = place.path("gps").asText().split("\\s*,\\s*", -1);
        return new Site(
                id,
                place.path("city").path("name").asText(),
                grid.get("gridZone"),
                grid.get("gridArea"),
                gps[0],
                gps.length > 1 ? gps[1] : "");
    }

    /** A peer that does not say how far its numbers may be believed gets no more belief than an estimate. */
    private static Provenance provenance(V1Tags tags, Instant asOf) {
        return new Provenance(
                tags.get("source"),
                tags.get("method"),
                tags.find("asOf").map(Instant::parse).orElse(asOf),
                tags.find("quality")
                        .map(word -> Quality.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(Quality.ESTIMATED));
    }
}
