package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The schemas of one dialect, compiled once: what does not fit is refused before anything else reads it. */
public final class SchemaGate {

    private static final String HOME = "https://flexgate.dev/beckn-schemas/";

    private final Map<String, Schema> byWord = new HashMap<>();
    private final Map<String, QuickSchema.Test> quickByWord = new HashMap<>();

    /**
     * Compiles the schemas in a folder of {@code beckn-schemas}.
     *
     * @param words of the messages, each a file there
     * @param shared files of other folders whose parts they use, such as {@code 2.0.0-lts/common}
     */
    public SchemaGate(String folder, List<String> words, String... shared) {
        var texts = new HashMap<String, String>();
        texts.put(HOME + folder + "/common.json", text(folder, "common"));
        for (String other : shared) {
            texts.put(HOME + other + ".json", text(other));
        }
        words.forEach(word -> texts.put(HOME + folder + "/" + word + ".json", text(folder, word)));
        var config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .pathType(PathType.JSON_PATH)
                .locale(Locale.ROOT)
                .build();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaRegistryConfig(config).schemas(texts));
        Function<String, JsonNode> files = file -> parsed(Objects.requireNonNull(texts.get(file)));
        words.forEach(word -> quickByWord.put(word, QuickSchema.of(HOME + folder + "/" + word + ".json", files)));
        words.forEach(
                word -> byWord.put(word, registry.getSchema(SchemaLocation.of(HOME + folder + "/" + word + ".json"))));
    }

    private static String text(String folder, String file) {
        return text(folder + "/" + file);
    }

    private static String text(String file) {
        String resource = "/beckn-schemas/" + file + ".json";
        try (InputStream stream = SchemaGate.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no schema at " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + resource, broken);
        }
    }

    private static JsonNode parsed(String text) {
        return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether {@code json} is certainly a message of this word; when not, the validator must be asked. */
    boolean isSure(String word, JsonNode json) {
        QuickSchema.Test quick = quickByWord.get(word);
        return quick != null && QuickSchema.isSure(quick, json);
    }

    /** Whether {@code json} is a message of this word, by the validator alone. */
    boolean fits(String word, JsonNode json) {
        return schema(word).validate(json).isEmpty();
    }

    private Schema schema(String word) {
        Schema schema = byWord.get(word);
        if (schema == null) {
            throw new IllegalStateException("no schema of " + word);
        }
        return schema;
    }

    /** Refuses {@code json} when it is no message of this word, for the first fault of the envelope, else of the rest. */
    public void check(String word, JsonNode json) {
        if (isSure(word, json)) {
            return;
        }
        List<Error> errors = schema(word).validate(json);
        if (!errors.isEmpty()) {
            Error worst = errors.stream()
                    .filter(SchemaFaults::isAboutContext)
                    .findFirst()
                    .orElseGet(errors::getFirst);
            throw SchemaFaults.refusal(worst);
        }
    }
}
