package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Change.ContinueWithAlert;
import dev.flexgate.beckn.message.Change.Response;
import dev.flexgate.beckn.message.Change.Shutdown;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import java.math.BigDecimal;
import java.util.Optional;

/** Staying in spite of an alert: both generations of 2.0.0 write it in the same words. */
public final class AlertDecisions {

    private static final String INTENSITY_UNIT = "gCO2/kWh";
    private static final String PER_KWH = "_per_kWh";
    private static final String ENABLED = "autoShutdownEnabled";
    private static final String THRESHOLD = "autoShutdownThreshold";

    private AlertDecisions() {}

    /**
     * The decision in a {@code flexibilityAction}.
     *
     * @param path of that
     */
    public static ContinueWithAlert read(JsonNode action, Response response, String path) {
        JsonNode decision = action.path("decision");
        JsonNode monitoring = action.path("monitoringParameters");
        JsonNode threshold = monitoring.path("alertThreshold");
        return new ContinueWithAlert(
                decision.path("decisionRationale").asText(),
                intensity(decision.path("acceptedCarbonIntensity")),
                price(decision, "acceptedSpotPrice"),
                intensity(threshold.path("maxCarbonIntensity")),
                price(threshold, "maxSpotPrice"),
                shutdown(monitoring, path + ".monitoringParameters." + THRESHOLD),
                response);
    }

    /** Its threshold is written without units: they are those of the alert's beside it. */
    private static Optional<Shutdown> shutdown(JsonNode monitoring, String path) {
        if (!monitoring.has(ENABLED)) {
            return Optional.empty();
        }
        if (!monitoring.path(ENABLED).asBoolean()) {
            return Optional.of(Shutdown.NEVER);
        }
        JsonNode threshold = monitoring.path(THRESHOLD);
        JsonNode spotPrice = threshold.path("spotPrice");
        String unit = threshold
                .path("spotPriceUnit")
                .asText(monitoring
                        .path("alertThreshold")
                        .path("maxSpotPriceUnit")
                        .asText());
        if (spotPrice.isNumber() && !unit.endsWith(PER_KWH)) {
            throw RefusedException.of(ErrorCode.SCH_REQUIRED_FIELD_MISSING, "the spotPrice has no unit")
                    .at(path + ".spotPriceUnit")
                    .fix("send a unit such as GBP" + PER_KWH);
        }
        var shutdown = new Shutdown(
                intensity(threshold.path("carbonIntensity")),
                spotPrice.isNumber() ? Optional.of(perKwh(spotPrice, unit)) : Optional.empty());
        if (shutdown.equals(Shutdown.NEVER)) {
            throw RefusedException.of(
                            ErrorCode.SCH_REQUIRED_FIELD_MISSING,
                            "nobody knows when the load shall stop: there is no " + THRESHOLD)
                    .at(path)
                    .fix("send its carbonIntensity, spotPrice or both, or " + ENABLED + " false");
        }
        return Optional.of(shutdown);
    }

    /** A number whose unit stands beside it, such as {@code GBP_per_kWh}. */
    private static Optional<EnergyPrice> price(JsonNode parent, String name) {
        JsonNode price = parent.path(name);
        String unit = parent.path(name + "Unit").asText();
        return price.isNumber() && unit.endsWith(PER_KWH) ? Optional.of(perKwh(price, unit)) : Optional.empty();
    }

    private static EnergyPrice perKwh(JsonNode number, String unit) {
        return EnergyPrice.of(number.asText(), unit.substring(0, unit.length() - PER_KWH.length()));
    }

    private static Optional<CarbonIntensity> intensity(JsonNode value) {
        return value.isNumber()
                ? Optional.of(CarbonIntensity.ofGramsPerKwh(new BigDecimal(value.asText())))
                : Optional.empty();
    }

    /** Adds it to a {@code flexibilityAction}. */
    public static void write(ContinueWithAlert keep, ObjectNode action) {
        ObjectNode decision = action.putObject("decision").put("decisionType", "continue_execution");
        LtsFields.putUnlessEmpty(decision, "decisionRationale", keep.rationale());
        keep.acceptedCarbon()
                .ifPresent(intensity -> decision.put("acceptedCarbonIntensity", intensity.gramsPerKwh())
                        .put("acceptedCarbonIntensityUnit", INTENSITY_UNIT));
        keep.acceptedPrice().ifPresent(price -> put(decision, "acceptedSpotPrice", price));
        keep.shutdown().ifPresent(shutdown -> write(shutdown, action.withObject("/monitoringParameters")));
        if (keep.alertAbove().isEmpty() && keep.priceAlertAbove().isEmpty()) {
            return;
        }
        ObjectNode threshold = action.withObject("/monitoringParameters").putObject("alertThreshold");
        keep.alertAbove()
                .ifPresent(intensity -> threshold
                        .put("maxCarbonIntensity", intensity.gramsPerKwh())
                        .put("maxCarbonIntensityUnit", INTENSITY_UNIT));
        keep.priceAlertAbove().ifPresent(price -> put(threshold, "maxSpotPrice", price));
    }

    private static void write(Shutdown shutdown, ObjectNode monitoring) {
        monitoring.put(ENABLED, !shutdown.equals(Shutdown.NEVER));
        shutdown.carbonAbove()
                .ifPresent(intensity ->
                        monitoring.withObject("/" + THRESHOLD).put("carbonIntensity", intensity.gramsPerKwh()));
        shutdown.priceAbove().ifPresent(price -> put(monitoring.withObject("/" + THRESHOLD), "spotPrice", price));
    }

    private static void put(ObjectNode parent, String name, EnergyPrice price) {
        parent.put(name, price.perKilowattHour())
                .put(name + "Unit", price.currency().getCurrencyCode() + PER_KWH);
    }
}
