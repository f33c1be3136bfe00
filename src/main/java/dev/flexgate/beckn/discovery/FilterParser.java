package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.flexgate.beckn.discovery.FilterCondition.Operand;
import dev.flexgate.beckn.discovery.FilterCondition.Operator;
import dev.flexgate.beckn.discovery.FilterPath.Step;
import dev.flexgate.beckn.discovery.FilterToken.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the two forms of filter in use into one: RFC 9535 {@code $[?(@.x == 'y')]} and PostgreSQL's SQL/JSON path
 * {@code $.catalogs[*].resources[*] ? (@.x == "y")}. They differ in where the question mark stands and in what
 * unequal means for an absent member; everything else reads alike, so mixtures are taken too.
 */
final class FilterParser {

    private static final int DEPTH_MAX = 16;
    private static final int TOKENS_MAX = 500;
    private static final int NUMBER_LENGTH_MAX = 40;
    private static final int PATTERN_LENGTH_MAX = 200;

    private final List<FilterToken> tokens;
    private int at;
    private int depth;

    private FilterParser(List<FilterToken> tokens) {
        this.tokens = tokens;
    }

    static FilterPath parse(String expression) {
        List<FilterToken> tokens = FilterLexer.tokens(expression);
        if (tokens.size() > TOKENS_MAX) {
            throw FilterFault.at(tokens.get(TOKENS_MAX).position(), "longer than " + TOKENS_MAX + " words and signs");
        }
        var parser = new FilterParser(tokens);
        if (!parser.next().is("$")) {
            throw parser.unexpected("a filter begins with $");
        }
        FilterPath path = parser.path(true);
        if (parser.next().kind() != Kind.END) {
            throw parser.unexpected("nothing may follow the path");
        }
        return path;
    }

    private FilterPath path(boolean sqlForm) {
        FilterToken root = take();
        var steps = new ArrayList<Step>();
        while (true) {
            if (next().is(".")) {
                take();
                steps.add(member());
            } else if (next().is("[")) {
                take();
                bracket(steps);
            } else if (next().is("?") && sqlForm) {
                take();
                steps.add(new Step.Where(parenthesised(false)));
            } else {
                return new FilterPath(root.is("$"), steps);
            }
        }
    }

    private Step member() {
        FilterToken name = take();
        if (name.is("*")) {
            return new Step.Values();
        }
        if (name.is("@") && next().kind() == Kind.WORD) { // .@type, which JSON-LD invites
            return new Step.Member("@" + take().text(), name.position());
        }
        if (name.kind() != Kind.WORD && name.kind() != Kind.STRING) {
            throw FilterFault.at(name.position(), "a member name is expected");
        }
        return new Step.Member(name.text(), name.position());
    }

    private void bracket(List<Step> steps) {
        FilterToken inside = take();
        if (inside.is("?")) {
            steps.add(new Step.Every());
            steps.add(new Step.Where(disjunction(true)));
        } else if (inside.is("*")) {
            steps.add(new Step.Every());
        } else if (inside.kind() == Kind.STRING) {
            steps.add(new Step.Member(inside.text(), inside.position()));
        } else if (inside.kind() == Kind.NUMBER) {
            steps.add(new Step.Element(index(inside)));
        } else {
            throw FilterFault.at(inside.position(), "*, a quoted name, a number or ?() is expected in brackets");
        }
        expect("]");
    }

    private static int index(FilterToken number) {
        try {
            return Integer.parseInt(number.text());
        } catch (NumberFormatException notAnIndex) {
            throw FilterFault.at(number.position(), "not an index");
        }
    }

    private FilterCondition parenthesised(boolean rfcForm) {
        expect("(");
        FilterCondition test = disjunction(rfcForm);
        expect(")");
        return test;
    }

    private FilterCondition disjunction(boolean rfcForm) {
        if (++depth > DEPTH_MAX) {
            throw FilterFault.at(next().position(), "nested deeper than " + DEPTH_MAX);
        }
        var tests = new ArrayList<FilterCondition>(List.of(conjunction(rfcForm)));
        while (next().is("||")) {
            take();
            tests.add(conjunction(rfcForm));
        }
        depth--;
        return tests.size() == 1 ? tests.getFirst() : new FilterCondition.Any(List.copyOf(tests));
    }

