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
        JsonNode price = decision.path("acceptedSpotPrice");
        String unit = decision.path("acceptedSpotPriceUnit").asText();
        return new ContinueWithAlert(
                decision.path("decisionRationale").asText(),
                intensity(decision.path("acceptedCarbonIntensity")),
                price.isNumber() && unit.endsWith(PER_KWH)
                        ? Optional.of(
                                EnergyPrice.of(price.asText(), unit.substring(0, unit.length() - PER_KWH.length())))
                        : Optional.empty(),
                intensity(action.path("monitoringParameters")
                        .path("alertThreshold")
                        .path("maxCarbonIntensity")),
                response);
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
        keep.acceptedPrice()
                .ifPresent(price -> decision.put("acceptedSpotPrice", price.perKilowattHour())
                        .put("acceptedSpotPriceUnit", price.currency().getCurrencyCode() + PER_KWH));
        keep.alertAbove()
                .ifPresent(intensity -> action.putObject("monitoringParameters")
                        .putObject("alertThreshold")
                        .put("maxCarbonIntensity", intensity.gramsPerKwh())
                        .put("maxCarbonIntensityUnit", INTENSITY_UNIT));
    }
}
