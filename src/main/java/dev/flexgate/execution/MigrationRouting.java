package dev.flexgate.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.planning.MigrationId;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.SiteId;

/**
 * What the courier must know of a promised message about a migration.
 *
 * @param kind type of its event
 * @param cause the record of the change that it tells
 */
record MigrationRouting(SiteId site, MigrationId migration, int revision, String kind, RecordId cause) {

    ObjectNode json() {
        return Json.object()
                .put("siteId", site.value())
                .put("migrationId", migration.toString())
                .put("revision", revision)
                .put("kind", kind)
                .put("cause", cause.toString());
    }

    static MigrationRouting read(ObjectNode json) {
        return new MigrationRouting(
                new SiteId(json.path("siteId").asText()),
                MigrationId.of(json.path("migrationId").asText()),
                json.path("revision").asInt(),
                json.path("kind").asText(),
                RecordId.parse(json.path("cause").asText()));
    }

    boolean isOrder() {
        return kind.equals(MigrationPost.ORDER);
    }
}
