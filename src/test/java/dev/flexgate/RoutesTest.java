package dev.flexgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.flexgate.GatewayHouse.Reply;
import dev.flexgate.NaughtyAddresses.Asked;
import dev.flexgate.NaughtyAddresses.Heard;
import dev.flexgate.NaughtyAddresses.Place;
import dev.flexgate.identity.access.Access;
import dev.flexgate.identity.access.RouteRule;
import dev.flexgate.identity.access.RouteRules;
import dev.flexgate.store.Database;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
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

    /** What can be read, with the names of its parts in braces. */
    private static final Set<String> READ = new TreeSet<>();

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static GatewayHouse gateway;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static JsonNode openApi;

    @BeforeAll
    static void walk() throws Exception {
        gateway = new GatewayHouse(
                folder, Map.of("FLEXGATE_RATE_PER_SOURCE", "1000000", "FLEXGATE_TEST_CLOCK", "2026-11-21T12:00:10Z"));
        Router router = Router.router(TestDatabase.vertx());
        gateway.house().addDoorsTo(router);
        walk("", router);
        openApi = StrictJson.parse(
                gateway.send("GET", "/openapi.json", "").response().body(), JsonLimits.DEFAULT.withBytes(1 << 20));
        assertTrue(MOUNTED.size() > 20, MOUNTED.toString());
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    private static void walk(String prefix, Router router) {
        for (Route route : router.getRoutes()) {
            String written =
                    Objects.requireNonNullElse(route.getPath(), Objects.requireNonNullElse(route.getName(), ""));
            String path = sample(written);
            if (route.getSubRouter() != null) {
                walk(prefix + path.replaceFirst("/\\*?$", ""), route.getSubRouter());
            } else if (route.methods() != null) {
                if (route.methods().contains(HttpMethod.GET)) {
                    READ.add((prefix + template(written)).isEmpty() ? "/" : prefix + template(written));
                }
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

    /** The same with braces around the names. */
    private static String template(String path) {
        return sample(path.replaceAll("\\(\\?<([A-Za-z]+)>[^)]*\\)", "{$1}").replaceAll("/:([A-Za-z]+)", "/{$1}"));
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

    @Test
    void what_is_answered_is_as_the_document_says() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        List<String> faults = new ArrayList<>();
        var checked = new AtomicInteger();
        operations((method, path, operation) -> {
            JsonNode schema = operation.at("/responses/200/content/application~1json/schema");
            if (method.equals("GET") && !path.contains("{") && schema instanceof ObjectNode object) {
                Heard heard = heard(path);
                if (heard.status() == 200) {
                    checked.incrementAndGet();
                    object.set("components", openApi.path("components"));
                    registry.getSchema(object)
                            .validate(StrictJson.parse(
                                    heard.body().getBytes(UTF_8), JsonLimits.DEFAULT.withBytes(1 << 20)))
                            .forEach(fault -> faults.add(path + ": " + fault));
                    object.remove("components");
                }
            }
        });
        assertEquals(List.of(), faults);
        assertTrue(checked.get() > 10, checked::toString);
    }

    /** A catalogue is longer than anything else that comes in. */
    @Test
    void a_callback_may_be_as_long_as_a_catalogue_and_a_request_may_not() {
        String catalogue = "{\"a\":\"" + "x".repeat(600_000) + "\"}";
        Reply heard = gateway.send("POST", "/beckn/bap/on_discover", catalogue);
        assertEquals(401, heard.status(), "read, and not believed");
        Reply request = gateway.send("POST", "/beckn/discover", catalogue);
        assertEquals(413, request.status());
        assertEquals("NACK", request.json().at("/message/status").asText());
    }

    private static Heard heard(String target) {
        Reply reply = gateway.send("GET", target, "");
        return new Heard(
                reply.status(),
                reply.header("Content-Type"),
                new String(reply.response().body(), UTF_8));
    }

    private static List<Place> places() {
        List<Place> places = new ArrayList<>();
        Set<String> documented = new HashSet<>();
        operations((method, path, operation) -> {
            if (method.equals("GET")) {
                documented.add(path);
                for (JsonNode each : operation.path("parameters")) {
                    JsonNode parameter = each.has("$ref")
                            ? openApi.at(each.path("$ref").asText().substring(1))
                            : each;
                    if (Set.of("path", "query").contains(parameter.path("in").asText())) {
                        places.add(new Place(
                                path,
                                parameter.path("name").asText(),
                                "",
                                NaughtyAddresses.form(parameter.path("schema"))));
                    }
                }
            }
        });
        READ.stream()
                .filter(path -> path.matches("[A-Za-z0-9/._:{}-]+") && !path.endsWith("/stream"))
                .filter(path -> !documented.contains(path))
                .forEach(path -> asked(path).forEach(name -> places.add(new Place(path, name, "", _ -> true))));
        return places;
    }

    /** What a page asks for: the parts of its path, and the names in its links and fields. */
    private static Set<String> asked(String path) {
        Set<String> names = new TreeSet<>();
        Matcher inPath = Pattern.compile("\\{([A-Za-z]+)}").matcher(path);
        inPath.results().forEach(found -> names.add(found.group(1)));
        if (path.startsWith("/api/")) {
            names.addAll(List.of("after", "limit"));
        } else if (names.isEmpty()) {
            Pattern.compile("[?;]([a-zA-Z]{1,20})=|<(?:input|select)[^>]* name=\"([a-zA-Z]+)\"")
                    .matcher(heard(path).body())
                    .results()
                    .forEach(found -> names.add(Objects.requireNonNullElse(found.group(1), found.group(2))));
        }
        return names;
    }

    @Test
    void whatever_stands_in_a_path_or_a_query_is_refused_for_its_form_or_means_nothing() throws Exception {
        List<Place> places = places();
        assertTrue(places.size() > 150, places::toString);
        List<Asked> all = NaughtyAddresses.sampled(places, 1_000);
        var piece = new CorpusPiece(NaughtyAddresses.CORPUS + "-addresses");
        try (var database = Database.open(TestDatabase.vertx(), gateway.address(), TestDatabase.limits());
                var callers = Executors.newFixedThreadPool(8)) {
            Map<Place, Integer> harmless = new ConcurrentHashMap<>();
            String before = rows(database);
            List<Callable<List<String>>> questions = all.stream()
                    .<Callable<List<String>>>map(each -> () -> NaughtyAddresses.faults(
                                    each,
                                    heard(each.target()),
                                    harmless.computeIfAbsent(
                                            each.place(),
                                            place -> heard(new Asked(place, NaughtyAddresses.WORD).target())
                                                    .status()))
                            .toList())
                    .toList();
            List<String> faults = new ArrayList<>();
            for (Future<List<String>> answer : callers.invokeAll(questions)) {
                faults.addAll(answer.get());
            }
            piece.reached(all.size(), all.size(), faults);
            System.out.println("bad input: addresses " + all.size() + " of "
                    + NaughtyAddresses.all(places).size() + " in " + places.size() + " places, " + faults.size()
                    + " findings");
            assertEquals(List.of(), faults.stream().limit(50).toList());
            assertEquals(before, rows(database), "reading changes nothing");
        }
    }

    /** How many rows each table has, but for those of the log, which goes on by itself. */
    private static String rows(Database database) {
        String tables = database.rows("""
                        select table_name
                          from information_schema.tables
                         where table_schema = 'public' and table_name not like 'audit\\_%' order by 1
                        """).stream()
                .map(row -> row.getString("table_name"))
                .map(table -> "select '" + table + "' as name, count(*) as n from " + table)
                .collect(Collectors.joining(" union all "));
        return database.rows(tables + " order by 1").stream()
                .map(row -> row.getString("name") + " " + row.getLong("n"))
                .collect(Collectors.joining("\n"));
    }
}
