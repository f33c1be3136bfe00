package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Supplier;

/** The small parts that compute-energy objects are made of. */
final class ComputeFields {

    /** Vocabulary of the core objects, at the one address that the official schema of rc1 admits. */
    static final String CORE =
            "https://raw.githubusercontent.com/beckn/protocol-specifications-new/refs/heads/main/schema/core/v2/context.jsonld";

    static final String MEGAWATT = "MW";

    private ComputeFields() {}

    static ObjectNode core(String type) {
        return Json.object().put("@context", CORE).put("@type", "beckn:" + type);
    }

    static ObjectNode attributes(String type) {
        return Json.object().put("@context", LtsFields.VOCABULARY).put("@type", "beckn:" + type);
    }

    static ObjectNode descriptor(String name, String shortDescription) {
        ObjectNode json = Json.object().put("@type", "beckn:Descriptor");
        LtsFields.putUnlessEmpty(json, "schema:name", name);
        LtsFields.putUnlessEmpty(json, "beckn:shortDesc", shortDescription);
        return json;
    }

    /** {@code value} is official, {@code price} is what recorded orders read; both say the same. */
    static ObjectNode price(EnergyPrice price) {
        return price(price.currency().getCurrencyCode(), LtsFields.plain(price.perKilowattHour()));
    }

    static ObjectNode price(Money money) {
        return price(money.currency().getCurrencyCode(), LtsFields.plain(money.amount()));
    }

    private static ObjectNode price(String currency, BigDecimal value) {
        return Json.object().put("currency", currency).put("value", value).put("price", value);
    }

    static EnergyPrice energyPrice(JsonNode price, String path) {
        agree(price, path);
        return understood(
                path,
                () -> EnergyPrice.of(
                        price.path("value").asText(), price.path("currency").asText()));
    }

    static Money money(JsonNode price, String path) {
        agree(price, path);
        return LtsFields.money(price.path("value"), price.path("currency"), path + ".value");
    }

    /** Two names for one number: two numbers are no price. */
    private static void agree(JsonNode price, String path) {
        JsonNode value = price.path("value");
        JsonNode other = price.path("price");
        boolean both = value.isNumber() && other.isNumber();
        if (both && value.decimalValue().compareTo(other.decimalValue()) != 0) {
            throw RefusedException.of(
                            ErrorCode.SCH_INVALID_FORMAT, path + " has one price as value and another as price")
                    .at(path + ".value")
                    .fix("send value only");
        }
    }

    static void megawatts(ObjectNode json, String name, Power power) {
        json.put(name, LtsFields.megawatts(power)).put(name + "Unit", MEGAWATT);
    }

    /** Power beside a unit of its own, which the tolerances have brought to {@code kW}, {@code MW} or {@code W}. */
    static Optional<Power> power(JsonNode json, String name, String unitName, String path) {
        JsonNode value = json.path(name);
        if (!value.isNumber()) {
            return Optional.empty();
        }
        JsonNode unit = json.path(unitName);
        if (!unit.isTextual()) {
            throw RefusedException.of(ErrorCode.SCH_REQUIRED_FIELD_MISSING, path + "." + unitName + " is required")
                    .at(path + "." + unitName)
                    .fix("add " + unitName + ", kW or MW");
        }
        return Optional.of(power(value.decimalValue(), unit.asText(), path + "." + name, path + "." + unitName));
    }

    static Power power(BigDecimal value, String unit, String path, String unitPath) {
        return switch (unit) {
            case "kW", "KW", MEGAWATT -> LtsFields.power(value, unit, path);
            case "W" -> LtsFields.power(value.movePointLeft(3), "kW", path);
            default ->
                throw RefusedException.of(ErrorCode.SCH_INVALID_ENUM, unitPath + " is no unit of power")
                        .at(unitPath)
                        .fix("send kW or MW");
        };
    }

    /** What stands in open attributes has been checked by no schema: what cannot be read is refused here. */
    static <T> T understood(String path, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException unreadable) {
            throw RefusedException.of(ErrorCode.SCH_ATTRIBUTE_PACK_INVALID, path + " cannot be read")
                    .at(path)
                    .fix("send the units and names of ComputeEnergy v1");
        }
    }

    static String text(JsonNode json, String name) {
        return json.path(name).asText();
    }
}
