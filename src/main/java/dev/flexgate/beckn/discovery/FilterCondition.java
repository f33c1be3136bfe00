package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.List;

/** What an element of the catalogue must satisfy. */
sealed interface FilterCondition {

    record Any(List<FilterCondition> tests) implements FilterCondition {}

    record All(List<FilterCondition> tests) implements FilterCondition {}

    record Not(FilterCondition test) implements FilterCondition {}

    record Exists(FilterPath path) implements FilterCondition {}

    /** True when some text that the path finds, or an element of a list that it finds, fits the whole pattern. */
    record Fits(FilterPath path, Pattern pattern) implements FilterCondition {}

    /**
     * True when some value on the left and some on the right compare so.
     *
     * @param rfc9535 two paths that find nothing are equal, and an array is one value; in SQL/JSON nothing equals
     *     nothing, and an array stands for its elements
     */
    record Comparison(Operand left, Operator operator, Operand right, boolean rfc9535) implements FilterCondition {}

    enum Operator {
        EQUAL,
        UNEQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case UNEQUAL -> comparison != 0;
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
            };
        }

        boolean admitsEquality() {
            return this == EQUAL || this == LESS_OR_EQUAL || this == GREATER_OR_EQUAL;
        }
    }

    sealed interface Operand {
        record Literal(JsonNode value) implements Operand {}

        record Found(FilterPath path) implements Operand {}
    }
}
