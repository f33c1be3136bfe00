package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The small parts that DEG objects are made of. Every number has a sibling that names its unit. */
public final class DegFields {

    /**
     * Vocabulary of the core objects, at the address that every DEG message of 2025 names: the draft branch, where
     * the official schema admits the main branch only.
     */
    public static final String CORE =
            "https://raw.githubusercontent.com/beckn/protocol-specifications-new/refs/heads/draft/schema/core/v2/context.jsonld";

    /** Vocabulary of the domain. The address leads nowhere in any repository found, but everybody names it. */
    public static final String FLEXIBILITY =
            "https://raw.githubusercontent.com/beckn/protocol-specifications-new/refs/heads/draft/schema/DemandFlexibility/v1/context.jsonld";

    public static final String KILOWATT = "kW";
    public static final String MEGAWATT = "MW";
    public static final String MEGAWATT_HOUR = "MWh";

    private static final BigDecimal KILO = BigDecimal.valueOf(1_000);
    private static final BigDecimal JOULES_PER_MEGAWATT_HOUR = BigDecimal.valueOf(3_600_000_000L);
    private static final int MEGAWATT_HOUR_SCALE = 9;

    private DegFields() {}

    public static ObjectNode core(String type) {
        return Json.object().put("@context", CORE).put("@type", "beckn:" + type);
    }

    public static ObjectNode attributes(String type) {
        return Json.object().put("@context", FLEXIBILITY).put("@type", "beckn:" + type);
    }

    public static ObjectNode typed(String type) {
        return Json.object().put("@type", "beckn:" + type);
    }

    /** Whether {@code json} says that it is of {@code type}. */
    public static boolean isOf(JsonNode json, String type) {
        return json.path("@type").asText().equals("beckn:" + type);
    }

    public static void kilowatts(ObjectNode json, String name, Power power) {
        json.put(name, power.kilowatts()).put(name + "Unit", KILOWATT);
    }

    public static void megawatts(ObjectNode json, String name, Power power) {
        json.put(name, LtsFields.megawatts(power)).put(name + "Unit", MEGAWATT);
    }

    public static void energy(ObjectNode json, String name, Energy energy) {
        json.put(
                        name,
                        LtsFields.plain(BigDecimal.valueOf(energy.joules())
                                .divide(JOULES_PER_MEGAWATT_HOUR, MEGAWATT_HOUR_SCALE, RoundingMode.HALF_EVEN)))
                .put(name + "Unit", MEGAWATT_HOUR);
    }

    /** Amounts have two decimals at least, as money is written. */
    public static BigDecimal amount(Money money) {
        BigDecimal plain = LtsFields.plain(money.amount());
        return plain.scale() < 2 ? plain.setScale(2) : plain;
    }

    /** Power beside its unit word, which the tolerances have brought to {@code kW}, {@code MW} or {@code W}. */
    public static Power powerOf(JsonNode json, String name, String path) {
        return power(json.path(name), json.path(name + "Unit").asText(KILOWATT), path + "." + name);
    }

    public static Power power(JsonNode value, String unit, String path) {
        if (!value.isNumber()) {
            throw format(path, "is no number", "send a number of " + unit);
        }
        BigDecimal kilowatts = switch (unit) {
            case MEGAWATT -> value.decimalValue().multiply(KILO);
            case "W" -> value.decimalValue().divide(KILO);
            default -> value.decimalValue();
        };
        try {
            return Power.ofKilowatts(kilowatts);
        } catch (ArithmeticException beyond) {
            throw format(path, "is no whole number of watts, or too large", "round the power to a watt");
        }
    }

    public static Optional<Power> maybePower(JsonNode json, String name, String path) {
        return json.path(name).isNumber() ? Optional.of(powerOf(json, name, path)) : Optional.empty();
    }

    public static Energy energy(JsonNode json, String name, String path) {
        try {
            return new Energy(json.path(name)
                    .decimalValue()
                    .multiply(JOULES_PER_MEGAWATT_HOUR)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValueExact());
        } catch (ArithmeticException beyond) {
            throw format(path + "." + name, "is no energy", "send MWh");
        }
    }

    public static Money money(JsonNode value, JsonNode currency, String path) {
        return LtsFields.money(value, currency, path);
    }

    public static Optional<Instant> maybeInstant(JsonNode json, String name, String path) {
        return json.hasNonNull(name)
                ? Optional.of(LtsFields.instant(json.path(name), path + "." + name))
                : Optional.empty();
    }

    public static Interval window(Instant start, Instant end, String path) {
        try {
            return new Interval(start, end);
        } catch (IllegalArgumentException backwards) {
            throw format(
                    path, "is no window: " + backwards.getMessage(), "send whole seconds, the end after the start");
        }
    }

    public static Duration duration(JsonNode json, String path) {
        try {
            Duration duration = Duration.parse(json.asText());
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeException unreadable) {
            // refused below, as is a duration of nothing
        }
        throw format(path, "is no duration", "send a positive ISO 8601 duration in hours and minutes, such as PT2H");
    }

    /** A duration that may be none at all. */
    public static Duration length(JsonNode json, String path) {
        try {
            Duration length = Duration.parse(json.asText());
            if (!length.isNegative()) {
                return length;
            }
        } catch (DateTimeException unreadable) {
            // refused below, as is a negative one
        }
        throw format(path, "is no duration", "send an ISO 8601 duration in hours and minutes, such as PT2H");
    }

    public static RefusedException format(String path, String what, String fix) {
        return RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, path + " " + what)
                .at(path)
                .fix(fix);
    }

    public static void putUnlessEmpty(ObjectNode json, String name, String value) {
        LtsFields.putUnlessEmpty(json, name, value);
    }
}
