package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One of our schemas as a chain of plain tests: tells in a few microseconds that a message fits, as nearly all do.
 * It names no fault and is not the judge: what it does not pass, whether faulty or written in a way it is not sure
 * of, the real validator is asked about. A keyword that is not known here makes every message unsure.
 */
final class QuickSchema {

    private static final Set<String> SAYS_NOTHING = Set.of("$schema", "$id", "$defs", "title", "description");

    /** Read together with the keyword they belong to. */
    private static final Set<String> READ_ELSEWHERE = Set.of("then", "else", "additionalProperties");

    /** One test of a value; throws {@link UnsureException} when it cannot tell. */
    interface Test {
        boolean passes(JsonNode json);
    }

    /** Thrown where a message could be either; without a trace, since it is an everyday answer. */
    static final class UnsureException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnsureException() {
            super("the real validator must be asked", null, false, false);
        }
    }

    private final Function<String, JsonNode> files;
    private final Map<String, Test> byPlace = new HashMap<>();

    private QuickSchema(Function<String, JsonNode> files) {
        this.files = files;
    }

    /**
     * Compiles the schema at an address.
     *
     * @param files the schema file of an address without a fragment
     */
    static Test of(String address, Function<String, JsonNode> files) {
        return new QuickSchema(files).at(address);
    }

    /** Whether {@code json} certainly fits. */
    static boolean isSure(Test test, JsonNode json) {
        try {
            return test.passes(json);
        } catch (UnsureException _) {
            return false;
        }
    }

    /** A schema may use itself, so its place is taken before it is compiled. */
    private Test at(String address) {
        Test known = byPlace.get(address);
        if (known != null) {
            return known;
        }
        var place = new Object() {
            Test test = json -> {
                throw new UnsureException();
            };
        };
        byPlace.put(address, json -> place.test.passes(json));
        int mark = address.indexOf('#');
        String file = mark < 0 ? address : address.substring(0, mark);
        JsonNode schema = files.apply(file);
        place.test = compile(mark < 0 ? schema : schema.at(address.substring(mark + 1)), file);
        return place.test;
    }

    private Test compile(JsonNode schema, String file) {
        if (schema.isBoolean()) {
            boolean anything = schema.booleanValue();
            return _ -> anything;
        }
        List<Test> tests = new ArrayList<>();
        schema.properties().forEach(keyword -> {
            String name = keyword.getKey();
            if (!SAYS_NOTHING.contains(name) && !READ_ELSEWHERE.contains(name)) {
                tests.add(test(name, keyword.getValue(), schema, file));
            }
        });
        if (schema.has("additionalProperties") && !schema.has("properties")) {
            tests.add(members(Map.of(), compile(schema.path("additionalProperties"), file)));
        }
        return all(tests);
    }

    private static Test all(List<Test> tests) {
        Test[] each = tests.toArray(Test[]::new);
        return json -> {
            for (Test test : each) {
                if (!test.passes(json)) {
                    return false;
                }
            }
            return true;
        };
    }

    private Test test(String keyword, JsonNode value, JsonNode schema, String file) {
        return switch (keyword) {
            case "$ref" -> at(address(value.textValue(), file));
            case "type" -> type(value.asText());
            case "properties" -> properties(value, schema, file);
            case "required" -> required(texts(value));
            case "dependentRequired" -> dependent(value);
            case "maxProperties" -> json -> !json.isObject() || json.size() <= value.intValue();
            case "items" -> items(compile(value, file));
            case "minItems" -> json -> !json.isArray() || json.size() >= value.intValue();
            case "maxItems" -> json -> !json.isArray() || json.size() <= value.intValue();
            case "minLength" -> json -> !json.isTextual() || length(json) >= value.intValue();
            case "maxLength" ->
                json -> !json.isTextual()
                        || json.textValue().length() <= value.intValue()
                        || length(json) <= value.intValue();
            case "pattern" -> pattern(Pattern.compile(value.textValue()));
            case "format" -> QuickFormats.of(value.textValue());
            case "minimum", "maximum", "exclusiveMinimum" -> bound(keyword, value.decimalValue());
            case "const" -> oneOf(List.of(value));
            case "enum" -> oneOf(List.copyOf(value.valueStream().toList()));
            case "allOf" -> all(several(value, file));
            case "anyOf" -> anyOf(several(value, file));
            case "oneOf" -> exactlyOne(several(value, file));
            case "if" -> choice(compile(value, file), schema, file);
            default ->
                _ -> {
                    throw new UnsureException();
                };
        };
    }

    private static String address(String reference, String file) {
        if (reference.startsWith("#")) {
            return file + reference;
        }
        return URI.create(file).resolve(reference).toString();
    }

    private List<Test> several(JsonNode schemas, String file) {
        return schemas.valueStream().map(each -> compile(each, file)).toList();
    }

    private static List<String> texts(JsonNode names) {
        return names.valueStream().map(JsonNode::textValue).toList();
    }

    private static Test type(String wanted) {
        return switch (wanted) {
            case "object" -> JsonNode::isObject;
            case "array" -> JsonNode::isArray;
            case "string" -> JsonNode::isTextual;
            case "boolean" -> JsonNode::isBoolean;
            case "number" -> JsonNode::isNumber;
            case "integer" -> QuickSchema::isInteger;
            default ->
                _ -> {
                    throw new UnsureException();
                };
        };
    }

    /** Whether 1.0 is one is a matter of settings. */
    private static boolean isInteger(JsonNode json) {
        if (json.isNumber() && json.decimalValue().scale() != 0) {
            throw new UnsureException();
        }
        return json.isNumber();
    }

    private Test properties(JsonNode value, JsonNode schema, String file) {
        Map<String, Test> tests = new HashMap<>();
        value.properties().forEach(each -> tests.put(each.getKey(), compile(each.getValue(), file)));
        JsonNode others = schema.path("additionalProperties");
        return members(tests, others.isMissingNode() ? _ -> true : compile(others, file));
    }

    private static Test members(Map<String, Test> named, Test others) {
        return json -> {
            if (json.isObject()) {
                for (Map.Entry<String, JsonNode> member : json.properties()) {
                    Test test = named.getOrDefault(member.getKey(), others);
                    if (!test.passes(member.getValue())) {
                        return false;
                    }
                }
            }
            return true;
        };
    }

    private static Test required(List<String> names) {
        return json -> {
            if (json.isObject()) {
                for (String name : names) {
                    if (json.get(name) == null) {
                        return false;
                    }
                }
            }
            return true;
        };
    }

    private static Test dependent(JsonNode value) {
        List<Test> tests = new ArrayList<>();
        value.properties().forEach(each -> {
            Test needed = required(texts(each.getValue()));
            tests.add(json -> !json.has(each.getKey()) || needed.passes(json));
        });
        return all(tests);
    }

    private static Test items(Test item) {
        return json -> {
            if (json.isArray()) {
                for (JsonNode each : json) {
                    if (!item.passes(each)) {
                        return false;
                    }
                }
            }
            return true;
        };
    }

    private static int length(JsonNode json) {
        String text = json.textValue();
        return text.codePointCount(0, text.length());
    }

    /** Readers differ in what an anchor and a letter are beyond plain ASCII. */
    private static Test pattern(Pattern pattern) {
        return json -> {
            if (!json.isTextual()) {
                return true;
            }
            if (!QuickFormats.isPlain(json.textValue())) {
                throw new UnsureException();
            }
            return pattern.matcher(json.textValue()).find();
        };
    }

    private static Test bound(String keyword, BigDecimal limit) {
        return json -> {
            if (!json.isNumber()) {
                return true;
            }
            int side = json.decimalValue().compareTo(limit);
            return switch (keyword) {
                case "minimum" -> side >= 0;
                case "maximum" -> side <= 0;
                default -> side > 0;
            };
        };
    }

    /** When two values other than texts and truth values are equal is not decided here. */
    private static Test oneOf(List<JsonNode> values) {
        Set<JsonNode> known = new HashSet<>(values);
        boolean simple = values.stream().allMatch(each -> each.isTextual() || each.isBoolean());
        return json -> {
            if (known.contains(json)) {
                return true;
            }
            if (!simple || json.getNodeType() == JsonNodeType.NUMBER) {
                throw new UnsureException();
            }
            return false;
        };
    }

    private static Test anyOf(List<Test> tests) {
        return json -> {
            for (Test test : tests) {
                if (test.passes(json)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Test exactlyOne(List<Test> tests) {
        return json -> {
            int passed = 0;
            for (Test test : tests) {
                passed += test.passes(json) ? 1 : 0;
            }
            return passed == 1;
        };
    }

    private Test choice(Test condition, JsonNode schema, String file) {
        Test then = schema.has("then") ? compile(schema.path("then"), file) : _ -> true;
        Test otherwise = schema.has("else") ? compile(schema.path("else"), file) : _ -> true;
        return json -> (condition.passes(json) ? then : otherwise).passes(json);
    }
}
