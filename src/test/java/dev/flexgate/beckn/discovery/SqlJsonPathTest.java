package dev.flexgate.beckn.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.store.Database;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL itself is the judge of what an SQL/JSON path finds. */
class SqlJsonPathTest {

    private static final String QUERY =
            "select found::text as found from jsonb_path_query($1::text::jsonb, $2::text::jsonpath, '{}', true) as found";

    private static Database database;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void chosen_paths_find_what_postgres_finds() {
        JsonNode document = Queries.json("""
                {"a": [{"id": "x", "n": 1, "tags": ["red", "Green"], "in": {"n": 5}}, {"id": "y", "n": "1", "tags": "red"},
                       {"id": "z", "n": null, "tags": []}, {"id": "w", "ok": true, "more": [[1, 2], [3]]}],
                 "n": -2.5, "text": "one\\ntwo", "big": 12345678901234567890.125}""");
        for (String path : List.of(
                "$.a[*] ? (@.n == 1)",
                "$.a[*] ? (@.n <> 1)",
                "$.a[*] ? (!(@.n == 1))",
                "$.a[*] ? (@.n == null)",
                "$.a[*] ? (@.n != null)",
                "$.a ? (@.tags == \"red\").id",
                "$.a.tags",
                "$.a.tags[*]",
                "$.a[*].tags[0]",
                "$.a[*] ? (@.tags[*] starts with \"Gr\").id",
                "$.a[*] ? (@.tags like_regex \"^g\" flag \"i\").id",
                "$.a[*] ? ((@.n > 0) is unknown).id",
                "$.a[*] ? (exists(@.in ? (@.n > 4))).id",
                "$.a[*].more[*][0]",
                "$.a[last].id",
                "$.a[1 to last].id",
                "$.a[0, 2].id",
                "$.a[0 to 1, 3].id",
                "$.a.size()",
                "$.n.abs()",
                "$.n.ceiling()",
                "$.n.floor()",
                "$.a.type()",
                "$.a[*].type()",
                "$.a[*].n.double()",
                "$.*",
                "$.a.*",
                "$.a[*] ? (@.ok == true && @.id == \"w\" || @.n > 0).id",
                "$.** ? (@.id == \"x\").n",
                "$.a[*] ? (@.id < \"y\").id",
                "$.big ? (@ > 12345678901234567890)",
                "$.a[*] ? (@.n == $.a[0].n).id",
                "$.text ? (@ like_regex \"^two\" flag \"m\")",
                "$.text ? (@ like_regex \"one.two\" flag \"s\")",
                "$.text ? (@ like_regex \"e.t\" flag \"q\")",
                "$.a[*] ? (@.more.size() == 2).id",
                "$.a[*].more ? (@ == 3)",
                "$.a[*] ? (@.tags[1] == \"Green\" && !exists(@.ok)).id",
                "lax $.a.in.n",
                "$.a[*] ? (@.in.n > @.n).id",
                "$.n[0]",
                "$.n[*]",
                "$.n[1]",
                "$.a[*] ? (@.tags.size() > 1).id")) {
            check(document, path);
        }
    }

    @Test
    void generated_paths_find_what_postgres_finds() {
        var random = new Random(9535);
        for (int k = 0; k < 1_500; k++) {
            check(
                    Queries.json(value(random, 3)),
                    "$" + steps(random, 2) + " ? (" + test(random, 2) + ")" + steps(random, 1));
        }
    }

    private static void check(JsonNode document, String path) {
        List<JsonNode> expected = database.rows(QUERY, Json.text(document), path).stream()
                .map(row -> Queries.json(row.getString("found")))
                .toList();
        var found = new ArrayList<JsonNode>();
        Queries.found(document, path).forEach(text -> found.add(Queries.json(text)));
        assertEquals(canonical(expected), canonical(found), () -> path + " over " + document);
    }

    /** Without regard to how numbers are written, or to the order of members, which {@code jsonb} does not keep. */
    private static List<String> canonical(List<JsonNode> values) {
        return values.stream().map(SqlJsonPathTest::canonical).sorted().toList();
    }

    private static String canonical(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue().stripTrailingZeros().toString();
        }
        if (value.isArray()) {
            var elements = new ArrayList<String>();
            value.forEach(each -> elements.add(canonical(each)));
            return elements.toString();
        }
        return value.isObject()
                ? value.properties().stream()
                        .map(each -> each.getKey() + "=" + canonical(each.getValue()))
                        .sorted()
                        .toList()
                        .toString()
                : value.toString();
    }

    private static String value(Random random, int depth) {
        int kind = depth == 0 ? random.nextInt(5) : random.nextInt(9);
        return switch (kind) {
            case 0 -> Integer.toString(random.nextInt(4) - 1);
            case 1 -> List.of("0.5", "1.0", "-1.25").get(random.nextInt(3));
            case 2 -> "\"" + "xyz".charAt(random.nextInt(3)) + "\"";
            case 3 -> random.nextBoolean() ? "true" : "false";
            case 4 -> "null";
            case 5, 6 -> {
                var elements = new ArrayList<String>();
                for (int k = random.nextInt(4); k > 0; k--) {
                    elements.add(value(random, depth - 1));
                }
                yield elements.toString();
            }
            default -> {
                var members = new ArrayList<String>();
                for (String name : List.of("a", "b", "c")) {
                    if (random.nextInt(3) > 0) {
                        members.add("\"" + name + "\": " + value(random, depth - 1));
                    }
                }
                yield "{" + String.join(", ", members) + "}";
            }
        };
    }

    private static String steps(Random random, int most) {
        var steps = new StringBuilder();
        for (int k = random.nextInt(most + 1); k > 0; k--) {
            steps.append(List.of(".a", ".b", ".c", "[*]", "[0]", "[last]", ".*", "[1 to 2]", ".**")
                    .get(random.nextInt(9)));
        }
        return steps.toString();
    }

    private static String test(Random random, int depth) {
        return switch (depth == 0 ? random.nextInt(4) : random.nextInt(8)) {
            case 0, 1 -> "@" + steps(random, 2) + sign(random) + scalar(random);
            case 2 -> "@" + steps(random, 2) + sign(random) + "@" + steps(random, 2);
            case 3 -> "@" + steps(random, 2) + (random.nextBoolean() ? " starts with \"x\"" : " like_regex \"^[xy]\"");
            case 4 -> "(" + test(random, depth - 1) + ") && (" + test(random, depth - 1) + ")";
            case 5 -> "(" + test(random, depth - 1) + ") || (" + test(random, depth - 1) + ")";
            case 6 ->
                random.nextBoolean()
                        ? "!(" + test(random, depth - 1) + ")"
                        : "(" + test(random, depth - 1) + ") is unknown";
            default -> "exists(@" + steps(random, 2) + " ? (" + test(random, depth - 1) + "))";
        };
    }

    private static String sign(Random random) {
        return List.of(" == ", " != ", " < ", " <= ", " > ", " >= ").get(random.nextInt(6));
    }

    private static String scalar(Random random) {
        return List.of("0", "1", "0.5", "\"x\"", "\"y\"", "true", "null").get(random.nextInt(7));
    }
}
