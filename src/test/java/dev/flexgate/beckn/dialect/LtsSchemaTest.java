package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Shared;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our schemas beside the official ones: what both must accept, and what ours must refuse because the official does. */
class LtsSchemaTest {

    private static final List<String> WORDS = Action.DEALS.stream()
            .map(Action::label)
            .flatMap(word -> Stream.of(word, "on_" + word))
            .toList();
    private static final SchemaGate OURS = new SchemaGate(LtsDialect.NAME, WORDS);
    private static final int PAIRS = 300;

    static List<String> words() {
        return WORDS;
    }

    private static ObjectNode constructed(String word) {
        return (ObjectNode) Shared.json("reference/beckn/constructed-lts-compute-flex/" + word + ".json");
    }

    @ParameterizedTest
    @MethodSource("words")
    void a_well_made_message_passes_everywhere(String word) {
        JsonNode message = constructed(word);
        OURS.check(word, message);
        OfficialLts.both().forEach(official -> assertEquals(List.of(), official.errors(word, message)));
    }

    /** Every node in turn: left out, of another type, and every object with a member too many. */
    @ParameterizedTest
    @MethodSource("words")
    void what_the_official_schema_refuses_ours_refuses(String word) {
        List<OfficialLts> officials = OfficialLts.both();
        List<Mutation> mutations = mutations(constructed(word));
        int refused = 0;
        for (Mutation mutation : mutations) {
            ObjectNode message = constructed(word);
            mutation.apply(message);
            refused += compare(word, officials, message, mutation.toString());
        }
        assertTrue(refused > 20, "only " + refused + " of " + mutations.size() + " were refused at all");
    }

    @Test
    void two_faults_at_once_are_refused_too() {
        List<OfficialLts> officials = OfficialLts.both();
        var random = new Random(20261121);
        for (int round = 0; round < PAIRS; round++) {
            String word = WORDS.get(random.nextInt(WORDS.size()));
            ObjectNode message = constructed(word);
            List<Mutation> mutations = mutations(message);
            Mutation one = mutations.get(random.nextInt(mutations.size()));
            Mutation other = mutations.get(random.nextInt(mutations.size()));
            one.apply(message);
            other.apply(message);
            compare(word, officials, message, one + " and " + other);
        }
    }

    private static int compare(String word, List<OfficialLts> officials, ObjectNode message, String what) {
        boolean officiallyRefused = officials.stream()
                .allMatch(official -> !official.errors(word, message).isEmpty());
        if (officiallyRefused) {
            assertTrue(isRefused(word, message), () -> word + ": ours accepts " + what);
            return 1;
        }
        return 0;
    }

    private static boolean isRefused(String word, JsonNode message) {
        try {
            OURS.check(word, message);
            return false;
        } catch (RefusedException refused) {
            return true;
        }
    }

    private enum Change {
        REMOVE,
        RETYPE,
        SURPLUS
    }

    /** A change at a place, given as the names and indexes that lead there. */
    private record Mutation(List<Object> place, Change change) {

        void apply(JsonNode message) {
            JsonNode parent = message;
            for (Object step : place.subList(0, place.size() - 1)) {
                parent = step instanceof Integer index ? parent.path(index) : parent.path((String) step);
            }
            Object last = place.getLast();
            if (parent instanceof ObjectNode object && last instanceof String name && object.has(name)) {
                change(object, name);
            } else if (parent instanceof ArrayNode array && last instanceof Integer index && index < array.size()) {
                change(array, index);
            }
        }

        private void change(ObjectNode object, String name) {
            switch (change) {
                case REMOVE -> object.remove(name);
                case RETYPE -> object.set(name, retyped(object.get(name)));
                case SURPLUS -> {
                    if (object.get(name) instanceof ObjectNode inner) {
                        inner.put("surplus", "x");
                    }
                }
            }
        }

        private void change(ArrayNode array, int index) {
            switch (change) {
                case REMOVE -> array.remove(index);
                case RETYPE -> array.set(index, retyped(array.get(index)));
                case SURPLUS -> {
                    if (array.get(index) instanceof ObjectNode inner) {
                        inner.put("surplus", "x");
                    }
                }
            }
        }

        private static JsonNode retyped(JsonNode value) {
            ObjectNode box = Json.object();
            return value.isTextual()
                    ? box.put("n", 17).get("n")
                    : value.isObject() || value.isArray()
                            ? box.put("t", "text").get("t")
                            : box.put("t", "17").get("t");
        }
    }

    private static List<Mutation> mutations(JsonNode message) {
        var mutations = new ArrayList<Mutation>();
        collect(message, List.of(), mutations);
        return mutations;
    }

    private static void collect(JsonNode node, List<Object> place, List<Mutation> mutations) {
        if (!place.isEmpty()) {
            mutations.add(new Mutation(place, Change.REMOVE));
            mutations.add(new Mutation(place, Change.RETYPE));
            if (node.isObject()) {
                mutations.add(new Mutation(place, Change.SURPLUS));
            }
        }
        node.properties().forEach(member -> collect(member.getValue(), longer(place, member.getKey()), mutations));
        if (node.isArray()) {
            for (int k = 0; k < node.size(); k++) {
                collect(node.get(k), longer(place, k), mutations);
            }
        }
    }

    private static List<Object> longer(List<Object> place, Object step) {
        var longer = new ArrayList<>(place);
        longer.add(step);
        return longer;
    }
}
