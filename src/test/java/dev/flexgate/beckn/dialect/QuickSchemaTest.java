package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.AnyMessage;
import dev.flexgate.beckn.FlexSamples;
import dev.flexgate.beckn.Samples;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What passes quickly passes the validator, and what nearly everybody sends passes quickly. */
class QuickSchemaTest {

    private static final int MUTANTS_PER_MESSAGE = 20;

    /** A folder of schemas, its words, and what else it uses. */
    private record Folder(String name, List<String> words, SchemaGate gate) {

        static Folder of(String name, String... shared) {
            List<String> words = Stream.of(
                            "discover",
                            "search",
                            "select",
                            "init",
                            "confirm",
                            "status",
                            "track",
                            "update",
                            "cancel",
                            "rate",
                            "rating",
                            "support")
                    .flatMap(word -> Stream.of(word, "on_" + word))
                    .filter(word ->
                            SchemaGate.class.getResource("/beckn-schemas/" + name + "/" + word + ".json") != null)
                    .toList();
            return new Folder(name, words, new SchemaGate(name, words, shared));
        }
    }

    private static final List<Folder> FOLDERS = List.of(
            Folder.of(LtsDialect.NAME),
            Folder.of(DegDialect.NAME),
            Folder.of("2.0.0-rc1-compute", DegDialect.NAME + "/common", DegDialect.NAME + "/discover"),
            Folder.of("1.1.1"));

    /** Wrong in some place or other, or right and unusual. */
    private static final List<JsonNode> ODD = Stream.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1.0",
                    "1e2",
                    "99999999999999999999",
                    "[]",
                    "[1,1]",
                    "{}",
                    "{\"a\":{}}",
                    "\"\"",
                    "\" \"",
                    "\"GBP\"",
                    "\"GBP\\n\"",
                    "\"gbp\"",
                    "\"\\u0000\"",
                    "\"2026-02-30T10:00:00Z\"",
                    "\"2026-02-28T24:00:00Z\"",
                    "\"2026-02-28T10:00:00+01:00\"",
                    "\"2026-02-28t10:00:00z\"",
                    "\"2026-02-28T10:00:00.Z\"",
                    "\"2026-02-28\"",
                    "\"PT\"",
                    "\"PT1H30M\"",
                    "\"P1D\"",
                    "\"PT90S\"",
                    "\"http://\"",
                    "\"http://a:99999/\"",
                    "\"https://a..b-/..\"",
                    "\"urn:x\"",
                    "\"no uri\"",
                    "\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\"",
                    "\"6BA7B810-9dad-11d1-80b4-00c04fd430cg\"",
                    "\"select\"",
                    "\"2.0.0\"",
                    "\"1.1.0\"",
                    "\"12.5,-0.1\"",
                    "\"\\ud83d\\ude00\"")
            .map(text -> StrictJson.parse(text.getBytes(StandardCharsets.UTF_8)))
            .toList();

    private static final JsonNode LONG = Json.object().textNode("\ud83d\ude00".repeat(2_100));

    private final Random random = new Random(20261121);
    private int compared;
    private int sure;

    private static List<BecknMessage> messages() {
        var any = new AnyMessage(20261121);
        var messages = new ArrayList<BecknMessage>();
        messages.addAll(Samples.all());
        messages.addAll(FlexSamples.all());
        Stream.generate(any::next).limit(40).forEach(messages::add);
        return messages;
    }

    private static List<JsonNode> written(BecknMessage message, Dialect dialect) {
        try {
            return List.of(StrictJson.parse(Json.bytes(dialect.write(message))));
        } catch (IllegalArgumentException notCarried) {
            return List.of();
        }
    }

    @Test
    void whatever_passes_quickly_passes_the_validator() {
        for (BecknMessage message : messages()) {
            for (String name : List.of(LtsDialect.NAME, DegDialect.NAME, "1.1.1")) {
                Dialect dialect = Dialects.all().named(name);
                written(message, dialect).forEach(json -> mutants(dialect.word(message), json));
            }
        }
        assertTrue(sure > 1_000, "only " + sure + " of " + compared + " passed quickly: nothing was tried");
    }

    private void mutants(String word, JsonNode json) {
        compare(word, json);
        for (int k = 0; k < MUTANTS_PER_MESSAGE; k++) {
            JsonNode mutant = json.deepCopy();
            int changes = 1 + random.nextInt(2);
            for (int change = 0; change < changes; change++) {
                mutate(mutant);
            }
            compare(word, mutant);
        }
    }

    private void compare(String word, JsonNode json) {
        for (Folder folder : FOLDERS) {
            if (folder.words().contains(word)) {
                compared++;
                if (folder.gate().isSure(word, json)) {
                    sure++;
                    assertTrue(folder.gate().fits(word, json), () -> folder.name() + " " + word + ": " + json);
                }
            }
        }
    }

    private void mutate(JsonNode root) {
        List<JsonNode> containers = new ArrayList<>();
        gather(root, containers);
        JsonNode place = containers.get(random.nextInt(containers.size()));
        JsonNode odd = random.nextInt(20) == 0 ? LONG : ODD.get(random.nextInt(ODD.size()));
        JsonNode value = odd.deepCopy(); // it may be changed in its turn
        switch (place) {
            case ObjectNode object when object.isEmpty() -> object.set("odd", value);
            case ObjectNode object -> {
                List<String> names =
                        object.properties().stream().map(Map.Entry::getKey).toList();
                String name = names.get(random.nextInt(names.size()));
                switch (random.nextInt(4)) {
                    case 0 -> object.remove(name);
                    case 1 -> object.set("odd", value);
                    default -> object.set(name, value);
                }
            }
            case ArrayNode array when array.isEmpty() || random.nextBoolean() -> array.add(value);
            case ArrayNode array -> array.set(random.nextInt(array.size()), value);
            default -> throw new AssertionError("only objects and arrays were gathered");
        }
    }

    private static void gather(JsonNode json, List<JsonNode> containers) {
        if (json.isContainerNode()) {
            containers.add(json);
            json.forEach(each -> gather(each, containers));
        }
    }

    @Test
    void what_we_write_ourselves_passes_quickly() {
        Dialect lts = Dialects.all().newest();
        SchemaGate gate = FOLDERS.getFirst().gate();
        for (BecknMessage message : Samples.all()) {
            JsonNode json = written(message, lts).getFirst();
            assertTrue(gate.isSure(lts.word(message), json), json::toString);
        }
    }

    @Test
    void what_lacks_a_member_does_not_pass() {
        Dialect lts = Dialects.all().newest();
        SchemaGate gate = FOLDERS.getFirst().gate();
        for (BecknMessage message : Samples.all()) {
            ObjectNode json = (ObjectNode) written(message, lts).getFirst();
            json.remove("message");
            assertFalse(gate.isSure(lts.word(message), json), json::toString);
        }
    }
}
