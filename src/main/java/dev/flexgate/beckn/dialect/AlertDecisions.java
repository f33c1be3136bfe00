package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Change.ContinueWithAlert;
import dev.flexgate.beckn.message.Change.Response;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import java.math.BigDecimal;
import java.util.Optional;

/** Staying in spite of an alert: both generations of 2.0.0 write it in the same words. */
public final class AlertDecisions {

    private static final String INTENSITY_UNIT = "gCO2/kWh";
    private static final String PER_KWH = "_per_kWh";

    private AlertDecisions() {}

    /** The decision in a {@code flexibilityAction}. */
    public static ContinueWithAlert read(JsonNode action, Response response) {
        JsonNode decision = action.path("decision");
        JsonNode threshold = action.path("monitoringParameters").path("alertThreshold");
        return new ContinueWithAlert(
                decision.path("decisionRationale").asText(),
                intensity(decision.path("acceptedCarbonIntensity")),
                price(decision, "acceptedSpotPrice"),
                intensity(threshold.path("maxCarbonIntensity")),
                price(threshold, "maxSpotPrice"),
                response);
    }

    /** A number whose unit stands beside it, such as {@code GBP_per_kWh}. */
    private static Optional<EnergyPrice> price(JsonNode parent, String name) {
        JsonNode price = parent.path(name);
        String unit = parent.path(name + "Unit").asText();
        return price.isNumber() && unit.endsWith(PER_KWH)
                ? Optional.of(EnergyPrice.of(price.asText(), unit.substring(0, unit.length() - PER_KWH.length())))
                : Optional.empty();
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
        if (keep.alertAbove().isEmpty() && keep.priceAlertAbove().isEmpty()) {
            return;
        }
        ObjectNode threshold = action.putObject("monitoringParameters").putObject("alertThreshold");
        keep.alertAbove()
                .ifPresent(intensity -> threshold
                        .put("maxCarbonIntensity", intensity.gramsPerKwh())
                        .put("maxCarbonIntensityUnit", INTENSITY_UNIT));
        keep.priceAlertAbove().ifPresent(price -> put(threshold, "maxSpotPrice", price));
    }

    private static void put(ObjectNode parent, String name, EnergyPrice price) {
        parent.put(name, price.perKilowattHour())
                .put(name + "Unit", price.currency().getCurrencyCode() + PER_KWH);
    }
}
