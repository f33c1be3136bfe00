package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.identity.access.Access;
import dev.flexgate.identity.access.RouteRule;
import dev.flexgate.identity.access.RouteRules;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.StrictJson;
import dev.flexgate.workload.JobRefusal;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route that is mounted has a rule, and the OpenAPI document tells the truth about those that it names. */
class RoutesTest {

    /** A method and a sample path. */
    record Mounted(String method, String path) {}

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private static Path folder;

    private static final Set<Mounted> MOUNTED = new HashSet<>();

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static JsonNode openApi;

    @BeforeAll
    static void walk() throws Exception {
        try (var gateway = new GatewayHouse(folder, Map.of())) {
            Router router = Router.router(TestDatabase.vertx());
            gateway.house().addDoorsTo(router);
            walk("", router);
            openApi = StrictJson.parse(
                    gateway.send("GET", "/openapi.json", "").response().body(), JsonLimits.DEFAULT.withBytes(1 << 20));
        }
        assertTrue(MOUNTED.size() > 20, MOUNTED.toString());
    }

    private static void walk(String prefix, Router router) {
        for (Route route : router.getRoutes()) {
            String path = sample(
                    Objects.requireNonNullElse(route.getPath(), Objects.requireNonNullElse(route.getName(), "")));
            if (route.getSubRouter() != null) {
                walk(prefix + path.replaceFirst("/\\*?$", ""), route.getSubRouter());
            } else if (route.methods() != null) {
                for (HttpMethod method : route.methods()) {
                    MOUNTED.add(new Mounted(method.name(), (prefix + path).isEmpty() ? "/" : prefix + path));
                }
            }
        }
    }

    /** A path that the route serves: names stand for themselves. A route by expression is known by that alone. */
    private static String sample(String path) {
        return path.replaceAll("\\(\\?<([A-Za-z]+)>\\[\\^[^\\]]*]\\+\\)", "$1")
                .replaceAll("\\(\\?<[A-Za-z]+>", "")
                .replaceAll("/:([A-Za-z]+)", "/$1")
                .replaceAll("\\.[+*]", "x")
                .replaceAll("[()^$\\\\]", "");
    }

    @Test
    void every_mounted_route_has_a_rule() {
        List<Mounted> without = MOUNTED.stream()
                .filter(each -> RouteRules.find(each.method(), each.path()).isEmpty())
                .toList();
        assertEquals(List.of(), without, "add them to RouteRules: what it does not name is not there for anybody");
    }

    @Test
    void every_operation_of_the_document_is_mounted_under_the_rule_that_it_states() {
        List<String> faults = new ArrayList<>();
        operations((method, path, operation) -> {
            String sample = path.replaceAll("\\{([A-Za-z]+)}", "$1");
            if (!MOUNTED.contains(new Mounted(method, sample))) {
                faults.add(method + " " + path + " is not mounted");
            }
            RouteRule rule = RouteRules.find(method, sample).orElseThrow();
            String stated = operation.path("x-required-scope").asText();
            boolean open = operation.path("security").isEmpty();
            boolean agrees = switch (rule.access()) {
                case Access.Public _, Access.Signed _ -> open && stated.isEmpty();
                case Access.AnyKey _ -> !open && stated.isEmpty();
                case Access.Scoped scoped ->
                    !open && stated.equals(scoped.scope().text());
            };
            if (!agrees) {
                faults.add(method + " " + path + " states '" + stated + "' and the rule is " + rule.access());
            }
        });
        assertEquals(List.of(), faults);
    }

    @Test
    void what_the_document_speaks_of_it_names_whole() {
        Set<Mounted> named = new HashSet<>();
        operations((method, path, _) -> named.add(new Mounted(method, path.replaceAll("\\{([A-Za-z]+)}", "$1"))));
        Set<String> nouns = named.stream().map(each -> noun(each.path())).collect(Collectors.toSet());
        Set<String> missing = MOUNTED.stream()
                .filter(each -> each.path().startsWith("/api/v1/") && nouns.contains(noun(each.path())))
                .filter(each -> !named.contains(each))
                .map(Mounted::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing);
    }

    private static String noun(String path) {
        String[] segments = path.split("[/:]");
        return segments.length > 3 ? segments[3] : "";
    }

    @Test
    void every_problem_is_explained_in_the_documentation() throws Exception {
        String page = Files.readString(Path.of("docs", "reference", "problems.md"));
        for (var code : ProblemCode.values()) {
            assertTrue(page.contains("\n## " + code.name() + "\n"), code + " has no section");
            assertTrue(page.contains(code.title()) && page.contains(code.fix()), code + " is told otherwise");
        }
        for (var reason : JobRefusal.values()) {
            assertTrue(page.contains("`" + reason.name() + "`"), reason + " is not explained");
        }
    }

    /** Told of every operation. */
    interface Visitor {

        void visit(String method, String path, JsonNode operation);
    }

    private static void operations(Visitor visitor) {
        openApi.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> visitor.visit(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue())));
    }
}
