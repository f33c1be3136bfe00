package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.discovery.FilterCondition.Operator;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * How two values compare: numbers exactly, times as moments whatever their offset, other texts by their
 * characters. Values of different kinds are unequal and have no order.
 */
final class FilterValues {

    /** {@code 2026-06-15T00:00Z} */
    private static final int TIME_LENGTH_MIN = 17;

    private static final int TIME_LENGTH_MAX = 40;

    private FilterValues() {}

    static boolean holds(JsonNode left, Operator operator, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return operator.holds(left.decimalValue().compareTo(right.decimalValue()));
        }
        if (left.isTextual() && right.isTextual()) {
            return operator.holds(compare(left.textValue(), right.textValue()));
        }
        boolean equal = left.equals(right);
        return switch (operator) {
            case EQUAL, LESS_OR_EQUAL, GREATER_OR_EQUAL -> equal && left.isValueNode();
            case UNEQUAL -> !equal;
            case LESS, GREATER -> false;
        };
    }

    private static int compare(String left, String right) {
        Optional<Instant> one = moment(left);
        if (one.isPresent()) {
            Optional<Instant> other = moment(right);
            if (other.isPresent()) {
                return one.get().compareTo(other.get());
            }
        }
        return left.compareTo(right);
    }

    private static Optional<Instant> moment(String text) {
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
}
