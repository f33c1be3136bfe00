package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.news.CloudEvents;
import dev.flexgate.news.Event;
import dev.flexgate.wire.Json;
import java.time.Duration;

/** The words of a server-sent event stream (HTML Living Standard, 9.2). JSON on one line needs no escaping there. */
final class Frames {

    private static final Duration RETRY = Duration.ofSeconds(3);

    private final CloudEvents bodies;

    Frames(CloudEvents bodies) {
        this.bodies = bodies;
    }

    /** How a stream begins: when to come back, and where it begins. */
    static String opening(long next) {
        return "retry: " + RETRY.toMillis() + "\n" + id(next) + "\n";
    }

    /** Nothing happened, up to here: whoever comes back need not be told again. */
    static String heartbeat(long next) {
        return ": still here\n" + id(next) + "\n";
    }

    private static String id(long next) {
        return next == 0 ? "" : "id: " + (next - 1) + "\n";
    }

    String event(Event event) {
        return "id: " + event.index() + "\n" + late(event);
    }

    /** A state that was held back; without an id, since events behind it have been told already. */
    String late(Event event) {
        return "event: " + event.topic().word() + "\ndata: " + Json.text(bodies.json(event)) + "\n\n";
    }

    /** Records from {@code first} up to {@code next} will not be told here. */
    static String gap(long first, long next, String why) {
        ObjectNode data = Json.object()
                .put("first", first)
                .put("last", next - 1)
                .put("records", next - first)
                .put("reason", why)
                .put("catchUp", "/api/v1/events?after=" + (first - 1));
        return "id: " + (next - 1) + "\nevent: gap\ndata: " + Json.text(data) + "\n\n";
    }
}
