package dev.flexgate.console;

import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Problem;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Serves {@code src/main/resources/static} from memory, each file under its hash: asked again, it answers 304. */
final class StaticFiles implements Handler<RoutingContext> {

    private static final Pattern NAME =
            Pattern.compile("([a-z0-9-]{1,60}/)?[a-z0-9-]{1,60}\\.(css|js|woff2|svg|txt|html)");

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "woff2", "font/woff2",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8",
            "html", "text/html; charset=utf-8");

    private record StaticFile(String mediaType, Buffer content, String etag) {}

    /** Bounded by the files of the jar: a name without a file is not kept. */
    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    @Override
    public void handle(RoutingContext context) {
        Optional<StaticFile> found = Optional.ofNullable(context.pathParam("file"))
                .filter(name -> NAME.matcher(name).matches())
                .flatMap(this::file);
        if (found.isEmpty()) {
            Problem.of(404, "Not found", "no such file").writeTo(context);
            return;
        }
        StaticFile file = found.get();
        var response = context.response().putHeader("ETag", file.etag()).putHeader("Cache-Control", "no-cache");
        if (file.etag().equals(context.request().getHeader("If-None-Match"))) {
            var _ = response.setStatusCode(304).end();
        } else {
            var _ = response.putHeader("Content-Type", file.mediaType()).end(file.content());
        }
    }

    private Optional<StaticFile> file(String name) {
        StaticFile known = files.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<StaticFile> read = read(name);
        read.ifPresent(file -> files.put(name, file));
        return read;
    }

    private static Optional<StaticFile> read(String name) {
        try (InputStream stream = StaticFiles.class.getResourceAsStream("/static/" + name)) {
            if (stream == null) {
                return Optional.empty();
            }
            byte[] content = stream.readAllBytes();
            String mediaType = MEDIA_TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
            return Optional.of(
                    new StaticFile(mediaType, Buffer.buffer(content), '"' + Digests.sha256Hex(content) + '"'));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
