package dev.flexgate.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.TreeMap;

/**
 * Problem details, RFC 9457: why a request was not done, in words that may be shown to anybody. Never a stack
 * trace, a class name or a driver's message.
 *
 * @param type URI that names the kind of problem; {@code about:blank} when the status says it all
 * @param title short, the same for every occurrence of the type
 * @param status HTTP status, 400 to 599
 * @param detail what is particular to this occurrence; may be empty
 * @param extras further members; values are strings, numbers, booleans, lists or maps
 */
public record Problem(String type, String title, int status, String detail, Map<String, ?> extras) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a problem has status 400 to 599, not " + status);
        }
        extras = Map.copyOf(extras);
    }

    public static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, Map.of());
    }

    /** A problem of a named kind: its {@code type} opens on this gateway, its {@code code} is for programs. */
    public static Problem of(ProblemCode code, String detail) {
        return new Problem(
                "/problems/" + code.slug(), code.title(), code.status(), detail, Map.of("code", code.name()));
    }

    /** The same with one more member. */
    public Problem with(String name, Object value) {
        var more = new TreeMap<String, Object>(extras);
        more.put(name, value);
        return new Problem(type, title, status, detail, more);
    }

    public Problem withDetail(String other) {
        return new Problem(type, title, status, other, extras);
    }

    public ObjectNode json() {
        ObjectNode json = Json.object().put("type", type).put("title", title).put("status", status);
        if (!detail.isEmpty()) {
            json.put("detail", detail);
        }
        extras.forEach((name, value) -> json.set(name, Json.mapper().valueToTree(value)));
        return json;
    }

    /** Ends the response of {@code context} with this problem; does nothing when one has been sent already. */
    public void writeTo(RoutingContext context) {
        var response = context.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", MEDIA_TYPE)
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(Json.bytes(json())))
                .onFailure(_ -> {}); // the peer has gone: there is nobody left to tell
    }
}
