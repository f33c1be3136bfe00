package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.Spread;
import dev.flexgate.beckn.message.Window;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;

/** {@code beckn:ComputeEnergyWindow}: the attributes of a slot. */
final class ComputeWindows {

    static final String TYPE = "ComputeEnergyWindow";

    private ComputeWindows() {}

    static ObjectNode write(String slotId, Window window) {
        ObjectNode json = ComputeFields.attributes(TYPE).put("beckn:slotId", slotId);
        json.set("beckn:gridParameters", grid(window));
        json.set("beckn:timeWindow", LtsFields.window(window.interval()));
        json.putObject("beckn:capacityParameters")
                .put("availableCapacity", LtsFields.megawatts(window.available()))
                .put("capacityUnit", ComputeFields.MEGAWATT)
                .put("reservationRequired", true);
        json.set("beckn:pricingParameters", pricing(window));
        json.set("beckn:location", place(window.site()));
        Provenance provenance = window.provenance();
        json.putObject("beckn:provenance")
                .put("source", provenance.source())
                .put("method", provenance.method())
                .put("asOf", provenance.asOf().toString())
                .put("quality", provenance.quality().name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static ObjectNode grid(Window window) {
        return Json.object()
                .put("gridArea", window.site().gridArea())
                .put("gridZone", window.site().carbonZone())
                .put("carbonIntensity", window.carbon().p50().gramsPerKwh())
                .put("carbonIntensityP10", window.carbon().p10().gramsPerKwh())
                .put("carbonIntensityP90", window.carbon().p90().gramsPerKwh())
                .put("carbonIntensityUnit", "gCO2/kWh");
    }

    private static ObjectNode pricing(Window window) {
        return Json.object()
                .put("spotPrice", window.price().p50().perKilowattHour())
                .put("spotPriceP10", window.price().p10().perKilowattHour())
                .put("spotPriceP90", window.price().p90().perKilowattHour())
                .put("floorPrice", window.floor().perKilowattHour())
                .put("currency", window.floor().currency().getCurrencyCode())
                .put("unit", "per_kWh");
    }

    private static ObjectNode place(Window.Site site) {
        ObjectNode json = Json.object().put("siteId", site.id()).put("locality", site.locality());
        if (!site.latitude().isEmpty()) {
            json.set("geo", geo(site));
        }
        return json;
    }

    static ObjectNode geo(Window.Site site) {
        ObjectNode geo = Json.object().put("type", "Point");
        geo.putArray("coordinates").add(new BigDecimal(site.longitude())).add(new BigDecimal(site.latitude()));
        return geo;
    }

    /** What stands beside the attributes and fills what they leave out. */
    record Beside(JsonNode place, JsonNode window, EnergyPrice price, Instant asOf) {}

    static Window read(JsonNode json, Beside beside, String path) {
        return ComputeFields.understood(path, () -> window(json, beside, path));
    }

    private static Window window(JsonNode json, Beside beside, String path) {
        JsonNode grid = json.path("beckn:gridParameters");
        JsonNode price = json.path("beckn:pricingParameters");
        return new Window(
                site(json, beside.place()),
                LtsFields.window(
                        json.has("beckn:timeWindow") ? json.path("beckn:timeWindow") : beside.window(),
                        path + ".beckn:timeWindow"),
                available(json.path("beckn:capacityParameters"), path + ".beckn:capacityParameters"),
                new Spread<>(
                        intensity(grid, "carbonIntensityP10"),
                        intensity(grid, "carbonIntensity"),
                        intensity(grid, "carbonIntensityP90")),
                new Spread<>(
                        price(price, "spotPriceP10", beside),
                        price(price, "spotPrice", beside),
                        price(price, "spotPriceP90", beside)),
                price(price, "floorPrice", beside),
                provenance(json.path("beckn:provenance"), beside.asOf()));
    }

    private static Power available(JsonNode capacity, String path) {
        return ComputeFields.power(capacity, "availableCapacity", "capacityUnit", path)
                .or(() -> ComputeFields.power(capacity, "reservedCapacity", "capacityUnit", path))
                .or(() -> ComputeFields.power(capacity, "activeCapacity", "capacityUnit", path))
                .orElse(Power.ZERO);
    }

    private static Window.Site site(JsonNode json, JsonNode place) {
        JsonNode location = json.path("beckn:location");
        JsonNode geo = location.has("geo") ? location.path("geo") : place.path("geo");
        JsonNode point = geo.path("type").asText().equals("Point") ? geo.path("coordinates") : Json.array();
        JsonNode grid = json.path("beckn:gridParameters");
        return new Window.Site(
                location.path("siteId").asText(),
                location.path("locality")
                        .asText(place.path("address").path("addressLocality").asText()),
                grid.path("gridZone").asText(),
                grid.path("gridArea").asText(),
                point.path(1).asText(),
                point.path(0).asText());
    }

    /** The middle one stands for a band that a peer does not give. */
    private static CarbonIntensity intensity(JsonNode grid, String name) {
        JsonNode value = grid.has(name) ? grid.path(name) : grid.path("carbonIntensity");
        return CarbonIntensity.ofGramsPerKwh(new BigDecimal(value.asText("0")));
    }

    private static EnergyPrice price(JsonNode pricing, String name, Beside beside) {
        JsonNode value = pricing.has(name) ? pricing.path(name) : pricing.path("spotPrice");
        return value.isMissingNode()
                ? beside.price()
                : EnergyPrice.of(value.asText(), pricing.path("currency").asText());
    }

    /** A peer that does not say how far its numbers may be believed gets no more belief than an estimate. */
    private static Provenance provenance(JsonNode json, Instant asOf) {
        return new Provenance(
                json.path("source").asText(),
                json.path("method").asText(),
                ComputeTimes.instant(json.path("asOf"), asOf),
                json.has("quality")
                        ? Quality.valueOf(json.path("quality").asText().toUpperCase(Locale.ROOT))
                        : Quality.ESTIMATED);
    }
}
