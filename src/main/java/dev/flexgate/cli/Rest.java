package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.Cidr;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.StrictJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The gateway as the command line sees it: the same REST interface as everybody's. */
final class Rest implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ANSWER_BYTES_MAX = 64 * 1024 * 1024;
    private static final JsonLimits LIMITS = JsonLimits.DEFAULT.withBytes(ANSWER_BYTES_MAX);

    private final Vertx vertx = Vertx.vertx();
    private final OutboundHttp http;
    private final URI url;
    private final Map<String, String> authorization;

    Rest(FlexGateCommand options) {
        this.url = options.url();
        this.authorization = authorization(options);
        // The user names the gateway, wherever it is; nobody else chooses an address here.
        var policy = new AddressPolicy(
                true,
                Set.of(),
                Set.of(String.valueOf(url.getHost())),
                List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0")));
        this.http = new OutboundHttp(
                vertx, policy, OutboundLimits.DEFAULT.withResponseBytes(ANSWER_BYTES_MAX), new SimpleMeterRegistry());
    }

    /** What proves who asks: the API key of the options or of the environment; empty without one. */
    static Map<String, String> authorization(FlexGateCommand options) {
        String key = key(options);
        return key.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + key);
    }

    private static String key(FlexGateCommand options) {
        Path file = options.keyFile();
        if (file == null) {
            return Optional.ofNullable(System.getenv("FLEXGATE_API_KEY"))
                    .orElse("")
                    .strip();
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the key cannot be read", file + " is no readable file", "name another --key-file");
        }
    }

    JsonNode get(String path) {
        return json(send(HttpMethod.GET, path, new byte[0], Map.of()));
    }

    /** The same, where there may be nothing. */
    Optional<JsonNode> maybe(String path) {
        Answer answer = answer(HttpMethod.GET, path, new byte[0], Map.of());
        if (answer.status() == 404) {
            return Optional.empty();
        }
        return Optional.of(json(succeeded(HttpMethod.GET, path, answer)));
    }

    /** The same in another form than the gateway's usual one. */
    JsonNode get(String path, String mediaType) {
        return json(send(HttpMethod.GET, path, new byte[0], Map.of("Accept", mediaType)));
    }

    byte[] bytes(String path) {
        return send(HttpMethod.GET, path, new byte[0], Map.of()).body();
    }

    /** A change that the gateway does once for this {@code intent}. */
    JsonNode once(String path, byte[] body, String intent) {
        return json(send(HttpMethod.POST, path, body, Map.of("Idempotency-Key", intent)));
    }

    /** The same of what stands as {@code version}; refused when something else does. */
    JsonNode once(String path, byte[] body, String intent, String version) {
        return json(send(HttpMethod.POST, path, body, Map.of("Idempotency-Key", intent, "If-Match", version)));
    }

    JsonNode put(String path) {
        return json(send(HttpMethod.PUT, path, new byte[0], Map.of()));
    }

    JsonNode put(String path, byte[] body, Map<String, String> headers) {
        return json(send(HttpMethod.PUT, path, body, headers));
    }

    JsonNode delete(String path, Map<String, String> headers) {
        return json(send(HttpMethod.DELETE, path, new byte[0], headers));
    }

    JsonNode delete(String path) {
        return json(send(HttpMethod.DELETE, path, new byte[0], Map.of()));
    }

    JsonNode post(String path, byte[] body) {
        return json(send(HttpMethod.POST, path, body, Map.of()));
    }

    /** The same with headers of its own, such as another {@code Content-Type}. */
    JsonNode post(String path, byte[] body, Map<String, String> headers) {
        return json(send(HttpMethod.POST, path, body, headers));
    }

    /** The same for what may be faulty line by line: then the problem is the answer, with its {@code errors}. */
    JsonNode offer(String path, byte[] body, Map<String, String> headers) {
        Answer answer = answer(HttpMethod.POST, path, body, headers);
        if (!answer.succeeded() && !problem(answer).at("/errors/0").has("line")) {
            throw failure(HttpMethod.POST + " " + path, answer);
        }
        return json(answer);
    }

    private Answer send(HttpMethod method, String path, byte[] body, Map<String, String> more) {
        return succeeded(method, path, answer(method, path, body, more));
    }

    private static Answer succeeded(HttpMethod method, String path, Answer answer) {
        if (!answer.succeeded()) {
            throw failure(method + " " + path, answer);
        }
        return answer;
    }

    private Answer answer(HttpMethod method, String path, byte[] body, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.putIfAbsent("Accept", "application/json");
        headers.putAll(authorization);
        if (body.length > 0) {
            headers.putIfAbsent("Content-Type", "application/json");
        }
        try {
            return http.send(new Call(method, url.resolve(path), headers, body, PATIENCE));
        } catch (OutboundException away) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no answer from " + url,
                    away.reason() + ": " + away.getMessage(),
                    "start it with: flexgate run, or name another with --url or FLEXGATE_URL");
        }
    }

    private static CommandFailure failure(String act, Answer answer) {
        JsonNode problem = problem(answer);
        String code = problem.path("code").asText();
        JsonNode error = problem.path("errors").path(0);
        ExitCode exit = ExitCode.of(answer.status(), code, error.path("code").asText());
        String detail = problem.path("detail").asText(problem.path("title").asText());
        String where = error.isMissingNode() ? "" : where(error, detail);
        String suggestion =
                error.has("suggestion") ? "take over the suggestion " + Json.text(error.path("suggestion")) + "; " : "";
        String fix = Stream.of(ProblemCode.values())
                .filter(each -> each.name().equals(code))
                .map(ProblemCode::fix)
                .findFirst()
                .orElse("see " + problem.path("type").asText("the gateway's log"));
        return new CommandFailure(
                exit, act + " answered " + answer.status() + " " + code, detail + where, suggestion + fix);
    }

    private static String where(JsonNode error, String told) {
        String pointer = error.path("pointer").asText();
        String detail = error.path("detail").asText();
        return detail.equals(told) ? " (" + pointer + ")" : "; " + pointer + ": " + detail;
    }

    private static JsonNode problem(Answer answer) {
        boolean told = answer.header("content-type").orElse("").contains("json");
        return told ? json(answer) : Json.object();
    }

    private static JsonNode json(Answer answer) {
        return answer.body().length == 0 ? Json.object() : StrictJson.parse(answer.body(), LIMITS);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
