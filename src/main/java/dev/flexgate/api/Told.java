package dev.flexgate.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import dev.flexgate.wire.StrictJson;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The body of a request, read field by field: a JSON object in which nothing unknown stands. Whatever is wrong becomes a
 * problem that points at the field.
 */
final class Told {

    private final JsonNode json;

    private Told(JsonNode json) {
        this.json = json;
    }

    /** The body, in which no other fields may stand; an absent body is an empty object. */
    static Told of(RoutingContext context, Set<String> fields) {
        byte[] bytes = context.body().buffer() == null
                ? new byte[0]
                : context.body().buffer().getBytes();
        JsonNode json;
        try {
            json = StrictJson.parse(bytes.length == 0 ? "{}".getBytes(UTF_8) : bytes);
        } catch (JsonRefusedException refused) {
            throw wrong("", String.valueOf(refused.getMessage()));
        }
        if (!json.isObject()) {
            throw wrong("", "send a JSON object");
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw wrong(
                        "/" + name,
                        "there is no such field; there are "
                                + fields.stream().sorted().toList());
            }
        });
        return new Told(json);
    }

    boolean has(String field) {
        return json.has(field);
    }

    String text(String field) {
        return maybeText(field).orElseThrow(() -> wrong("/" + field, "this field is needed, as text"));
    }

    Optional<String> maybeText(String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrong("/" + field, "write text");
        }
        return Optional.of(value.asText());
    }

    Instant moment(String field) {
        try {
            return Instant.parse(text(field));
        } catch (DateTimeException _) {
            throw wrong("/" + field, "write a moment in UTC, such as 2026-11-21T10:00:00Z");
        }
    }

    Optional<List<String>> maybeTexts(String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(each -> texts.add(each.isTextual() ? each.asText() : ""));
        }
        if (texts.isEmpty() || texts.contains("")) {
            throw wrong("/" + field, "write a list of texts");
        }
        return Optional.of(texts);
    }

    static ProblemException wrong(String pointer, String detail) {
        return new ProblemException(Problem.of(ProblemCode.VALIDATION_FAILED, detail)
                .with("errors", List.of(Map.of("pointer", pointer, "detail", detail))));
    }
}
