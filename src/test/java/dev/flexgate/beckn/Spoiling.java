package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.flexgate.NaughtyStrings;
import dev.flexgate.beckn.CorpusMessages.Valid;
import dev.flexgate.beckn.dialect.Admits;
import dev.flexgate.beckn.dialect.Admits.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes bad messages out of good ones. Where to spoil them is found in the message, and in the schema for what the
 * message leaves out, so that a field which either of them learns tomorrow is spoilt tomorrow.
 */
final class Spoiling {

    /** What was done to a message. */
    enum Kind {
        /** A member is not there. */
        ABSENT,
        /** It is null. */
        NULL,
        /** It is of another type. */
        WRONG_TYPE,
        /** A number that nobody can mean: negative, nothing, or more than anybody has. */
        OUT_OF_RANGE,
        /** A harmless word, whose fate every naughty one must share. */
        WORD,
        /** A string that has broken something somewhere before. */
        NAUGHTY
    }

    /**
     * A bad message, or one that only looks bad.
     *
     * @param path where it differs from the good one, as a JSONPath
     * @param inserted what stands there instead; empty when nothing does
     */
    record Spoilt(Valid from, Kind kind, String path, String inserted, Supplier<JsonNode> made) {

        /** Made anew each time, under ids of its own: all of them at once are more than memory holds. */
        JsonNode json() {
            return made.get();
        }

        @Override
        public String toString() {
            return from + " " + kind + " " + path
                    + (inserted.isEmpty()
                            ? ""
                            : " = " + (inserted.length() > 60 ? inserted.substring(0, 60) + "..." : inserted));
        }
    }

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final int STRIDE = 13;

    static final String WORD = "harmless";

    private static final List<JsonNode> OF_OTHER_TYPES = List.of(
            JSON.numberNode(42), JSON.textNode(WORD), JSON.booleanNode(true), JSON.objectNode(), JSON.arrayNode());

    private static final List<BigDecimal> NUMBERS = Stream.of(
                    "-1", "0", "1e-30", "1e30", "999999999999999999999999999999999999999", "-0.000000000001")
            .map(BigDecimal::new)
            .toList();

    private final Admits admits;
    private final List<String> naughty;
    private int words;

    Spoiling(Admits admits) {
        this.admits = admits;
        this.naughty = NaughtyStrings.all();
    }

    /** Everything that can be done to this message but naughty strings. */
    Stream<Spoilt> structural(Valid valid) {
        return places(valid).stream().flatMap(place -> structural(valid, place));
    }

    /**
     * Every naughty string in every place where a message has a text or may have one. Where the messages of several
     * actions have the same place, the first gets all of them and each other every thirteenth, beginning elsewhere.
     */
    Stream<Spoilt> naughty(List<Valid> all) {
        Set<String> seen = new HashSet<>();
        return all.stream()
                .flatMap(valid -> textPlaces(valid).flatMap(place -> {
                    int every = seen.add(valid.tongue() + place.path()) ? 1 : STRIDE;
                    return IntStream.iterate(seen.size() % every, at -> at < naughty.size(), at -> at + every)
                            .mapToObj(at -> spoilt(valid, Kind.NAUGHTY, place, JSON.textNode(naughty.get(at))));
                }));
    }

    /** A harmless word in each of those places; each another, for a word may become the name of an order. */
    Stream<Spoilt> words(Valid valid) {
        return textPlaces(valid).map(place -> spoilt(valid, Kind.WORD, place, JSON.textNode(WORD + ++words)));
    }

    private Stream<Spot> textPlaces(Valid valid) {
        return places(valid).stream()
                .filter(place -> place.now() == null || place.now().isTextual());
    }

