package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import dev.flexgate.beckn.message.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the schemas of {@code beckn-schemas} say of a message, read here from the files and not by the gateway. */
public final class Admits {

    private static final Path FOLDER = Path.of("beckn-schemas");
    private static final String HOME = "https://flexgate.dev/beckn-schemas/";

    private final Map<String, JsonNode> files = new HashMap<>();
    private final Map<String, Schema> schemas = new HashMap<>();
    private final SchemaRegistry registry;

    public Admits() {
        var texts = new HashMap<String, String>();
        try (Stream<Path> all = Files.walk(FOLDER)) {
            for (Path file :
                    all.filter(each -> each.toString().endsWith(".json")).toList()) {
                String name = FOLDER.relativize(file).toString().replace('\\', '/');
                texts.put(HOME + name, Files.readString(file));
                files.put(name, new ObjectMapper().readTree(file.toFile()));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        var config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .pathType(PathType.JSON_PATH)
                .build();
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaRegistryConfig(config).schemas(texts));
    }

    /** What is wrong with {@code json} as a message of this word; of rc1 after its known defects were mended. */
    public List<Error> errors(String folder, Action action, String word, JsonNode json) {
        JsonNode read = folder.startsWith("2.0.0-rc1")
                ? DegTolerance.mend(json, DegProfile.of(action, json)).json()
                : json;
        Schema schema =
                schemas.computeIfAbsent(file(folder, word), file -> registry.getSchema(SchemaLocation.of(HOME + file)));
        return schema.validate(read);
    }

    private static String file(String folder, String word) {
        return folder + "/" + word.replace('/', '_') + ".json";
    }

    /** The members that an object at this place may have, by name, each with its own schema; found through references. */
    public Map<String, Place> members(Place place) {
        var found = new LinkedHashMap<String, Place>();
        gather(place, found, 0);
        return found;
    }

    /** A schema and the file that it stands in. */
    public record Place(String file, JsonNode schema) {}

    public Place root(String folder, String word) {
        String file = file(folder, word);
        return new Place(file, files.getOrDefault(file, MissingNode.getInstance()));
    }

    /** The schema of the elements of a list. */
    public Place elements(Place place) {
        var found = new LinkedHashMap<String, Place>();
        gatherItems(place, found, 0);
        return found.getOrDefault("[]", new Place(place.file(), MissingNode.getInstance()));
    }

    private void gather(Place place, Map<String, Place> found, int depth) {
        if (depth > 12 || !(place.schema() instanceof ObjectNode schema)) {
            return;
        }
        schema.path("properties")
                .properties()
                .forEach(each -> found.putIfAbsent(each.getKey(), new Place(place.file(), each.getValue())));
        parts(place, schema).forEach(part -> gather(part, found, depth + 1));
    }

    private void gatherItems(Place place, Map<String, Place> found, int depth) {
        if (depth > 12 || !(place.schema() instanceof ObjectNode schema)) {
            return;
        }
        if (schema.path("items").isObject()) {
            found.putIfAbsent("[]", new Place(place.file(), schema.path("items")));
        }
        parts(place, schema).forEach(part -> gatherItems(part, found, depth + 1));
    }

    private Stream<Place> parts(Place place, ObjectNode schema) {
        Stream<Place> named = schema.has("$ref")
                ? Stream.of(resolve(place.file(), schema.path("$ref").asText()))
                : Stream.of();
        Stream<Place> joined = Stream.of("allOf", "anyOf", "oneOf")
                .flatMap(word -> schema.path(word).valueStream())
                .map(part -> new Place(place.file(), part));
        return Stream.concat(named, joined);
    }

    private Place resolve(String file, String reference) {
        int hash = reference.indexOf('#');
        String path = hash < 0 ? reference : reference.substring(0, hash);
        String target = path.isEmpty()
                ? file
                : Path.of(file).resolveSibling(path).normalize().toString().replace('\\', '/');
        JsonNode whole = files.getOrDefault(target, MissingNode.getInstance());
        return new Place(target, hash < 0 ? whole : whole.at(reference.substring(hash + 1)));
    }
}
