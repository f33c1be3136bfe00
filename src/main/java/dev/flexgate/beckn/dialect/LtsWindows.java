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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code ComputeEnergyWindow}: the attributes of a slot, in the words of the compute-energy domain. */
public final class LtsWindows {

    static final String TYPE = "ComputeEnergyWindow";

    /** What a peer says of its forecasts that says nothing: the least there is to believe. */
    private static final Provenance UNSAID = new Provenance("", "", Instant.EPOCH, Quality.SIMULATED);

    private LtsWindows() {}

    static ObjectNode write(String slotId, Window window) {
        ObjectNode json = LtsFields.attributes(TYPE).put("slotId", slotId);
        json.set("gridParameters", grid(window));
        json.set("timeWindow", LtsFields.window(window.interval()));
        window.available()
                .ifPresent(available -> json.putObject("capacityParameters")
                        .put("availableCapacity", LtsFields.megawatts(available))
                        .put("capacityUnit", "MW")
                        .put("reservationRequired", true));
        window.pricing().ifPresent(pricing -> json.set("pricingParameters", write(pricing)));
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

    /** Where and how clean, in the words of every generation of the domain. */
    public static ObjectNode grid(Window window) {
        ObjectNode json = Json.object()
                .put("gridArea", window.site().gridArea())
                .put("gridZone", window.site().carbonZone());
        window.carbon()
                .ifPresent(carbon -> json.put("carbonIntensity", carbon.p50().gramsPerKwh())
                        .put("carbonIntensityP10", carbon.p10().gramsPerKwh())
                        .put("carbonIntensityP90", carbon.p90().gramsPerKwh())
                        .put("carbonIntensityUnit", "gCO2/kWh"));
        return json;
    }

    /** What a window costs, in the words of every generation of the domain. */
    public static ObjectNode write(Window.Pricing pricing) {
        return Json.object()
                .put("spotPrice", pricing.price().p50().perKilowattHour())
                .put("spotPriceP10", pricing.price().p10().perKilowattHour())
                .put("spotPriceP90", pricing.price().p90().perKilowattHour())
                .put("floorPrice", pricing.floor().perKilowattHour())
                .put("currency", pricing.floor().currency().getCurrencyCode())
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
                capacity.path("availableCapacity").isNumber()
                        ? Optional.of(LtsFields.power(
                                capacity.path("availableCapacity").decimalValue(),
                                capacity.path("capacityUnit").asText("MW"),
                                path + ".capacityParameters.availableCapacity"))
                        : Optional.empty(),
                carbon(grid),
                pricing(price, offered),
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

    /** Grid parameters that name no intensity say nothing of it: nobody may read that as none. */
    public static Optional<Spread<CarbonIntensity>> carbon(JsonNode grid) {
        return isUnsaid(grid.path("carbonIntensity"))
                ? Optional.empty()
                : Optional.of(new Spread<>(
                        intensity(grid, "carbonIntensityP10"),
                        intensity(grid, "carbonIntensity"),
                        intensity(grid, "carbonIntensityP90")));
    }

    /** The middle one stands for a band that a peer does not give. */
    private static CarbonIntensity intensity(JsonNode grid, String name) {
        JsonNode value = isUnsaid(grid.path(name)) ? grid.path("carbonIntensity") : grid.path(name);
        return CarbonIntensity.ofGramsPerKwh(new BigDecimal(value.asText()));
    }

    /**
     * What pricing parameters say; those without a price say nothing.
     *
     * @param offered the price of its offer, for peers that name it there only
     */
    public static Optional<Window.Pricing> pricing(JsonNode price, Optional<EnergyPrice> offered) {
        return isUnsaid(price.path("spotPrice"))
                ? offered.map(Window.Pricing::of)
                : Optional.of(new Window.Pricing(
                        new Spread<>(
                                price(price, "spotPriceP10"), price(price, "spotPrice"), price(price, "spotPriceP90")),
                        price(price, "floorPrice")));
    }

    private static EnergyPrice price(JsonNode price, String name) {
        JsonNode value = isUnsaid(price.path(name)) ? price.path("spotPrice") : price.path(name);
        return EnergyPrice.of(value.asText(), price.path("currency").asText());
    }

    private static boolean isUnsaid(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /** A peer's attributes are open, so no schema has checked them: what cannot be read is refused here. */
    static <T> T understood(String path, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException unreadable) {
            throw RefusedException.of(ErrorCode.SCH_ATTRIBUTE_PACK_INVALID, path + " cannot be read")
                    .at(path)
                    .fix("send the units and names of ComputeEnergy v1");
        }
    }
}
