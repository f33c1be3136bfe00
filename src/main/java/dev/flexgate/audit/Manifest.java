package dev.flexgate.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a bundle says it contains. It is not signed: what matters is proved by the records themselves; the list
 * keeps a bundle from being trimmed or relabelled unnoticed.
 *
 * @param entityType kind of the case's subject
 * @param sha256 hexadecimal hash by file name, of every file but the manifest
 */
record Manifest(String entityType, String entityId, SortedMap<String, String> sha256) {

    private static final String FORMAT = "flexgate-audit-bundle/1";
    private static final JsonLimits LIMITS = JsonLimits.DEFAULT.withBytes(4 * 1024 * 1024);

    static Manifest of(String entityType, String entityId, SortedMap<String, byte[]> files) {
        var sha256 = new TreeMap<String, String>();
        files.forEach((name, bytes) -> {
            if (!name.equals(AuditBundle.MANIFEST)) {
                sha256.put(name, Digests.sha256Hex(bytes));
            }
        });
        return new Manifest(entityType, entityId, sha256);
    }

    byte[] bytes() {
        ObjectNode json = Json.object().put("format", FORMAT);
        json.putObject("subject").put("entityType", entityType).put("entityId", entityId);
        ObjectNode list = json.putObject("sha256");
        sha256.forEach(list::put);
        return Json.bytes(json);
    }

    /** Reads a manifest, which has exactly one spelling. */
    static Manifest parse(byte[] bytes) {
        try {
            JsonNode json = StrictJson.parse(bytes, LIMITS);
            var sha256 = new TreeMap<String, String>();
            json.path("sha256")
                    .properties()
                    .forEach(file -> sha256.put(file.getKey(), file.getValue().asText()));
            var manifest = new Manifest(
                    json.at("/subject/entityType").asText(),
                    json.at("/subject/entityId").asText(),
                    sha256);
            if (Arrays.equals(manifest.bytes(), bytes)) {
                return manifest;
            }
        } catch (JsonRefusedException refused) {
            throw new NoteRefusedException(String.valueOf(refused.getMessage()));
        }
        throw new NoteRefusedException("not a manifest of " + FORMAT);
    }
}
