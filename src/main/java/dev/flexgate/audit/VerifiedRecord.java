package dev.flexgate.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A record of a bundle that passed every check.
 *
 * @param file within the bundle
 * @param payload what it says
 * @param evidence its raw inputs by role
 */
public record VerifiedRecord(String file, JsonNode payload, Map<String, byte[]> evidence) {

    public VerifiedRecord {
        evidence = Map.copyOf(evidence);
    }

    public String id() {
        return payload.path("recordId").asText();
    }

    public String type() {
        return payload.path("type").asText();
    }
}
