package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.Problem;
import io.vertx.core.buffer.Buffer;

/** What a question over REST is answered with. */
sealed interface Answer {

    /** The thing asked for. */
    record Found(JsonNode body) implements Answer {}

    /** The thing asked for, in a form of its own. */
    record Content(String mediaType, Buffer body) implements Answer {}

    /** The gateway cannot serve now; the body says what is missing. */
    record Unready(JsonNode body) implements Answer {}

    /** Not to be had; says why. */
    record Refused(Problem problem) implements Answer {}

    static Answer notFound(String detail) {
        return new Refused(Problem.of(404, "Not found", detail));
    }

    static Answer badRequest(String detail) {
        return new Refused(Problem.of(400, "Bad request", detail));
    }
}