    private Stream<Spoilt> structural(Valid valid, Spot spot) {
        Stream<Spoilt> typed = OF_OTHER_TYPES.stream()
                .filter(other ->
                        spot.now() == null || other.getNodeType() != spot.now().getNodeType())
                .map(other -> spoilt(valid, Kind.WRONG_TYPE, spot, other));
        Stream<Spoilt> empty = Stream.of(spoilt(valid, Kind.NULL, spot, JSON.nullNode()));
        Stream<Spoilt> absent = spot.now() == null ? Stream.of() : Stream.of(absent(valid, spot));
        Stream<Spoilt> numbers = spot.now() != null && spot.now().isNumber()
                ? NUMBERS.stream().map(number -> spoilt(valid, Kind.OUT_OF_RANGE, spot, JSON.numberNode(number)))
                : Stream.of();
        return Stream.of(absent, empty, typed, numbers).flatMap(each -> each);
    }

    /** A place in a message; {@code now} is null where the schema has a member that the message leaves out. */
    private record Spot(List<Object> steps, @Nullable JsonNode now) {

        String path() {
            var path = new StringBuilder("$");
            steps.forEach(step -> path.append(step instanceof Integer ? "[" + step + "]" : "." + step));
            return path.toString();
        }
    }

    private List<Spot> places(Valid valid) {
        var found = new ArrayList<Spot>();
        walk(valid.json(), admits.root(valid.tongue().schemas, valid.word()), List.of(), found);
        return found;
    }

    private void walk(JsonNode node, Place place, List<Object> steps, List<Spot> found) {
        if (!steps.isEmpty()) {
            found.add(new Spot(steps, node));
        }
        if (node.isObject()) {
            var members = admits.members(place);
            node.properties()
                    .forEach(each -> walk(
                            each.getValue(),
                            members.getOrDefault(each.getKey(), new Place(place.file(), JSON.missingNode())),
                            and(steps, each.getKey()),
                            found));
            members.keySet().stream()
                    .filter(name -> !node.has(name))
                    .forEach(name -> found.add(new Spot(and(steps, name), null)));
        } else if (node.isArray()) {
            Place elements = admits.elements(place);
            for (int index = 0; index < node.size(); index++) {
                walk(node.get(index), elements, and(steps, index), found);
            }
        }
    }

    private static List<Object> and(List<Object> steps, Object step) {
        var longer = new ArrayList<>(steps);
        longer.add(step);
        return List.copyOf(longer);
    }

    private static Spoilt spoilt(Valid valid, Kind kind, Spot spot, JsonNode inserted) {
        String text = inserted instanceof TextNode ? inserted.textValue() : inserted.toString();
        return new Spoilt(valid, kind, spot.path(), text, () -> with(valid, spot, inserted));
    }

    private static JsonNode with(Valid valid, Spot spot, JsonNode inserted) {
        JsonNode json = fresh(valid);
        JsonNode parent = parent(json, spot.steps());
        Object last = spot.steps().getLast();
        if (parent instanceof ObjectNode object) {
            object.set((String) last, inserted);
        } else if (parent instanceof ArrayNode array) {
            array.set((Integer) last, inserted);
        }
        return json;
    }

    private static Spoilt absent(Valid valid, Spot spot) {
        return new Spoilt(valid, Kind.ABSENT, spot.path(), "", () -> without(valid, spot));
    }

    private static JsonNode without(Valid valid, Spot spot) {
        JsonNode json = fresh(valid);
        JsonNode parent = parent(json, spot.steps());
        Object last = spot.steps().getLast();
        if (parent instanceof ObjectNode object) {
            object.remove((String) last);
        } else if (parent instanceof ArrayNode array) {
            array.remove((Integer) last);
        }
        return json;
    }

    static JsonNode fresh(Valid valid) {
        ObjectNode json = valid.json().deepCopy();
        CorpusMessages.freshen(json, valid.fresh());
        return json;
    }

    private static JsonNode parent(JsonNode root, List<Object> steps) {
        JsonNode node = root;
        for (Object step : steps.subList(0, steps.size() - 1)) {
            node = step instanceof Integer index ? node.path(index) : node.path((String) step);
        }
        return node;
    }
}
