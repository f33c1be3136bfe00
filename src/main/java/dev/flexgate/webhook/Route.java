package dev.flexgate.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.wire.Json;
import java.util.Optional;

/**
 * What is kept with a promised delivery: where it goes is looked up anew at each attempt.
 *
 * @param type of the event
 * @param record the audit record it tells of; empty for an example
 */
record Route(SubscriptionId subscription, String tenant, String type, Optional<RecordId> record) {

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("subscription", subscription.toString())
                .put("tenant", tenant)
                .put("type", type);
        record.ifPresent(id -> json.put("record", id.toString()));
        return json;
    }

    static Route read(ObjectNode json) {
        return new Route(
                SubscriptionId.parse(json.path("subscription").asText()),
                json.path("tenant").asText(),
                json.path("type").asText(),
                json.has("record")
                        ? Optional.of(RecordId.parse(json.path("record").asText()))
                        : Optional.empty());
    }
}
