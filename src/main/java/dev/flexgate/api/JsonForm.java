package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
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
import java.util.stream.Stream;

/**
 * Reads the fields of a request's JSON object and gathers every fault with its JSON pointer, so that a caller mends
 * all of them at once. An unknown field is a fault too: a misspelt one must not leave its default in force.
 */
final class JsonForm {

    private final ObjectNode body;
    private final String place;
    private final ArrayNode faults;
    private final TreeSet<String> known = new TreeSet<>();

    private JsonForm(ObjectNode body, String place, ArrayNode faults) {
        this.body = body;
        this.place = place;
        this.faults = faults;
    }

    /**
     * The body of a request.
     *
     * @throws dev.flexgate.wire.JsonRefusedException when it is not JSON as accepted here
     */
    static JsonForm of(RoutingContext context) {
        Buffer body = context.body().buffer();
        JsonNode json = StrictJson.parse(body == null ? new byte[0] : body.getBytes());
        if (json instanceof ObjectNode object) {
            return new JsonForm(object, "", Json.array());
        }
        throw new IllegalArgumentException("the body must be a JSON object: write { ... }");
    }

    boolean has(String name) {
        return body.has(name);
    }

    /** A field that must be there and that {@code form} understands; empty when it is faulty. */
    <T> Optional<T> required(String name, String example, Function<JsonNode, T> form) {
        known.add(name);
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            fault(name, "REQUIRED", "is missing; write for example " + example);
            return Optional.empty();
        }
        try {
            return Optional.of(form.apply(value));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException wrong) {
            fault(name, "INVALID", wrong.getMessage() + "; write for example " + example);
            return Optional.empty();
        }
    }

    /** The same for a field that may be left out, which means {@code otherwise}. */
    <T> Optional<T> optional(String name, T otherwise, String example, Function<JsonNode, T> form) {
        known.add(name);
        return body.has(name) ? required(name, example, form) : Optional.of(otherwise);
    }

    /** A field that may be left out, which means nothing. */
    <T> Optional<T> maybe(String name, String example, Function<JsonNode, T> form) {
        known.add(name);
        return body.hasNonNull(name) ? required(name, example, form) : Optional.empty();
    }

    /** The members {@code start} and {@code end}, moments of which the second is after the first. */
    Optional<Interval> window(String exampleStart, String exampleEnd) {
        Optional<Instant> start = required("start", exampleStart, JsonForm::moment);
        Optional<Instant> end = required("end", exampleEnd, JsonForm::moment);
        return start.flatMap(from -> end.flatMap(until -> {
            try {
                return Optional.of(new Interval(from, until));
            } catch (IllegalArgumentException wrong) {
                fault("end", "INVALID", wrong.getMessage() + "; write for example " + exampleEnd);
                return Optional.empty();
            }
        }));
    }

    /** The objects of a list within this one, 1 to {@code most}; none when the list is faulty. */
    List<JsonForm> objects(String name, int most) {
        List<JsonForm> forms = new ArrayList<>();
        var _ = required(name, "[{ ... }]", list -> {
            if (!list.isArray() || list.isEmpty() || list.size() > most) {
                throw new IllegalArgumentException("must be a list of 1 to " + most + " objects");
            }
            for (JsonNode each : list) {
                String at = pointer(name) + "/" + forms.size();
                if (!(each instanceof ObjectNode object)) {
                    throw new IllegalArgumentException("has something at " + at + " that is no object");
                }
                forms.add(new JsonForm(object, at, faults));
            }
            return list;
        });
        return forms;
    }

    /** An object within this one; empty when it is missing or none. */
    Optional<JsonForm> object(String name) {
        return required(name, "{ ... }", value -> {
            if (value instanceof ObjectNode object) {
                return new JsonForm(object, pointer(name), faults);
            }
            throw new IllegalArgumentException("must be a JSON object");
        });
    }

    void fault(String name, String code, String detail) {
        faults.addObject().put("pointer", pointer(name)).put("code", code).put("detail", detail);
    }

    /** Marks every field that nobody asked for. */
    void refuseUnknown() {
        body.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name))
                .forEach(name -> fault(name, "UNKNOWN_FIELD", "is unknown; known are " + known));
    }

    /** Throws a {@link ProblemException} that names every fault, if there is one. */
    void complain() {
        refuseUnknown();
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.of(
                            ProblemCode.VALIDATION_FAILED,
                            faults.size() == 1 ? "1 field is wrong" : faults.size() + " fields are wrong")
                    .with("errors", faults));
        }
    }

    private String pointer(String name) {
        return place + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** A text or a number, as written: exact decimals may come as either. */
    static <T> Function<JsonNode, T> written(Function<String, T> form) {
        return value -> {
            if (!value.isTextual() && !value.isNumber()) {
                throw new IllegalArgumentException("must be a text or a number");
            }
            return form.apply(value.isNumber() ? value.decimalValue().toPlainString() : value.textValue());
        };
    }

    /** A decimal number of at most {@code scaleMax} decimals. */
    static BigDecimal decimal(String text, int scaleMax) {
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("must be a decimal number");
        }
        if (value.stripTrailingZeros().scale() > scaleMax) {
            throw new IllegalArgumentException("has at most " + scaleMax + " decimals");
        }
        return value;
    }

    static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("must be a text");
        }
        return value.textValue();
    }

    static BigDecimal number(JsonNode value) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException("must be a number");
        }
        return value.decimalValue();
    }

    static int integer(JsonNode value) {
        try {
            return number(value).intValueExact();
        } catch (ArithmeticException _) {
            throw new IllegalArgumentException("must be a whole number");
        }
    }

    static List<String> texts(JsonNode value) {
        if (!value.isArray()) {
            throw new IllegalArgumentException("must be a list of texts");
        }
        List<String> texts = new ArrayList<>();
        value.forEach(each -> texts.add(text(each)));
        return texts;
    }

    /** A moment with its offset (RFC 3339). */
    static Instant moment(JsonNode value) {
        try {
            return OffsetDateTime.parse(text(value)).toInstant();
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("must be a time with its offset from UTC");
        }
    }

    static <E extends Enum<E>> Function<JsonNode, E> oneOf(Class<E> choices) {
        return value -> Stream.of(choices.getEnumConstants())
                .filter(each -> each.name().equals(text(value)))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("must be one of " + List.of(choices.getEnumConstants())));
    }
}
