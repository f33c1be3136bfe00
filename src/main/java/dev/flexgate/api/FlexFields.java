package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the fields of a grid operator's JSON object and gathers every fault with its pointer; an unknown field is one. */
final class FlexFields {

    private final ObjectNode body;
    private final List<Map<String, String>> faults = new ArrayList<>();
    private final TreeSet<String> known = new TreeSet<>();

    private FlexFields(ObjectNode body) {
        this.body = body;
    }

    static FlexFields of(RoutingContext context) {
        Buffer bytes = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
        JsonNode json = StrictJson.parse(bytes.getBytes());
        if (json instanceof ObjectNode object) {
            return new FlexFields(object);
        }
        throw new IllegalArgumentException("the body must be a JSON object: write { ... }");
    }

    <T> Optional<T> required(String name, String example, Function<String, T> form) {
        Optional<T> value = optional(name, example, form);
        if (!body.hasNonNull(name)) {
            fault(name, "REQUIRED", "is missing; write for example " + example);
        }
        return value;
    }

    /** A text or a number, as written; empty when it is left out or wrong. */
    <T> Optional<T> optional(String name, String example, Function<String, T> form) {
        known.add(name);
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        try {
            if (!value.isValueNode() || value.isBoolean()) {
                throw new IllegalArgumentException("must be a text or a number");
            }
            return Optional.of(
                    form.apply(value.isNumber() ? value.decimalValue().toPlainString() : value.textValue()));
        } catch (NumberFormatException notANumber) {
            fault(name, "INVALID", "must be a decimal number; write for example " + example);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException wrong) {
            fault(name, "INVALID", wrong.getMessage() + "; write for example " + example);
        }
        return Optional.empty();
    }

    void fault(String name, String code, String detail) {
        faults.add(Map.of("pointer", "/" + name, "code", code, "detail", detail));
    }

    /** Every fault, unknown fields included; none when the fields can be used. */
    List<Map<String, String>> faults() {
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fault(name.replace("~", "~0").replace("/", "~1"), "UNKNOWN_FIELD", "is unknown; known are " + known);
            }
        });
        return List.copyOf(faults);
    }

    static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("must be a time with its offset from UTC");
        }
    }

    static BigDecimal decimal(String text, int scaleMax) {
        BigDecimal value = new BigDecimal(text);
        if (value.stripTrailingZeros().scale() > scaleMax) {
            throw new IllegalArgumentException("has at most " + scaleMax + " decimals");
        }
        return value;
    }

    static <E extends Enum<E>> E oneOf(Class<E> choices, String text) {
        for (E each : choices.getEnumConstants()) {
            if (each.name().equals(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException("must be one of " + List.of(choices.getEnumConstants()));
    }
}
