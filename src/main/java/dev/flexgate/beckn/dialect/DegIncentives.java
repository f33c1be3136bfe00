package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.IncentiveTerms;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * {@code beckn:incentiveDetails}: rate, currency and type as recorded messages have them at a resource; bonus and
 * penalty beside them are our words for terms that no recorded message spells out.
 */
final class DegIncentives {

    static final String NAME = "beckn:incentiveDetails";

    private static final String PER_KILOWATT_HOUR = "per_kWh_reduced";

    private DegIncentives() {}

    /** The terms within {@code attributes}; empty where there are none. */
    static Optional<IncentiveTerms> read(JsonNode attributes, String inside) {
        JsonNode json = attributes.path(NAME);
        if (json.isMissingNode() || json.isNull()) {
            return Optional.empty();
        }
        String path = inside + "." + NAME;
        if (!json.isObject()) {
            throw DegFields.format(path, "is no object", "send rate, currency and type");
        }
        if (!json.path("type").asText(PER_KILOWATT_HOUR).equals(PER_KILOWATT_HOUR)) {
            throw DegFields.format(path + ".type", "is not sold here", "send " + PER_KILOWATT_HOUR);
        }
        Optional<EnergyPrice> rate = price(json, "rate", path);
        Optional<EnergyPrice> penalty = price(json, "shortfallPenalty", path);
        BigDecimal bonus = number(json, "bonusRate", path).orElse(BigDecimal.ZERO);
        BigDecimal above = number(json, "bonusThreshold", path).orElse(BigDecimal.ONE);
        try {
            return Optional.of(new IncentiveTerms(rate, bonus, above, penalty));
        } catch (IllegalArgumentException outside) {
            throw DegFields.format(path, "is out of range: " + outside.getMessage(), "correct the terms");
        }
    }

    private static Optional<BigDecimal> number(JsonNode json, String name, String path) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isNumber()) {
            throw DegFields.format(path + "." + name, "is no number", "send a number, or leave it out");
        }
        return Optional.of(LtsFields.plain(value.decimalValue()));
    }

    private static Optional<EnergyPrice> price(JsonNode json, String name, String path) {
        return number(json, name, path).map(value -> price(value, json.path("currency"), path + "." + name, path));
    }

    private static EnergyPrice price(BigDecimal value, JsonNode currency, String at, String path) {
        if (!currency.isTextual()) {
            throw DegFields.format(path + ".currency", "is missing", "send the currency, such as GBP");
        }
        try {
            return EnergyPrice.of(value.toPlainString(), currency.asText());
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            RefusedException refused = DegFields.format(
                    at, "is no price per kWh: " + wrong.getMessage(), "send a decimal number and an ISO 4217 currency");
            refused.addSuppressed(wrong);
            throw refused;
        }
    }

    static ObjectNode write(IncentiveTerms terms) {
        ObjectNode json = Json.object();
        terms.rate().ifPresent(rate -> json.put("rate", LtsFields.plain(rate.perKilowattHour())));
        terms.rate()
                .or(terms::penalty)
                .ifPresent(price -> json.put("currency", price.currency().getCurrencyCode()));
        json.put("type", PER_KILOWATT_HOUR);
        if (terms.bonusRate().signum() > 0) {
            json.put("bonusRate", terms.bonusRate()).put("bonusThreshold", terms.bonusAbove());
        }
        terms.penalty().ifPresent(penalty -> json.put("shortfallPenalty", LtsFields.plain(penalty.perKilowattHour())));
        return json;
    }
}
