package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/** What the interface says about itself: {@code /openapi.json} and {@code /problems/<slug>}, both held in memory. */
final class ReferencePages {

    private static final String JSON = "application/json";

    private final Buffer openApi = resource("/openapi.json");

    void addTo(Router router) {
        router.get("/openapi.json").handler(context -> end(context, openApi));
        router.get("/problems/:slug").handler(ReferencePages::problem);
    }

    private static void problem(RoutingContext context) {
        String slug = Page.path(context, "slug");
        Arrays.stream(ProblemCode.values())
                .filter(code -> code.slug().equals(slug))
                .findFirst()
                .ifPresentOrElse(
                        code -> end(context, Buffer.buffer(Json.bytes(json(code)))),
                        () -> Problem.of(ProblemCode.NOT_FOUND, "no problem has this name")
                                .writeTo(context));
    }

    private static ObjectNode json(ProblemCode code) {
        return Json.object()
                .put("code", code.name())
                .put("title", code.title())
                .put("status", code.status())
                .put("fix", code.fix());
    }

    private static void end(RoutingContext context, Buffer body) {
        context.response()
                .putHeader("Content-Type", JSON)
                .putHeader("Cache-Control", "max-age=300")
                .end(body)
                .onFailure(_ -> {}); // the asker has gone: there is nobody left to tell
    }

    private static Buffer resource(String name) {
        try (var in = Objects.requireNonNull(ReferencePages.class.getResourceAsStream(name), name)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
