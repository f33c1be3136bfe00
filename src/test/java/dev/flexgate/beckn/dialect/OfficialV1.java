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

/** The official 1.1.1 OpenAPI as a validator of request bodies; extracted when a test asks, never part of FlexGate. */
public final class OfficialV1 {

    private static final Map<String, OfficialV1> READ = new ConcurrentHashMap<>();

    private final Map<String, Schema> byWord = new HashMap<>();

    /** Transactions and the questions about what is possible. */
    public static OfficialV1 read() {
        return READ.computeIfAbsent("v1.1.1", _ -> new OfficialV1());
    }

    private OfficialV1() {
        var config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
        for (String file : List.of("transaction", "meta")) {
            JsonNode api = json(file);
            api.path("paths").properties().forEach(path -> {
                JsonNode body = path.getValue().at("/post/requestBody/content/application~1json/schema");
                if (body instanceof ObjectNode schema) {
                    schema.set("components", api.path("components"));
                    byWord.put(path.getKey().substring(1), registry.getSchema(schema));
                }
            });
        }
    }

    public List<Error> errors(String word, JsonNode message) {
        Schema schema = byWord.get(word);
        if (schema == null) {
            throw new IllegalArgumentException("no path /" + word + " in " + byWord.keySet());
        }
        return schema.validate(message);
    }

    private static JsonNode json(String file) {
        try {
            return new YAMLMapper()
                    .readTree(Shared.path("reference/beckn/openapi/v1.1.1/" + file + ".yaml")
                            .toFile());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