    private FilterCondition conjunction(boolean rfcForm) {
        var tests = new ArrayList<FilterCondition>(List.of(term(rfcForm)));
        while (next().is("&&")) {
            take();
            tests.add(term(rfcForm));
        }
        return tests.size() == 1 ? tests.getFirst() : new FilterCondition.All(List.copyOf(tests));
    }

    private FilterCondition term(boolean rfcForm) {
        if (next().is("!")) {
            take();
            return new FilterCondition.Not(primary(rfcForm));
        }
        return primary(rfcForm);
    }

    private FilterCondition primary(boolean rfcForm) {
        if (next().is("(")) {
            return parenthesised(rfcForm);
        }
        if (next().isWord("exists")) {
            take();
            expect("(");
            FilterPath path = relativePath(true);
            expect(")");
            return new FilterCondition.Exists(path);
        }
        return comparison(rfcForm);
    }

    private FilterCondition comparison(boolean rfcForm) {
        Operand left = operand();
        if (next().isWord("in")) {
            take();
            return memberOf(left);
        }
        if (next().is("=~")) {
            return fits(left);
        }
        if (!isOperator(next())) {
            if (left instanceof Operand.Found(FilterPath path)) {
                return new FilterCondition.Exists(path);
            }
            throw unexpected("a comparison is expected");
        }
        Operator operator = operator(take());
        Operand right = operand();
        if (operator == Operator.UNEQUAL && rfcForm) {
            return new FilterCondition.Not(new FilterCondition.Comparison(left, Operator.EQUAL, right, true));
        }
        return new FilterCondition.Comparison(left, operator, right, rfcForm);
    }

    /** Jayway's {@code @.x in ['a', 'b']}. */
    private FilterCondition memberOf(Operand left) {
        expect("[");
        var tests = new ArrayList<FilterCondition>();
        do {
            tests.add(new FilterCondition.Comparison(left, Operator.EQUAL, operand(), false));
        } while (take().is(","));
        at--;
        expect("]");
        return new FilterCondition.Any(List.copyOf(tests));
    }

    private FilterCondition fits(Operand left) {
        take();
        FilterToken pattern = take();
        if (!(left instanceof Operand.Found(FilterPath path)) || pattern.kind() != Kind.PATTERN) {
            throw FilterFault.at(pattern.position(), "a path =~ /pattern/ is expected");
        }
        if (pattern.text().length() > PATTERN_LENGTH_MAX || pattern.text().contains("{")) {
            throw FilterFault.at(
                    pattern.position(),
                    "a pattern has at most " + PATTERN_LENGTH_MAX + " characters and no counted repetition");
        }
        try {
            return new FilterCondition.Fits(path, Pattern.compile(pattern.text()));
        } catch (PatternSyntaxException unreadable) {
            throw FilterFault.at(pattern.position(), "not a regular expression");
        }
    }

    private Operand operand() {
        return switch (next().kind()) {
            case SYMBOL -> new Operand.Found(relativePath(false));
            case STRING -> new Operand.Literal(TextNode.valueOf(take().text()));
            case NUMBER -> new Operand.Literal(number(take()));
            case WORD -> new Operand.Literal(word(take()));
            case PATTERN, END -> throw unexpected("a value or a path is expected");
        };
    }

    private FilterPath relativePath(boolean sqlForm) {
        if (!next().is("@") && !next().is("$")) {
            throw unexpected("a path that begins with @ is expected");
        }
        return path(sqlForm);
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

    private void expect(String symbol) {
        if (!next().is(symbol)) {
            throw unexpected("'" + symbol + "' is expected");
        }
        take();
    }

    private FilterToken next() {
        return tokens.get(at);
    }

    /** The end is never passed: it stays the next token for ever. */
    private FilterToken take() {
        FilterToken token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    private RuntimeException unexpected(String expectation) {
        return FilterFault.at(next().position(), expectation);
    }
}
