package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.flexgate.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The official LTS OpenAPI as a validator of request bodies; extracted when a test asks, never part of FlexGate. */
public final class OfficialLts {

    private static final Map<String, OfficialLts> READ = new ConcurrentHashMap<>();

    private final Map<String, Schema> byWord = new HashMap<>();
    private final Map<String, Schema> answers = new HashMap<>();

    private OfficialLts(String folder) {
        JsonNode api = read(folder);
        var config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
        api.path("paths").properties().forEach(path -> {
            JsonNode body = path.getValue().at("/post/requestBody/content/application~1json/schema");
            if (body instanceof ObjectNode schema) {
                schema.set("components", api.path("components"));
                byWord.put(path.getKey().substring(1), registry.getSchema(schema));
            }
            path.getValue().properties().forEach(method -> {
                JsonNode answer = method.getValue().at("/responses/200/content/application~1json/schema");
                if (answer instanceof ObjectNode schema) {
                    schema.set("components", api.path("components"));
                    answers.put(method.getKey() + " " + path.getKey(), registry.getSchema(schema));
                }
            });
        });
    }

    /** The tag of April 2026 and the branch of May 2026. */
    public static List<OfficialLts> both() {
        return Stream.of("v2.0.0-lts", "v2.0.0-lts-branch")
                .map(folder -> READ.computeIfAbsent(folder, OfficialLts::new))
                .toList();
    }

    public List<Error> errors(String word, JsonNode message) {
        Schema schema = byWord.get(word);
        if (schema == null) {
            throw new IllegalArgumentException("no path /" + word);
        }
        return schema.validate(message);
    }

    /** What is wrong with an answer in the HTTP answer, to a method in lower case and a path as the file has it. */
    public List<Error> answerErrors(String method, String path, JsonNode answer) {
        Schema schema = answers.get(method + " " + path);
        if (schema == null) {
            throw new IllegalArgumentException("no answer to " + method + " " + path);
        }
        return schema.validate(answer);
    }

    private static JsonNode read(String folder) {
        try {
            JsonNode api = new YAMLMapper()
                    .readTree(Shared.path("reference/beckn/openapi/" + folder + "/beckn.yaml")
                            .toFile());
            // A keyword of whole documents, which stands inside one schema by mistake.
            api.path("components").path("schemas").forEach(schema -> ((ObjectNode) schema).remove("$schema"));
            return api;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
