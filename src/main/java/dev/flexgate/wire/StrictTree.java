package dev.flexgate.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.JsonRefusedException.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Builds one tree from the tokens of a parser, without recursion, and refuses what exceeds the limits. */
final class StrictTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final JsonLimits limits;
    private final boolean mayHoldHalves;
    private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();

    /**
     * A tree to be read.
     *
     * @param escapes whether there are any; where there are none, UTF-8 that was decoded holds no half surrogate
     */
    StrictTree(JsonParser parser, JsonLimits limits, boolean escapes) {
        this.parser = parser;
        this.limits = limits;
        this.mayHoldHalves = escapes;
    }

    JsonNode read() throws IOException {
        @Nullable JsonNode root = null;
        do {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw refused(Reason.SYNTAX);
            }
            switch (token) {
                case FIELD_NAME -> names.push(name());
                case END_OBJECT, END_ARRAY -> open.pop();
                default -> {
                    JsonNode value = value(token);
                    attach(value);
                    if (root == null) {
                        root = value;
                    }
                    if (value instanceof ContainerNode<?> container) {
                        enter(container);
                    }
                }
            }
        } while (!open.isEmpty());
        return root == null ? NODES.missingNode() : root;
    }

    private void enter(ContainerNode<?> container) {
        open.push(container);
        if (open.size() > limits.depth()) {
            throw refused(Reason.DEPTH);
        }
    }

    private void attach(JsonNode value) {
        switch (open.peek()) {
            case ObjectNode object -> object.set(names.pop(), value);
            case ArrayNode array -> array.add(value);
            case null, default -> {} // the root hangs on nothing
        }
    }

    private String name() throws IOException {
        String name = parser.currentName();
        if (name.length() > limits.nameCharacters()) {
            throw refused(Reason.NAME_LENGTH);
        }
        if (open.peek() instanceof ObjectNode object && object.has(name)) {
            throw refused(Reason.DUPLICATE_NAME);
        }
        requireWholeSurrogates(name);
        return name;
    }

    private JsonNode value(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> NODES.objectNode();
            case START_ARRAY -> NODES.arrayNode();
            case VALUE_STRING -> NODES.textNode(string());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(number());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw refused(Reason.SYNTAX);
        };
    }

    private String string() throws IOException {
        String text = parser.getText();
        if (text.length() > limits.stringCharacters()) {
            throw refused(Reason.STRING_LENGTH);
        }
        requireWholeSurrogates(text);
        return text;
    }

    private BigDecimal number() throws IOException {
        String text = parser.getText();
        if (text.length() > limits.numberCharacters()) {
            throw refused(Reason.NUMBER);
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if (Math.abs((long) number.scale()) <= limits.exponent()) {
                return number;
            }
        } catch (NumberFormatException _) {
            // An exponent beyond the range of int: too large as well.
        }
        throw refused(Reason.NUMBER);
    }

    private void requireWholeSurrogates(String text) {
        if (mayHoldHalves && !Surrogates.whole(text)) {
            throw refused(Reason.SURROGATE);
        }
    }

    private JsonRefusedException refused(Reason reason) {
        return new JsonRefusedException(reason, parser.currentTokenLocation().getCharOffset());
    }
}
