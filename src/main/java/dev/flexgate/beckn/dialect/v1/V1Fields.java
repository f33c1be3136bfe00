package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.function.Supplier;

/** The small parts that objects of 1.1.1 are made of: decimals are texts, times are ranges. */
final class V1Fields {

    static final String KILOWATT = "kW";
    static final String KILOWATT_HOUR = "kWh";

    private V1Fields() {}

    static ObjectNode descriptor(String name, String shortDescription) {
        ObjectNode json = Json.object();
        LtsFields.putUnlessEmpty(json, "name", name);
        LtsFields.putUnlessEmpty(json, "short_desc", shortDescription);
        return json;
    }

    static ObjectNode code(String code) {
        return Json.object().put("code", code);
    }

    static String text(BigDecimal value) {
        return LtsFields.plain(value).toPlainString();
    }

    static ObjectNode price(Money money) {
        return Json.object().put("currency", money.currency().getCurrencyCode()).put("value", text(money.amount()));
    }

    static Money money(JsonNode price, String path) {
        return LtsFields.money(price.path("value"), price.path("currency"), path + ".value");
    }

    static ObjectNode measure(Power power) {
        return Json.object().put("unit", KILOWATT).put("value", text(power.kilowatts()));
    }

    static ObjectNode measure(Energy energy) {
        return Json.object().put("unit", KILOWATT_HOUR).put("value", text(energy.kilowattHours()));
    }

    static ObjectNode range(Interval window) {
        ObjectNode time = Json.object();
        time.putObject("range")
                .put("start", window.start().toString())
                .put("end", window.end().toString());
        return time;
    }

    static Interval window(JsonNode time, String path) {
        return LtsFields.window(time.path("range"), path + ".range");
    }

    static BigDecimal decimal(String text, String path) {
        try {
            BigDecimal value = new BigDecimal(text);
            if (text.length() <= 32 && value.scale() <= 12 && value.scale() >= -12) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // refused below, as is one that is too long
        }
        throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, path + " is no decimal number")
                .at(path)
                .fix("send a decimal text, such as \"1.5\"");
    }

    static Power kilowatts(String text, String path) {
        return LtsFields.power(decimal(text, path), "kW", path);
    }

    /** What stands in tags has been checked by no schema: what cannot be read is refused here. */
    static <T> T understood(String path, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException unreadable) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, path + " cannot be read")
                    .at(path)
                    .fix("send what docs/reference/beckn.md says of 1.1.1");
        }
    }
}
