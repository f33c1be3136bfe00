package dev.flexgate.wire;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a request must be before anybody asks what it means, one rule after the other; pure. */
final class RequestRules {

    static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /** Two of these would be read differently by different readers. */
    private static final List<String> AT_MOST_ONCE = List.of("Authorization", "Content-Type", "Expect");

    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~/:-]*");
    private static final Pattern QUERY = Pattern.compile("([!$&-;=?-Z\\[\\]_a-z~@|^{}]|%(?!00)[0-9A-Fa-f]{2})*");
    private static final Pattern UTF_8 = Pattern.compile("charset=\"?utf-8\"?", Pattern.CASE_INSENSITIVE);

    private final IngressLimits limits;

    RequestRules(IngressLimits limits) {
        this.limits = limits;
    }

    /** Why the request is refused; empty when it may go on. */
    Optional<Problem> refusal(HttpServerRequest request) {
        MultiMap headers = request.headers();
        return method(request)
                .or(() -> headerLines(headers))
                .or(() -> host(headers))
                .or(() -> target(request.uri()))
                .or(() -> expectation(headers))
                .or(() -> body(request.method().name(), request.uri(), headers));
    }

    static boolean hasBody(MultiMap headers) {
        return headers.contains(HttpHeaders.TRANSFER_ENCODING) || declaredLength(headers) > 0;
    }

    private static Optional<Problem> method(HttpServerRequest request) {
        return refuseUnless(METHODS.contains(request.method().name()), 405, "Method Not Allowed", "");
    }

    private Optional<Problem> headerLines(MultiMap headers) {
        if (headers.entries().size() > limits.headerLines()) {
            return refuse(431, "Request Header Fields Too Large", "at most " + limits.headerLines() + " header lines");
        }
        for (String name : AT_MOST_ONCE) {
            if (headers.getAll(name).size() > 1) {
                return refuse(400, "Bad Request", "more than one header " + name);
            }
        }
        return Optional.empty();
    }

    private Optional<Problem> host(MultiMap headers) {
        List<String> hosts = headers.getAll(HttpHeaders.HOST);
        if (hosts.size() != 1 || !HOST.matcher(hosts.getFirst()).matches()) {
            return refuse(400, "Bad Request", "the Host header must name one host");
        }
        if (limits.hosts().isEmpty()) {
            return Optional.empty();
        }
        String name = hosts.getFirst().replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
        boolean ours = limits.hosts().contains(name);
        return refuseUnless(ours, 400, "Bad Request", "the Host header names none of ours");
    }

    private static Optional<Problem> target(String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        boolean plain = PATH.matcher(path).matches()
                && !path.contains("//")
                && !path.contains("..")
                && !path.contains("/./")
                && !path.endsWith("/.");
        if (!plain) {
            return refuse(400, "Bad Request", "the path holds something else than plain segments");
        }
        boolean queried = mark < 0 || QUERY.matcher(target.substring(mark + 1)).matches();
        return refuseUnless(queried, 400, "Bad Request", "the query is not percent-encoded as it must be");
    }

    private static Optional<Problem> expectation(MultiMap headers) {
        String expect = headers.get(HttpHeaders.EXPECT);
        boolean known = expect == null || expect.equalsIgnoreCase("100-continue");
        return refuseUnless(known, 417, "Expectation Failed", "");
    }

    private Optional<Problem> body(String method, String target, MultiMap headers) {
        if (!hasBody(headers)) {
            return Optional.empty();
        }
        if (!METHODS_WITH_BODY.contains(method)) {
            return refuse(400, "Bad Request", method + " takes no body");
        }
        if (declaredLength(headers) > limits.bodyBytes(target)) {
            return refuse(413, "Content Too Large", "at most " + limits.bodyBytes(target) + " bytes");
        }
        boolean plain = "identity"
                .equalsIgnoreCase(Objects.requireNonNullElse(headers.get(HttpHeaders.CONTENT_ENCODING), "identity"));
        return refuseUnless(
                plain && isAccepted(headers.get(HttpHeaders.CONTENT_TYPE)),
                415,
                "Unsupported Media Type",
                "accepted are, in UTF-8 and not compressed: " + String.join(", ", limits.mediaTypes()));
    }

    private boolean isAccepted(String contentType) {
        if (contentType == null) {
            return true;
        }
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        boolean utf8 = semicolon < 0
                || UTF_8.matcher(contentType.substring(semicolon + 1).strip()).matches();
        return utf8 && limits.mediaTypes().contains(type.strip().toLowerCase(Locale.ROOT));
    }

    /** Digits only, as the framing gate has seen to; a length beyond {@code long} counts as endless. */
    private static long declaredLength(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }

    private static Optional<Problem> refuseUnless(boolean holds, int status, String title, String detail) {
        return holds ? Optional.empty() : refuse(status, title, detail);
    }

    private static Optional<Problem> refuse(int status, String title, String detail) {
        return Optional.of(Problem.of(status, title, detail));
    }
}
