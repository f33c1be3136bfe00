package dev.flexgate.study;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads an instance: the bare object, or a file that holds it under {@code instance} with the optima that somebody found
 * under {@code reference}. See docs/reference/instances.md.
 */
public final class InstanceFile {

    /** Longest file: some 200,000 jobs. */
    public static final int BYTES_MAX = 64 * 1024 * 1024;

    private static final JsonLimits LIMITS = JsonLimits.DEFAULT.withBytes(BYTES_MAX);
    private static final double CARBON_MAX = 1e12;
    private static final JsonFactory LENIENT = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private InstanceFile() {}

    /**
     * The instance in a text.
     *
     * @throws StudyFileException naming the first field that cannot be used
     */
    public static Instance read(byte[] text) {
        List<String> unknown = new ArrayList<>();
        StudyFields file = StudyFields.of("", parse(text), unknown);
        boolean wrapped = file.has("instance");
        StudyFields instance = wrapped ? file.object("instance") : file;
        var form = new InstanceForm(instance);
        String id = form.id();
        var problem = form.problem();
        List<Instance.Cap> caps = caps(file, instance, form.limits());
        if (wrapped) {
            file.pass("reference_meta", "meta");
            file.close();
        }
        instance.close();
        return new Instance(id, problem, caps, unknown);
    }

    private static JsonNode parse(byte[] text) {
        try {
            return StrictJson.parse(text, LIMITS);
        } catch (JsonRefusedException refused) {
            String where = notANumber(text).orElse("");
            throw new StudyFileException(
                    where,
                    where.isEmpty()
                            ? "is not JSON as it should be: " + refused.getMessage()
                            : "must be a number: NaN and Infinity are none");
        }
    }

    /** JSON has no NaN, though several writers write it: where is the first? */
    private static Optional<String> notANumber(byte[] text) {
        try (JsonParser parser = LENIENT.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN()) {
                    String pointer = parser.getParsingContext().pathAsPointer().toString();
                    return Optional.of(pointer.substring(1)
                            .replaceAll("/(\\d+)(?=/|$)", "[$1]")
                            .replace('/', '.'));
                }
            }
            return Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static List<Instance.Cap> caps(StudyFields file, StudyFields instance, InstanceLimits limits) {
        List<Instance.Cap> caps = new ArrayList<>();
        caps.add(new Instance.Cap("unconstrained", Double.POSITIVE_INFINITY, unconstrained(file)));
        if (file.has("reference")) {
            referenced(file.object("reference"), caps);
        }
        if (instance.has("carbon_cap_kg")) {
            double kg = instance.number("carbon_cap_kg", 0, CARBON_MAX, "408");
            caps.add(new Instance.Cap("carbon_cap_kg", kg, OptionalDouble.empty()));
        }
        for (StudyFields owner : file == instance ? List.of(file) : List.of(file, instance)) {
            if (owner.has("caps")) {
                owner.objects("caps").forEach(cap -> caps.add(own(cap, limits)));
            }
        }
        return caps;
    }

    private static Instance.Cap own(StudyFields cap, InstanceLimits limits) {
        boolean carbon = cap.has("carbon_cap_kg") || !cap.has("limits");
        double kg = carbon ? cap.number("carbon_cap_kg", 0, CARBON_MAX, "408") : Double.POSITIVE_INFINITY;
        var read = new Instance.Cap(cap.text("name", "\"tight\""), kg, limits.read(cap), objective(cap));
        cap.close();
        return read;
    }

    private static OptionalDouble unconstrained(StudyFields file) {
        if (!file.has("reference")) {
            return OptionalDouble.empty();
        }
        StudyFields reference = file.object("reference");
        return reference.has("unconstrained") ? objective(reference.object("unconstrained")) : OptionalDouble.empty();
    }

    private static void referenced(StudyFields reference, List<Instance.Cap> caps) {
        for (String name : reference.names()) {
            if (reference.at(name, "").isObject()) {
                StudyFields entry = reference.object(name);
                if (entry.has("carbon_cap_kg")) {
                    double kg = entry.number("carbon_cap_kg", 0, CARBON_MAX, "408");
                    caps.add(new Instance.Cap(name, kg, objective(entry)));
                }
            }
        }
    }

    private static OptionalDouble objective(StudyFields entry) {
        return entry.has("objective_gbp")
                ? OptionalDouble.of(entry.number("objective_gbp", -CARBON_MAX, CARBON_MAX, "156"))
                : OptionalDouble.empty();
    }
}
