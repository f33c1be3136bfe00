package dev.flexgate.wire;

import java.util.Map;
import java.util.Optional;

/**
 * What the other side answered, whatever its status: a redirect is an answer too and is not followed.
 *
 * @param headers by lower-case name; several of one name are joined by {@code ", "}
 * @param body exact bytes; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are large and never compared
public record Answer(int status, Map<String, String> headers, byte[] body) {

    public Answer {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }

    /** Status and size: the headers and the body may hold secrets. */
    @Override
    public String toString() {
        return status + ", " + body.length + " bytes";
    }
}
