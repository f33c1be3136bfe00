package dev.flexgate.wire;

import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One outbound HTTP request.
 *
 * @param headers in plain ASCII; {@code Host} is the target's
 * @param body sent as it is; empty for none; not to be changed afterwards
 * @param deadline for the whole call, from the name's resolution to the last byte of the answer
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are large and never compared
public record Call(HttpMethod method, URI target, Map<String, String> headers, byte[] body, Duration deadline) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t -~]*");

    public Call {
        headers = Map.copyOf(headers);
        headers.forEach(Call::requirePlain);
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a call needs time: " + deadline);
        }
    }

    public static Call get(URI target, Map<String, String> headers, Duration deadline) {
        return new Call(HttpMethod.GET, target, headers, new byte[0], deadline);
    }

    public static Call post(URI target, Map<String, String> headers, byte[] body, Duration deadline) {
        return new Call(HttpMethod.POST, target, headers, body, deadline);
    }

    private static void requirePlain(String name, String value) {
        if (name.equalsIgnoreCase("host")) {
            throw new IllegalArgumentException("the host is the target's");
        }
        if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("a header would break its line");
        }
    }

    /** Method, host and size: the path, the headers and the body may hold secrets. */
    @Override
    public String toString() {
        return method + " to " + target.getHost() + ", " + body.length + " bytes";
    }
}
