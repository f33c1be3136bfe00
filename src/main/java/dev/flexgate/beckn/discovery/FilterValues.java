package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.flexgate.beckn.discovery.FilterCondition.Operator;
import dev.flexgate.beckn.discovery.FilterPath.Method;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Optional;

/**
 * How values compare: numbers exactly, times with an offset as moments, other texts by their characters (code points).
 * The rest follows the form of the filter.
 */
final class FilterValues {

    static final JsonNode OBJECT = Json.object();
    static final JsonNode LIST = OBJECT.withArray("/list");

    /** {@code 2026-06-15T00:00Z} */
    private static final int TIME_LENGTH_MIN = 17;

    private static final int TIME_LENGTH_MAX = 40;

    /** So that a number of a peer's making cannot be written out to a million digits. */
    private static final int SCALE_MAX = 100;

    private static final Comparator<JsonNode> ALIKE = (one, other) -> scalarsEqual(one, other) ? 0 : 1;

    private FilterValues() {}

    /** PostgreSQL's {@code compareItems}. */
    static Truth inSql(JsonNode left, Operator operator, JsonNode right) {
        if (left.isNull() != right.isNull()) {
            return Truth.of(operator == Operator.UNEQUAL);
        }
        if (areAlike(left, right)) {
            return Truth.of(operator.holds(compare(left, right)));
        }
        if (left.isBoolean() && right.isBoolean()) {
            return Truth.of(operator.holds(Boolean.compare(left.booleanValue(), right.booleanValue())));
        }
        return left.isNull() ? Truth.of(operator.admitsEquality()) : Truth.UNKNOWN;
    }

    /** RFC 9535, 2.3.5.2.2. */
    static boolean inJsonPath(JsonNode left, Operator operator, JsonNode right) {
        if (areAlike(left, right)) {
            return operator.holds(compare(left, right));
        }
        return switch (operator) {
            case EQUAL, LESS_OR_EQUAL, GREATER_OR_EQUAL -> equal(left, right);
            case UNEQUAL -> !equal(left, right);
            case LESS, GREATER -> false;
        };
    }

    static boolean equal(JsonNode left, JsonNode right) {
        return scalarsEqual(left, right) || (left.isContainerNode() && left.equals(ALIKE, right));
    }

    /** Two numbers, or two texts. */
    private static boolean areAlike(JsonNode left, JsonNode right) {
        return (left.isNumber() && right.isNumber()) || (left.isTextual() && right.isTextual());
    }

    private static boolean scalarsEqual(JsonNode left, JsonNode right) {
        return areAlike(left, right) ? compare(left, right) == 0 : (left.isValueNode() && left.equals(right));
    }

    private static int compare(JsonNode left, JsonNode right) {
        return left.isNumber()
                ? left.decimalValue().compareTo(right.decimalValue())
                : compare(left.textValue(), right.textValue());
    }

    static int compare(String left, String right) {
        Optional<Instant> one = moment(left);
        if (one.isPresent()) {
            Optional<Instant> other = moment(right);
            if (other.isPresent()) {
                return one.get().compareTo(other.get());
            }
        }
        return byCodePoints(left, right);
    }

    /** A surrogate stands for a character above all others, although its number is lower than some. */
    private static int byCodePoints(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int k = 0; k < length; k++) {
            char one = left.charAt(k);
            char other = right.charAt(k);
            if (one != other) {
                boolean pairs = Character.isSurrogate(one) != Character.isSurrogate(other);
                return pairs ? (Character.isSurrogate(one) ? 1 : -1) : Character.compare(one, other);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    static Optional<Instant> moment(String text) {
        if (text.length() < TIME_LENGTH_MIN
                || text.length() > TIME_LENGTH_MAX
                || text.charAt(4) != '-'
                || text.charAt(10) != 'T') {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    static boolean contains(JsonNode list, JsonNode value) {
        if (list.isTextual()) {
            return value.isTextual() && list.textValue().contains(value.textValue());
        }
        for (JsonNode element : list) {
            if (list.isArray() && equal(element, value)) {
                return true;
            }
        }
        return false;
    }

    static boolean isEmpty(JsonNode value) {
        return value.isTextual() ? value.textValue().isEmpty() : value.isContainerNode() && value.isEmpty();
    }

    /** RFC 9535, 2.4.4. */
    static Optional<JsonNode> length(JsonNode value) {
        if (value.isTextual()) {
            String text = value.textValue();
            return Optional.of(IntNode.valueOf(text.codePointCount(0, text.length())));
        }
        return value.isContainerNode() ? Optional.of(IntNode.valueOf(value.size())) : Optional.empty();
    }

    /**
     * What a method makes of a value; nothing when it cannot be made.
     *
     * @param size elements of a list; negative for anything else, of which there is one
     */
    static Optional<JsonNode> call(Method method, JsonNode value, int size) {
        return switch (method) {
            case SIZE -> Optional.of(IntNode.valueOf(size < 0 ? 1 : size));
            case TYPE -> Optional.of(TextNode.valueOf(type(value)));
            case DOUBLE -> number(value);
            case ABS -> decimal(value).map(BigDecimal::abs).map(DecimalNode::valueOf);
            case CEILING ->
                decimal(value)
                        .map(each -> each.setScale(0, RoundingMode.CEILING))
                        .map(DecimalNode::valueOf);
            case FLOOR ->
                decimal(value).map(each -> each.setScale(0, RoundingMode.FLOOR)).map(DecimalNode::valueOf);
            case DATETIME -> value.isTextual() ? Optional.of(value) : Optional.empty();
        };
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case NULL, MISSING -> "null";
        };
    }

    private static Optional<JsonNode> number(JsonNode value) {
        if (!value.isTextual()) {
            return decimal(value).map(DecimalNode::valueOf);
        }
        try {
            return value.textValue().length() > TIME_LENGTH_MAX
                    ? Optional.empty()
                    : decimal(DecimalNode.valueOf(new BigDecimal(value.textValue())))
                            .map(DecimalNode::valueOf);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> decimal(JsonNode value) {
        return value.isNumber() && Math.abs((long) value.decimalValue().scale()) <= SCALE_MAX
                ? Optional.of(value.decimalValue())
                : Optional.empty();
    }
}
