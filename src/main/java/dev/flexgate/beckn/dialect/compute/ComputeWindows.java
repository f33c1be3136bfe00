package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.dialect.LtsWindows;
import dev.flexgate.beckn.message.Window;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** {@code beckn:ComputeEnergyWindow}: the attributes of a slot. */
final class ComputeWindows {

    static final String TYPE = "ComputeEnergyWindow";

    private ComputeWindows() {}

    static ObjectNode write(String slotId, Window window) {
        ObjectNode json = ComputeFields.attributes(TYPE).put("beckn:slotId", slotId);
        json.set("beckn:gridParameters", LtsWindows.grid(window));
        json.set("beckn:timeWindow", LtsFields.window(window.interval()));
        window.available()
                .ifPresent(available -> json.putObject("beckn:capacityParameters")
                        .put("availableCapacity", LtsFields.megawatts(available))
                        .put("capacityUnit", ComputeFields.MEGAWATT)
                        .put("reservationRequired", true));
        window.pricing().ifPresent(pricing -> json.set("beckn:pricingParameters", LtsWindows.write(pricing)));
        json.set("beckn:location", place(window.site()));
        Provenance provenance = window.provenance();
        json.putObject("beckn:provenance")
                .put("source", provenance.source())
                .put("method", provenance.method())
                .put("asOf", provenance.asOf().toString())
                .put("quality", provenance.quality().name().toLowerCase(Locale.ROOT));
        return json;
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
    record Beside(JsonNode place, JsonNode window, Optional<EnergyPrice> price, Instant asOf) {}

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
                LtsWindows.carbon(grid),
                LtsWindows.pricing(price, beside.price()),
                provenance(json.path("beckn:provenance"), beside.asOf()));
    }

    private static Optional<Power> available(JsonNode capacity, String path) {
        return ComputeFields.power(capacity, "availableCapacity", "capacityUnit", path)
                .or(() -> ComputeFields.power(capacity, "reservedCapacity", "capacityUnit", path))
                .or(() -> ComputeFields.power(capacity, "activeCapacity", "capacityUnit", path));
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
