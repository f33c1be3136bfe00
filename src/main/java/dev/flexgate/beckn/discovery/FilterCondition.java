package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.List;

/** What an element of the catalogue must satisfy. */
sealed interface FilterCondition {

    record Any(List<FilterCondition> tests) implements FilterCondition {}

    record All(List<FilterCondition> tests) implements FilterCondition {}

    record Not(FilterCondition test) implements FilterCondition {}

    /** SQL {@code (...) is unknown}. */
    record Unknown(FilterCondition test) implements FilterCondition {}

    record Exists(FilterPath path) implements FilterCondition {}

    /**
     * True when some text that the path finds fits the pattern.
     *
     * @param whole the whole text must fit, else a part of it
     * @param elements texts in a list that is found count too
     */
    record Fits(FilterPath path, Pattern pattern, boolean whole, boolean elements) implements FilterCondition {}

    /** SQL {@code starts with}. */
    record StartsWith(FilterPath path, String prefix) implements FilterCondition {}

    /** Jayway {@code subsetof}: every element found is one of the values. */
    record SubsetOf(FilterPath path, List<JsonNode> values) implements FilterCondition {}

    /** Jayway {@code contains}: a list has the value as an element, or a text as a part. */
    record Contains(FilterPath path, JsonNode value) implements FilterCondition {}

    /** Jayway {@code empty}: a list or text without content, or with some. */
    record Empty(FilterPath path, boolean empty) implements FilterCondition {}

    /** True when some value on the left and some on the right compare so, by the rules of the form. */
    record Comparison(Operand left, Operator operator, Operand right, FilterForm form) implements FilterCondition {}

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

        /** The same with the sides changed. */
        Operator turned() {
            return switch (this) {
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
                case EQUAL, UNEQUAL -> this;
            };
        }
    }

    sealed interface Operand {
        record Literal(JsonNode value) implements Operand {}

        record Found(FilterPath path) implements Operand {}

        /** RFC 9535 {@code length(value)}: of a text in characters, of a list or object in elements. */
        record Length(Operand of) implements Operand {}

        /** RFC 9535 {@code count(path)}. */
        record Count(FilterPath path) implements Operand {}

        /** RFC 9535 {@code value(path)}: the only one found, else nothing. */
        record OnlyValue(FilterPath path) implements Operand {}
    }
}
