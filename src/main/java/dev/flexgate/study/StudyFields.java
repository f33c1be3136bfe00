package dev.flexgate.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads one object of an instance and remembers which fields were asked for. Other than in the catalogue, a field that
 * nobody knows is told of and not refused: instances of other people carry notes of their own.
 */
final class StudyFields {

    private final String path;
    private final ObjectNode node;
    private final List<String> unknown;
    private final TreeSet<String> known = new TreeSet<>();

    private StudyFields(String path, ObjectNode node, List<String> unknown) {
        this.path = path;
        this.node = node;
        this.unknown = unknown;
    }

    /** @param unknown receives the path of every field that was not asked for, at {@link #close} */
    static StudyFields of(String path, JsonNode json, List<String> unknown) {
        if (json instanceof ObjectNode object) {
            return new StudyFields(path, object, unknown);
        }
        throw new StudyFileException(path, "must be a JSON object: write { ... }");
    }

    boolean has(String name) {
        known.add(name);
        return node.hasNonNull(name);
    }

    /** A field that means nothing to us. */
    void pass(String... names) {
        known.addAll(List.of(names));
    }

    JsonNode at(String name, String example) {
        if (!has(name)) {
            throw refusal(name, "is missing: add it, such as " + example);
        }
        return node.get(name);
    }

    String text(String name, String example) {
        JsonNode value = at(name, example);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw refusal(name, "must be a text: write one such as " + example);
        }
        return value.textValue();
    }

    /** A finite number from {@code least} to {@code most}. */
    double number(String name, double least, double most, String example) {
        return number(pathTo(name), at(name, example), least, most);
    }

    double number(String name, double otherwise, double least, double most) {
        return has(name) ? number(pathTo(name), node.get(name), least, most) : otherwise;
    }

    int whole(String name, int least, int most, String example) {
        double value = number(name, least, most, example);
        if (value != Math.rint(value)) {
            throw refusal(name, "must be a whole number, not " + value);
        }
        return (int) value;
    }

    /** One number a period. */
    double[] series(String name, int periods, double least, double most) {
        JsonNode list = at(name, "one number for each of the " + periods + " slots");
        if (!list.isArray() || list.size() != periods) {
            String is = list.isArray() ? "has " + list.size() + " values" : "is no list";
            throw refusal(name, is + ": write one number for each of the " + periods + " slots");
        }
        double[] values = new double[periods];
        for (int period = 0; period < periods; period++) {
            values[period] = number(pathTo(name) + "[" + period + "]", list.get(period), least, most);
        }
        return values;
    }

    Optional<Boolean> flag(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!node.get(name).isBoolean()) {
            throw refusal(name, "must be true or false");
        }
        return Optional.of(node.get(name).booleanValue());
    }

    /** The objects of a list. */
    List<StudyFields> objects(String name) {
        JsonNode list = at(name, "[ { ... } ]");
        if (!list.isArray()) {
            throw refusal(name, "must be a list: write [ { ... } ]");
        }
        List<StudyFields> objects = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            objects.add(of(pathTo(name) + "[" + index + "]", list.get(index), unknown));
        }
        return objects;
    }

    StudyFields object(String name) {
        return of(pathTo(name), at(name, "{ ... }"), unknown);
    }

    List<String> names() {
        return node.propertyStream().map(Map.Entry::getKey).toList();
    }

    void close() {
        names().stream().filter(name -> !known.contains(name)).map(this::pathTo).forEach(unknown::add);
    }

    StudyFileException refusal(String name, String problemAndFix) {
        return new StudyFileException(pathTo(name), problemAndFix);
    }

    private String pathTo(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static double number(String path, JsonNode value, double least, double most) {
        if (!value.isNumber()) {
            throw new StudyFileException(path, "must be a number, not " + shown(value));
        }
        double number = value.doubleValue();
        // Written so that what is no number at all is refused too.
        if (!(number >= least && number <= most)) {
            throw new StudyFileException(
                    path, "must be from " + shown(least) + " to " + shown(most) + ", not " + value);
        }
        return number;
    }

    private static String shown(double bound) {
        return bound == Double.MIN_VALUE ? "above 0" : new java.math.BigDecimal(bound).toPlainString();
    }

    private static String shown(JsonNode value) {
        return value.isNull() ? "null: what is not known cannot be planned with" : value.toString();
    }
}
