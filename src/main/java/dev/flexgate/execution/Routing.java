package dev.flexgate.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.flexibility.dispatch.DispatchId;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.SiteId;

/**
 * What the courier must know of a promised message.
 *
 * @param kind type of its event
 * @param cause the record of the change that it tells
 */
record Routing(SiteId site, DispatchId dispatch, int revision, String kind, RecordId cause) {

    ObjectNode json() {
        return Json.object()
                .put("siteId", site.value())
                .put("dispatchId", dispatch.toString())
                .put("revision", revision)
                .put("kind", kind)
                .put("cause", cause.toString());
    }

    static Routing read(ObjectNode json) {
        return new Routing(
                new SiteId(json.path("siteId").asText()),
                DispatchId.parse(json.path("dispatchId").asText()),
                json.path("revision").asInt(),
                json.path("kind").asText(),
                RecordId.parse(json.path("cause").asText()));
    }

    boolean isInstruction() {
        return kind.equals(DispatchEvents.INSTRUCT);
    }
}
