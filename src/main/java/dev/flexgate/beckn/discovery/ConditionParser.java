package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.flexgate.beckn.discovery.FilterCondition.All;
import dev.flexgate.beckn.discovery.FilterCondition.Any;
import dev.flexgate.beckn.discovery.FilterCondition.Comparison;
import dev.flexgate.beckn.discovery.FilterCondition.Not;
import dev.flexgate.beckn.discovery.FilterCondition.Operand;
import dev.flexgate.beckn.discovery.FilterCondition.Operator;
import dev.flexgate.beckn.discovery.FilterToken.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the tests of a filter. */
final class ConditionParser {

    private static final int DEPTH_MAX = 16;
    private static final int NUMBER_LENGTH_MAX = 40;

    private final FilterTokens tokens;
    private final FilterParser paths;
    private int depth;

    ConditionParser(FilterTokens tokens, FilterParser paths) {
        this.tokens = tokens;
        this.paths = paths;
    }

    FilterCondition disjunction(FilterForm form) {
        if (++depth > DEPTH_MAX) {
            throw tokens.unexpected("nested deeper than " + DEPTH_MAX);
        }
        var tests = new ArrayList<FilterCondition>(List.of(conjunction(form)));
        while (tokens.takes("||")) {
            tests.add(conjunction(form));
        }
        depth--;
        return tests.size() == 1 ? tests.getFirst() : new Any(List.copyOf(tests));
    }

    private FilterCondition conjunction(FilterForm form) {
        var tests = new ArrayList<FilterCondition>(List.of(term(form)));
        while (tokens.takes("&&")) {
            tests.add(term(form));
        }
        return tests.size() == 1 ? tests.getFirst() : new All(List.copyOf(tests));
    }

    private FilterCondition term(FilterForm form) {
        return tokens.takes("!") ? new Not(primary(form)) : primary(form);
    }

    private FilterCondition primary(FilterForm form) {
        if (tokens.takes("(")) {
            FilterCondition test = disjunction(form);
            tokens.expect(")");
            return tokens.takesWord("is") ? unknown(test) : test;
        }
        if (tokens.next().isWord("exists") && tokens.afterNext().is("(")) {
            tokens.take();
            tokens.expect("(");
            FilterPath path = paths.relativePath(form, true);
            tokens.expect(")");
            return new FilterCondition.Exists(path);
        }
        if ((tokens.next().isWord("match") || tokens.next().isWord("search"))
                && tokens.afterNext().is("(")) {
            return matching(form);
        }
        return comparison(form);
    }

    private FilterCondition unknown(FilterCondition test) {
        if (!tokens.takesWord("unknown")) {
            throw tokens.unexpected("'unknown' is expected");
        }
        return new FilterCondition.Unknown(test);
    }

    /** RFC 9535 {@code match(path, 'pattern')}: the whole text; {@code search}: a part of it. */
    private FilterCondition matching(FilterForm form) {
        boolean whole = tokens.take().isWord("match");
        tokens.expect("(");
        FilterPath path = paths.relativePath(form, false);
        tokens.expect(",");
        FilterToken pattern = tokens.take();
        if (pattern.kind() != Kind.STRING) {
            throw FilterFault.at(pattern.position(), "a pattern in quotes is expected");
        }
        tokens.expect(")");
        return new FilterCondition.Fits(path, Patterns.compile(pattern, ""), whole, false);
    }

    private FilterCondition comparison(FilterForm form) {
        FilterToken first = tokens.next();
        Operand left = operand(form);
        FilterToken sign = tokens.next();
        if (sign.kind() == Kind.WORD || sign.is("=~")) {
            if (!(left instanceof Operand.Found(FilterPath path))) {
                throw FilterFault.at(first.position(), "a path is expected before " + sign.text());
            }
            return new WordOperators(tokens, this, form).read(path);
        }
        if (!isOperator(sign)) {
            if (left instanceof Operand.Found(FilterPath path)) {
                return new FilterCondition.Exists(path);
            }
            throw tokens.unexpected("a comparison is expected");
        }
        Operator operator = operator(tokens.take());
        Operand right = operand(form);
        if (operator == Operator.UNEQUAL && form == FilterForm.JSONPATH) {
            return new Not(new Comparison(left, Operator.EQUAL, right, form));
        }
        return new Comparison(left, operator, right, form);
    }

    Operand operand(FilterForm form) {
        FilterToken next = tokens.next();
        return switch (next.kind()) {
            case SYMBOL -> new Operand.Found(paths.relativePath(form, form == FilterForm.SQL));
            case STRING, NUMBER -> new Operand.Literal(literal());
            case WORD ->
                tokens.afterNext().is("(")
                        ? function(next.text().toLowerCase(Locale.ROOT), form)
                        : new Operand.Literal(literal());
            case PATTERN, END -> throw tokens.unexpected("a value or a path is expected");
        };
    }

    private Operand function(String name, FilterForm form) {
        if (!name.equals("length") && !name.equals("count") && !name.equals("value")) {
            throw tokens.unexpected("no function is called so");
        }
        tokens.take();
        tokens.expect("(");
        Operand operand = switch (name) {
            case "length" -> new Operand.Length(operand(form));
            case "count" -> new Operand.Count(paths.relativePath(form, false));
            default -> new Operand.OnlyValue(paths.relativePath(form, false));
        };
        tokens.expect(")");
        return operand;
    }

    JsonNode literal() {
        FilterToken token = tokens.take();
        return switch (token.kind()) {
            case STRING -> TextNode.valueOf(token.text());
            case NUMBER -> number(token);
            case WORD -> word(token);
            case SYMBOL, PATTERN, END -> throw FilterFault.at(token.position(), "a value is expected");
        };
    }

    private static JsonNode number(FilterToken token) {
        try {
            if (token.text().length() <= NUMBER_LENGTH_MAX) {
                var value = new BigDecimal(token.text());
                if (Math.abs((long) value.scale()) <= NUMBER_LENGTH_MAX) {
                    return DecimalNode.valueOf(value);
                }
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the refusal
        }
        throw FilterFault.at(token.position(), "not a number");
    }

    private static JsonNode word(FilterToken token) {
        return switch (token.text()) {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            case "null" -> NullNode.getInstance();
            default -> throw FilterFault.at(token.position(), "a bare word; quote it, or begin a path with @.");
        };
    }

    private static boolean isOperator(FilterToken token) {
        return token.kind() == Kind.SYMBOL
                && switch (token.text()) {
                    case "==", "!=", "<>", "<", "<=", ">", ">=" -> true;
                    default -> false;
                };
    }

    private static Operator operator(FilterToken token) {
        return switch (token.text()) {
            case "==" -> Operator.EQUAL;
            case "!=", "<>" -> Operator.UNEQUAL;
            case "<" -> Operator.LESS;
            case "<=" -> Operator.LESS_OR_EQUAL;
            case ">" -> Operator.GREATER;
            case ">=" -> Operator.GREATER_OR_EQUAL;
            default -> throw new IllegalStateException("not an operator: " + token);
        };
    }
}
