package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** The official 2.0.0-rc1 OpenAPI as a validator of request bodies; extracted when a test asks, never part of FlexGate. */
public final class OfficialRc1 {

    private static final String NEW = "https://raw.githubusercontent.com/beckn/protocol-specifications-new/";
    private static final String CORE = NEW + "refs/heads/main/schema/core/v2/attributes.yaml";

    private static final Map<String, OfficialRc1> READ = new ConcurrentHashMap<>();

    private final Map<String, Schema> byWord = new HashMap<>();

    /** As it was in January 2026. */
    public static OfficialRc1 read() {
        return READ.computeIfAbsent("v2.0.0-rc1", _ -> new OfficialRc1());
    }

    private OfficialRc1() {
        var texts = new HashMap<String, String>();
        texts.put(CORE, text("v2.0.0-rc1/core-attributes.yaml"));
        JsonNode api = json("v2.0.0-rc1/beckn.yaml");
        JsonNode first = json("v1.1.1/transaction.yaml");
        // The envelope is that of 1.1.1, named by an address of its repository; here it stands beside.
        var envelope = (ObjectNode) api.path("components").path("schemas");
        first.path("components").path("schemas").properties().forEach(each -> {
            if (!envelope.has(each.getKey())) {
                envelope.set(each.getKey(), each.getValue());
            }
        });
        var config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaRegistryConfig(config).schemas(texts));
        JsonNode whole = local(api);
        whole.path("paths").properties().forEach(path -> {
            JsonNode get = path.getValue().at("/get/requestBody/content/application~1json/schema");
            JsonNode body = get.isMissingNode()
                    ? path.getValue().at("/post/requestBody/content/application~1json/schema")
                    : get;
            if (body instanceof ObjectNode schema) {
                schema.set("components", whole.path("components"));
                byWord.put(path.getKey().substring("/beckn/".length()), registry.getSchema(schema));
            }
        });
    }

    /** References to the envelope of 1.1.1 lead to the same document. */
    private static JsonNode local(JsonNode api) {
        try {
            return new ObjectMapper()
                    .readTree(api.toString()
                            .replaceAll(
                                    "https://raw\\.githubusercontent\\.com/beckn/protocol-specifications/[^\"#]*#",
                                    "#"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
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
            return new YAMLMapper().readTree(text(file));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String text(String file) {
        try {
            JsonNode yaml = new YAMLMapper()
                    .readTree(Shared.path("reference/beckn/openapi/" + file).toFile());
            return yaml.toString();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
