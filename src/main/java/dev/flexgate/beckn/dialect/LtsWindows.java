package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.Spread;
import dev.flexgate.beckn.message.Window;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code ComputeEnergyWindow}: the attributes of a slot, in the words of the compute-energy domain. */
final class LtsWindows {

    static final String TYPE = "ComputeEnergyWindow";

    /** What a peer says of its forecasts that says nothing: the least there is to believe. */
    private static final Provenance UNSAID = new Provenance("", "", Instant.EPOCH, Quality.SIMULATED);

    private LtsWindows() {}

    static ObjectNode write(String slotId, Window window) {
        ObjectNode json = LtsFields.attributes(TYPE).put("slotId", slotId);
        json.set("gridParameters", grid(window));
        json.set("timeWindow", LtsFields.window(window.interval()));
        json.putObject("capacityParameters")
                .put("availableCapacity", LtsFields.megawatts(window.available()))
                .put("capacityUnit", "MW")
                .put("reservationRequired", true);
        json.set("pricingParameters", pricing(window));
        ObjectNode location = json.putObject("location");
        location.put("siteId", window.site().id()).put("locality", window.site().locality());
        if (!window.site().latitude().isEmpty()) {
            location.putObject("geo")
                    .put("type", "Point")
                    .putArray("coordinates")
                    .add(new BigDecimal(window.site().longitude()))
                    .add(new BigDecimal(window.site().latitude()));
        }
        Provenance provenance = window.provenance();
        if (!provenance.equals(UNSAID)) {
            json.putObject("provenance")
                    .put("source", provenance.source())
                    .put("method", provenance.method())
                    .put("asOf", provenance.asOf().toString())
                    .put("quality", provenance.quality().name().toLowerCase(Locale.ROOT));
        }
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

    static Window read(JsonNode json, Optional<EnergyPrice> offered, String path) {
        if (!json.path("@type").asText().equals(TYPE)) {
            throw RefusedException.of(ErrorCode.SCH_TYPE_NOT_SUPPORTED, path + " is no " + TYPE)
                    .at(path + ".@type")
                    .fix("send " + TYPE);
        }
        return understood(path, () -> window(json, offered, path));
    }

    private static Window window(JsonNode json, Optional<EnergyPrice> offered, String path) {
        JsonNode grid = json.path("gridParameters");
        JsonNode price = json.path("pricingParameters");
        JsonNode capacity = json.path("capacityParameters");
        JsonNode provenance = json.path("provenance");
        return new Window(
                site(json),
                LtsFields.window(json.path("timeWindow"), path + ".timeWindow"),
                LtsFields.power(
                        capacity.path("availableCapacity").decimalValue(),
                        capacity.path("capacityUnit").asText("MW"),
                        path + ".capacityParameters.availableCapacity"),
                new Spread<>(
                        intensity(grid, "carbonIntensityP10"),
                        intensity(grid, "carbonIntensity"),
                        intensity(grid, "carbonIntensityP90")),
                new Spread<>(
                        price(price, "spotPriceP10", offered),
                        price(price, "spotPrice", offered),
                        price(price, "spotPriceP90", offered)),
                price(price, "floorPrice", offered),
                provenance.isObject() ? provenance(provenance, path + ".provenance") : UNSAID);
    }

    private static Provenance provenance(JsonNode json, String path) {
        return new Provenance(
                json.path("source").asText(),
                json.path("method").asText(),
                LtsFields.instant(json.path("asOf"), path + ".asOf"),
                Quality.valueOf(json.path("quality").asText().toUpperCase(Locale.ROOT)));
    }

    private static Window.Site site(JsonNode json) {
        JsonNode location = json.path("location");
        JsonNode coordinates = location.path("geo").path("coordinates");
        return new Window.Site(
                location.path("siteId").asText(),
                location.path("locality").asText(),
                json.path("gridParameters").path("gridZone").asText(),
                json.path("gridParameters").path("gridArea").asText(),
                coordinates.path(1).asText(),
                coordinates.path(0).asText());
    }

    /** The middle one stands for a band that a peer does not give. */
    private static CarbonIntensity intensity(JsonNode grid, String name) {
        JsonNode value = grid.path(name).isMissingNode() ? grid.path("carbonIntensity") : grid.path(name);
        return CarbonIntensity.ofGramsPerKwh(new BigDecimal(value.asText()));
    }

    private static EnergyPrice price(JsonNode price, String name, Optional<EnergyPrice> offered) {
        if (price.path("spotPrice").isMissingNode() && offered.isPresent()) {
            return offered.get();
        }
        JsonNode value = price.path(name).isMissingNode() ? price.path("spotPrice") : price.path(name);
        return EnergyPrice.of(value.asText(), price.path("currency").asText());
    }

    /** A peer's attributes are open, so no schema has checked them: what cannot be read is refused here. */
    static <T> T understood(String path, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            throw RefusedException.of(ErrorCode.SCH_ATTRIBUTE_PACK_INVALID, path + " cannot be read")
                    .at(path)
                    .fix("send the units and names of ComputeEnergy v1");
        }
    }
}
