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

/** A slot as an item: price per kWh of IT energy, available power, time, place; the rest are tags. */
final class V1Items {

    private V1Items() {}

    static ObjectNode write(Item item) {
        Window window = item.window();
        ObjectNode json = Json.object().put("id", item.id());
        json.set("descriptor", V1Fields.descriptor(item.name(), item.description()));
        json.putObject("price")
                .put("currency", window.floor().currency().getCurrencyCode())
                .put("value", V1Fields.text(window.price().p50().perKilowattHour()))
                .put("minimum_value", V1Fields.text(window.price().p10().perKilowattHour()))
                .put("maximum_value", V1Fields.text(window.price().p90().perKilowattHour()))
                .put("offered_value", V1Fields.text(window.floor().perKilowattHour()));
        json.putObject("quantity").putObject("available").set("measure", V1Fields.measure(window.available()));
        json.set("time", V1Fields.range(window.interval()));
        json.putArray("location_ids").add(window.site().id());
        json.put("rateable", true);
        new V1Tags()
                .put("gridArea", window.site().gridArea())
                .put("gridZone", window.site().carbonZone())
                .put("carbonIntensity", V1Fields.text(window.carbon().p50().gramsPerKwh()))
                .put("carbonIntensityP10", V1Fields.text(window.carbon().p10().gramsPerKwh()))
                .put("carbonIntensityP90", V1Fields.text(window.carbon().p90().gramsPerKwh()))
                .put("carbonIntensityUnit", "gCO2/kWh")
                .put("priceUnit", "per_kWh")
                .addTo(json, "grid");
        Provenance provenance = window.provenance();
        new V1Tags()
                .put("source", provenance.source())
                .put("method", provenance.method())
                .put("asOf", provenance.asOf())
                .put("quality", provenance.quality().name().toLowerCase(Locale.ROOT))
                .addTo(json, "provenance");
        return json;
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
        JsonNode price = json.path("price");
        String currency = price.path("currency").asText("XXX");
        EnergyPrice middle = EnergyPrice.of(price.path("value").asText("0"), currency);
        V1Tags grid = V1Tags.of(json, "grid");
        CarbonIntensity intensity = intensity(grid.find("carbonIntensity").orElse("0"));
        return new Item(
                json.path("id").asText(),
                json.path("descriptor").path("name").asText(),
                json.path("descriptor").path("short_desc").asText(),
                new Window(
                        site(json, provider, grid),
                        V1Fields.window(json.path("time"), path + ".time"),
                        available(json.path("quantity").path("available").path("measure"), path),
                        new Spread<>(
                                grid.find("carbonIntensityP10")
                                        .map(V1Items::intensity)
                                        .orElse(intensity),
                                intensity,
                                grid.find("carbonIntensityP90")
                                        .map(V1Items::intensity)
                                        .orElse(intensity)),
                        new Spread<>(
                                price(price, "minimum_value", middle), middle, price(price, "maximum_value", middle)),
                        price(price, "offered_value", middle),
                        provenance(V1Tags.of(json, "provenance"), asOf)));
    }

    private static Power available(JsonNode measure, String path) {
        return measure.has("value")
                ? LtsFields.power(
                        V1Fields.decimal(measure.path("value").asText(), path + ".quantity.available.measure.value"),
                        measure.path("unit").asText().toUpperCase(Locale.ROOT).equals("MW") ? "MW" : "kW",
                        path + ".quantity.available.measure")
                : Power.ZERO;
    }

    private static CarbonIntensity intensity(String grams) {
        return CarbonIntensity.ofGramsPerKwh(V1Fields.decimal(grams, "carbonIntensity"));
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
