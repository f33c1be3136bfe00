package dev.flexgate.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.settlement.rule.CompensationModel;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;

/** How a formula is written wherever it is kept or shown: its id, and its own terms as decimal strings. */
public final class FormulaJson {

    private FormulaJson() {}

    public static ObjectNode write(Formula formula) {
        ObjectNode json = Json.object().put("formulaId", formula.id());
        return switch (formula) {
            case Formula.PayAsBid _, Formula.Uftp _, Formula.PerMeterClamp _ -> json;
            case Formula.TradedVolume(CompensationModel model, EnergyPrice price) ->
                json.put("compensationModel", model.name())
                        .put("compensationPerKwh", price.perKilowattHour().toPlainString());
            case Formula.Incentive(BigDecimal above, BigDecimal rate) ->
                json.put("bonusAbove", above.toPlainString()).put("bonusRate", rate.toPlainString());
        };
    }

    /** Reads what {@link #write} wrote; throws {@link IllegalStateException} for a formula of a later version. */
    public static Formula read(JsonNode json, String currency) {
        return switch (json.path("formulaId").asText()) {
            case "pay-as-bid/1" -> new Formula.PayAsBid();
            case "uftp/1" -> new Formula.Uftp();
            case "deg-demand-flex/2" -> new Formula.PerMeterClamp();
            case "vtp/1" ->
                new Formula.TradedVolume(
                        CompensationModel.valueOf(json.path("compensationModel").asText()),
                        EnergyPrice.of(json.path("compensationPerKwh").asText(), currency));
            case "deg-incentive/1" ->
                new Formula.Incentive(
                        new BigDecimal(json.path("bonusAbove").asText()),
                        new BigDecimal(json.path("bonusRate").asText()));
            default -> throw new IllegalStateException("unknown formula " + json);
        };
    }
}
