package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.TreeMap;

/** The small parts that LTS objects are made of. */
public final class LtsFields {

    /**
     * The vocabulary of the compute-energy domain. The address leads nowhere in any repository found, but every
     * client of the domain sends and expects exactly this one.
     */
    public static final String VOCABULARY =
            "https://raw.githubusercontent.com/beckn/protocol-specifications-new/refs/heads/draft/schema/ComputeEnergy/v1/context.jsonld";

    private static final BigDecimal KILO = BigDecimal.valueOf(1_000);

    private LtsFields() {}

    public static ObjectNode attributes(String type) {
        return Json.object().put("@context", VOCABULARY).put("@type", type);
    }

    public static ObjectNode descriptor(String name, String shortDescription) {
        ObjectNode descriptor = Json.object();
        putUnlessEmpty(descriptor, "name", name);
        putUnlessEmpty(descriptor, "shortDesc", shortDescription);
        return descriptor;
    }

    public static ObjectNode code(String code) {
        return Json.object().put("code", code);
    }

    public static void putUnlessEmpty(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    public static ObjectNode window(Interval window) {
        return Json.object()
                .put("start", window.start().toString())
                .put("end", window.end().toString())
                .put("duration", window.length().toString());
    }

    public static Interval window(JsonNode json, String path) {
        try {
            return new Interval(instant(json.path("start"), path + ".start"), instant(json.path("end"), path + ".end"));
        } catch (IllegalArgumentException backwards) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, path + " is no window: " + backwards.getMessage())
                    .at(path)
                    .fix("send start before end, in whole seconds");
        }
    }

    public static Instant instant(JsonNode json, String path) {
        String text = json.asText();
        if (QuickFormats.isDateTime(text)) {
            return QuickFormats.instant(text);
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, path + " is no moment")
                    .at(path)
                    .fix("send RFC 3339 with an offset, such as 2026-11-22T10:00:00Z");
        }
    }

    public static BigDecimal megawatts(Power power) {
        return plain(power.kilowatts().divide(KILO));
    }

    /** Refuses a power that is no whole number of watts, so that no watt is lost at this edge. */
    public static Power power(BigDecimal value, String unit, String path) {
        try {
            return Power.ofKilowatts(unit.equals("MW") ? value.multiply(KILO) : value);
        } catch (ArithmeticException tooFine) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, path + " is no whole number of watts")
                    .at(path)
                    .fix("round the power to a watt");
        }
    }

    public static Energy energy(BigDecimal value, String unit, String path) {
        try {
            return Energy.ofKilowattHours(unit.equals("MWH") ? value.multiply(KILO) : value);
        } catch (ArithmeticException tooFine) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, path + " is no whole number of joules")
                    .at(path)
                    .fix("round the energy to 0.0001 kWh");
        }
    }

    /** Energy as we write it, six decimals of a kWh: read back to the nearest joule. */
    public static Energy nearestEnergy(BigDecimal kilowattHours) {
        return new Energy(kilowattHours
                .multiply(BigDecimal.valueOf(3_600_000))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact());
    }

    public static Money money(JsonNode value, JsonNode currency, String path) {
        try {
            return Money.of(value.asText(), currency.asText());
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, path + " is no amount of money")
                    .at(path)
                    .fix("send at most four decimals and an ISO 4217 currency");
        }
    }

    /** Shortest plain form; a value past the point is never written with an exponent. */
    public static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    public static ObjectNode write(BecknError error) {
        ObjectNode json = Json.object().put("code", error.code()).put("message", error.message());
        if (!error.details().isEmpty()) {
            ObjectNode details = json.putObject("details");
            new TreeMap<>(error.details()).forEach(details::put);
        }
        return json;
    }

    public static BecknError error(JsonNode json) {
        var details = new TreeMap<String, String>();
        json.path("details").properties().stream()
                .filter(detail -> detail.getValue().isValueNode())
                .limit(32)
                .forEach(
                        detail -> details.put(detail.getKey(), detail.getValue().asText()));
        return new BecknError(json.path("code").asText(), json.path("message").asText(), details);
    }

    public static RefusedException notImplemented(String path, String fix) {
        return RefusedException.of(ErrorCode.NET_NOT_IMPLEMENTED, path + " is not supported yet")
                .at(path)
                .fix(fix);
    }

    public static RefusedException blankFilter(String path) {
        return RefusedException.of(ErrorCode.SCH_SCHEMA_VALIDATION_FAILED, "the filter expression is blank")
                .at(path)
                .fix("leave filters out to find everything");
    }
}
