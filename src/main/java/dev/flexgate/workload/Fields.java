package dev.flexgate.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads one object of a catalogue file and remembers which fields were asked for, so that {@link #read} can
 * refuse the others: a misspelt field must not silently leave its default in force.
 */
final class Fields {

    /** Before the point, and behind it: more than any amount of ours has. */
    private static final int DIGITS_MAX = 15;

    private final String file;
    private final String path;
    private final ObjectNode node;
    private final TreeSet<String> known = new TreeSet<>();

    private Fields(String file, String path, ObjectNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /** What {@code form} makes of {@code json}; every field of it must have been asked for. */
    static <T> T read(String file, JsonNode json, Function<Fields, T> form) {
        return read(file, "", json, form);
    }

    private static <T> T read(String file, String path, JsonNode json, Function<Fields, T> form) {
        if (!(json instanceof ObjectNode node)) {
            throw new WorkloadFileException(file, path, "must be a JSON object: write { ... }");
        }
        Fields fields = new Fields(file, path, node);
        try {
            T value = form.apply(fields);
            fields.refuseUnknown();
            return value;
        } catch (IllegalArgumentException refused) {
            throw new WorkloadFileException(file, path, String.valueOf(refused.getMessage()));
        }
    }

    String text(String name, String example) {
        JsonNode value = required(name, example);
        if (!value.isTextual()) {
            throw refusal(name, "must be a text: write " + example);
        }
        return value.textValue();
    }

    BigDecimal decimal(String name, String example) {
        JsonNode value = required(name, example);
        if (!value.isNumber()) {
            throw refusal(name, "must be a number: write " + example);
        }
        return value.decimalValue();
    }

    Optional<BigDecimal> optionalDecimal(String name, String example) {
        known.add(name);
        return node.has(name) ? Optional.of(decimal(name, example)) : Optional.empty();
    }

    /** A number in a unit of its own, zero or more; what the unit cannot hold is refused by the field's name. */
    <T> T amount(String name, String example, Function<BigDecimal, T> unit) {
        BigDecimal value = decimal(name, example);
        if (value.signum() < 0) {
            throw refusal(name, "must be 0 or more: write " + example);
        }
        try {
            if (value.precision() - value.scale() > DIGITS_MAX || value.scale() > DIGITS_MAX) {
                throw new ArithmeticException();
            }
            return unit.apply(value);
        } catch (ArithmeticException | IllegalArgumentException _) {
            throw refusal(name, "is too large or too fine: write " + example);
        }
    }

    <T> Optional<T> optionalAmount(String name, String example, Function<BigDecimal, T> unit) {
        known.add(name);
        return node.has(name) ? Optional.of(amount(name, example, unit)) : Optional.empty();
    }

    Optional<Integer> optionalInteger(String name, String example) {
        return optionalDecimal(name, example).map(value -> {
            try {
                return value.intValueExact();
            } catch (ArithmeticException notWhole) {
                throw refusal(name, "must be a whole number: write " + example);
            }
        });
    }

    boolean flag(String name) {
        JsonNode value = required(name, "true or false");
        if (!value.isBoolean()) {
            throw refusal(name, "must be true or false");
        }
        return value.booleanValue();
    }

    Duration duration(String name, String example) {
        try {
            return Duration.parse(text(name, example));
        } catch (DateTimeParseException notADuration) {
            throw refusal(name, "must be an ISO 8601 duration: write " + example);
        }
    }

    <T extends Enum<T>> T choice(String name, Class<T> choices) {
        List<T> all = List.of(choices.getEnumConstants());
        String text = text(name, "one of " + all);
        return all.stream()
                .filter(each -> each.name().equals(text))
                .findFirst()
                .orElseThrow(() -> refusal(name, "must be one of " + all + ", not " + text));
    }

    List<String> texts(String name, String example) {
        JsonNode list = required(name, example);
        if (!list.isArray() || list.isEmpty()) {
            throw refusal(name, "must be a list of texts: write " + example);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : list) {
            if (!each.isTextual()) {
                throw refusal(name, "must hold texts only: write " + example);
            }
            texts.add(each.textValue());
        }
        return texts;
    }

    <T> T object(String name, Function<Fields, T> form) {
        return read(file, pathTo(name), required(name, "{ ... }"), form);
    }

    <T> Optional<T> optionalObject(String name, Function<Fields, T> form) {
        known.add(name);
        return node.has(name) ? Optional.of(object(name, form)) : Optional.empty();
    }

    Optional<String> optionalText(String name, String example) {
        known.add(name);
        return node.has(name) ? Optional.of(text(name, example)) : Optional.empty();
    }

    /** An absent list is an empty one. */
    <T> List<T> optionalObjects(String name, Function<Fields, T> form) {
        known.add(name);
        return node.has(name) ? objects(name, form) : List.of();
    }

    <T> List<T> objects(String name, Function<Fields, T> form) {
        JsonNode list = required(name, "[ { ... } ]");
        if (!list.isArray()) {
            throw refusal(name, "must be a list: write [ { ... } ]");
        }
        List<T> values = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            values.add(read(file, pathTo(name) + "[" + index + "]", list.get(index), form));
        }
        return values;
    }

    WorkloadFileException refusal(String name, String problemAndFix) {
        return new WorkloadFileException(file, pathTo(name), problemAndFix);
    }

    private JsonNode required(String name, String example) {
        known.add(name);
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            throw refusal(name, "is missing: add it, " + example);
        }
        return value;
    }

    private void refuseUnknown() {
        for (String name : node.propertyStream().map(Map.Entry::getKey).toList()) {
            if (!known.contains(name)) {
                throw refusal(name, "is unknown: remove it, or use one of " + known);
            }
        }
    }

    private String pathTo(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
