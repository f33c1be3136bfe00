package dev.flexgate.news;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.time.Instant;

/**
 * Events in the structured JSON form of CloudEvents 1.0. {@code id} is the record's, the same to everybody;
 * {@code sequence} is its index in the audit log.
 */
public final class CloudEvents {

    public static final String MEDIA_TYPE = "application/cloudevents+json";

    /** Standard Webhooks: below 20 kB; what is larger is sent thin. */
    public static final int BYTES_MAX = 20_000;

    private final String source;

    /** @param subscriberId who we are on the network; becomes the {@code source} */
    public CloudEvents(String subscriberId) {
        this.source = "//" + subscriberId;
    }

    /** The event, whole, or thin when it would be longer than {@link #BYTES_MAX}. */
    public ObjectNode json(Event event) {
        ObjectNode whole = envelope(event);
        whole.set("data", event.data());
        return Json.bytes(whole).length < BYTES_MAX ? whole : thin(event);
    }

    /** What an example looks like: like the real one, but never mistaken for it. */
    public ObjectNode example(EventType type, String id, Instant at) {
        ObjectNode json = envelope(id, type, at).put("subject", "example/1");
        json.putObject("data").put("example", true).put("type", type.name());
        return json;
    }

    private ObjectNode thin(Event event) {
        ObjectNode json = envelope(event);
        ObjectNode data = json.putObject("data")
                .put("thin", true)
                .put("recordId", event.id().toString())
                .put("href", "/api/v1/audit/records/" + event.id());
        data.set("subject", event.data().path("subject"));
        return json;
    }

    private ObjectNode envelope(Event event) {
        ObjectNode json = envelope(event.id().toString(), event.type(), event.time())
                .put("subject", event.subject())
                .put("sequence", Long.toString(event.index()));
        event.traceparent().ifPresent(parent -> json.put("traceparent", parent));
        return json;
    }

    private ObjectNode envelope(String id, EventType type, Instant time) {
        return Json.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", source)
                .put("type", type.name())
                .put("time", time.toString())
                .put("datacontenttype", "application/json");
    }
}
