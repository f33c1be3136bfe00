package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What a provider and a catalogue service of LTS say to each other: {@code catalog/publish}, and what became of it. No
 * publish directives are written: they are deprecated, and without them a catalogue replaces that of the same id.
 */
public final class LtsPublications {

    /** Word of the path and of the envelope. */
    public static final String PUBLISH = "catalog/publish";

    private static final SchemaGate SCHEMAS =
            new SchemaGate(LtsDialect.NAME, List.of("catalog_publish", "catalog_on_publish"));

    private LtsPublications() {}

    /**
     * A part of a catalogue that is given to a service.
     *
     * @param active whether what is in it is for sale; else the service is to forget it
     */
    public record Published(Catalog catalog, boolean active) {}

    /** A publication: catalogues in their envelope, which names no consumer. */
    public record Publication(Context context, List<Published> catalogs) {

        public Publication {
            catalogs = List.copyOf(catalogs);
        }
    }

    /** What a service made of one catalogue. */
    public enum Verdict {
        ACCEPTED,
        REJECTED,
        PARTIAL
    }

    /**
     * What a service says of one catalogue.
     *
     * @param errors why, when not all of it was accepted
     */
    public record Result(String catalogId, Verdict verdict, List<BecknError> errors) {

        public Result {
            errors = List.copyOf(errors);
        }
    }

    /** What a service says of a publication. */
    public record Answer(Context context, List<Result> results) {

        public Answer {
            results = List.copyOf(results);
        }
    }

    /** One part as it stands in a publication. */
    public static ObjectNode write(Published published) {
        ObjectNode json = LtsCatalogs.write(published.catalog());
        return json.put("isActive", published.active());
    }

    public static ObjectNode write(Publication publication) {
        ObjectNode json = Json.object();
        json.set("context", LtsContexts.write(PUBLISH, publication.context(), false));
        ArrayNode catalogs = json.putObject("message").putArray("catalogs");
        publication.catalogs().forEach(each -> catalogs.add(write(each)));
        return json;
    }

    /** Reads a publication; refuses what is none, with path and fix. */
    public static Publication read(JsonNode json) {
        SCHEMAS.check("catalog_publish", json);
        JsonNode written = json.path("message").path("catalogs");
        List<Catalog> catalogs = LtsCatalogs.read(written);
        var published = new ArrayList<Published>();
        for (int k = 0; k < catalogs.size(); k++) {
            published.add(new Published(
                    catalogs.get(k), written.get(k).path("isActive").asBoolean(true)));
        }
        return new Publication(LtsContexts.read(json.path("context")), published);
    }

    /** Reads what a service says of a publication; refuses what is no such answer, with path and fix. */
    public static Answer readAnswer(JsonNode json) {
        SCHEMAS.check("catalog_on_publish", json);
        var results = new ArrayList<Result>();
        for (JsonNode each : json.path("message").path("results")) {
            var errors = new ArrayList<BecknError>();
            each.path("errors").forEach(error -> errors.add(LtsFields.error(error)));
            results.add(new Result(
                    each.path("catalogId").asText(),
                    Verdict.valueOf(each.path("status").asText()),
                    errors));
        }
        return new Answer(LtsContexts.read(json.path("context")), results);
    }
}
