package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** What a question over REST is answered with. */
sealed interface Answer {

    /** The thing asked for. */
    record Found(JsonNode body) implements Answer {}

    /** The thing asked for, in a form of its own. */
    record Content(String mediaType, Buffer body) implements Answer {}

    /**
     * A thing was made.
     *
     * @param location path where it can be read
     */
    record Created(String location, JsonNode body) implements Answer {}

    /**
     * What came of something that was asked to be done.
     *
     * @param status 200 to 299
     * @param body empty object for none
     * @param headers beside those of every answer, such as {@code Location} and {@code ETag}
     */
    record Done(int status, JsonNode body, Map<String, String> headers) implements Answer {}

    /**
     * What was asked is kept, and goes on without whoever asked.
     *
     * @param location path where it can be read how far it has come
     */
    record Accepted(String location, JsonNode body) implements Answer {}

    /** The gateway cannot serve now; the body says what is missing. */
    record Unready(JsonNode body) implements Answer {}

    /** Not to be had; says why. */
    record Refused(Problem problem) implements Answer {}

    /**
     * What holds a secret that is told once: of it is kept only what a repeat is told instead.
     *
     * @param told now
     * @param again to whoever asks the same again
     */
    record ToldOnce(Answer told, Problem again) implements Answer {}

    /** What was answered when the same was asked before. */
    record Repeated(Written first) implements Answer {}

    /**
     * An answer in bytes.
     *
     * @param location path of what was made; empty when nothing was
     */
    record Written(int status, String mediaType, String location, Buffer body) {}

    default Written written() {
        return switch (this) {
            case Found found -> json(200, "", found.body());
            case Content content -> new Written(200, content.mediaType(), "", content.body());
            case Created created -> json(201, created.location(), created.body());
            case Accepted accepted -> json(202, accepted.location(), accepted.body());
            case Done done -> json(done.status(), "", done.body());
            case Unready unready -> json(503, "", unready.body());
            case Refused refused ->
                new Written(
                        refused.problem().status(),
                        Problem.MEDIA_TYPE,
                        "",
                        Buffer.buffer(Json.bytes(refused.problem().json())));
            case ToldOnce once -> once.told().written();
            case Repeated repeated -> repeated.first();
        };
    }

    /** What may be stored to be answered again. */
    default Written kept() {
        return this instanceof ToldOnce once ? new Refused(once.again()).written() : written();
    }

    private static Written json(int status, String location, JsonNode body) {
        return new Written(status, "application/json", location, Buffer.buffer(Json.bytes(body)));
    }

    static Answer notFound(String detail) {
        return new Refused(Problem.of(ProblemCode.NOT_FOUND, detail));
    }

    static Answer badRequest(String detail) {
        return new Refused(Problem.of(ProblemCode.VALIDATION_FAILED, detail));
    }
}
