package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.flexgate.beckn.discovery.FilterCondition.Any;
import dev.flexgate.beckn.discovery.FilterCondition.Comparison;
import dev.flexgate.beckn.discovery.FilterCondition.Not;
import dev.flexgate.beckn.discovery.FilterCondition.Operand;
import dev.flexgate.beckn.discovery.FilterCondition.Operator;
import dev.flexgate.beckn.discovery.FilterToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The operators that are words: Jayway's, of which {@code in} and its kin look into a list on the left too, and
 * SQL's {@code like_regex} and {@code starts with}.
 */
final class WordOperators {

    private final FilterTokens tokens;
    private final ConditionParser conditions;
    private final FilterForm form;

    WordOperators(FilterTokens tokens, ConditionParser conditions, FilterForm form) {
        this.tokens = tokens;
        this.conditions = conditions;
        this.form = form;
    }

    FilterCondition read(FilterPath path) {
        FilterToken operator = tokens.take();
        return switch (operator.text().toLowerCase(Locale.ROOT)) {
            case "=~" -> fits(path);
            case "like_regex" -> likeRegex(path);
            case "starts" -> startsWith(path);
            case "in", "anyof" -> among(path);
            case "nin", "noneof" -> new Not(among(path));
            case "subsetof" -> new FilterCondition.SubsetOf(path, list());
            case "contains" -> new FilterCondition.Contains(path, conditions.literal());
            case "size" ->
                new Comparison(
                        new Operand.Length(new Operand.Found(path)),
                        Operator.EQUAL,
                        conditions.operand(form),
                        FilterForm.JSONPATH);
            case "empty" -> new FilterCondition.Empty(path, truth());
            default -> throw FilterFault.at(operator.position(), "no operator is called " + operator.text());
        };
    }

    /** Jayway's {@code =~ /pattern/}: the whole text, as there. */
    private FilterCondition fits(FilterPath path) {
        FilterToken pattern = tokens.take();
        if (pattern.kind() != Kind.PATTERN) {
            throw FilterFault.at(pattern.position(), "a path =~ /pattern/ is expected");
        }
        return new FilterCondition.Fits(path, Patterns.compile(pattern, ""), true, true);
    }

    private FilterCondition likeRegex(FilterPath path) {
        FilterToken pattern = tokens.take();
        if (pattern.kind() != Kind.STRING) {
            throw FilterFault.at(pattern.position(), "a pattern in quotes is expected");
        }
        String flags = "";
        if (tokens.takesWord("flag")) {
            FilterToken flag = tokens.take();
            if (flag.kind() != Kind.STRING) {
                throw FilterFault.at(flag.position(), "flags in quotes are expected");
            }
            flags = flag.text();
        }
        return new FilterCondition.Fits(path, Patterns.compile(pattern, flags), false, true);
    }

    private FilterCondition startsWith(FilterPath path) {
        if (!tokens.takesWord("with")) {
            throw tokens.unexpected("'with' is expected");
        }
        FilterToken prefix = tokens.take();
        if (prefix.kind() != Kind.STRING) {
            throw FilterFault.at(prefix.position(), "a text in quotes is expected");
        }
        return new FilterCondition.StartsWith(path, prefix.text());
    }

    private FilterCondition among(FilterPath path) {
        Operand left = new Operand.Found(path);
        if (!tokens.next().is("[")) {
            return new Comparison(left, Operator.EQUAL, conditions.operand(form), FilterForm.SQL);
        }
        return new Any(list().stream()
                .<FilterCondition>map(
                        value -> new Comparison(left, Operator.EQUAL, new Operand.Literal(value), FilterForm.SQL))
                .toList());
    }

    private List<JsonNode> list() {
        tokens.expect("[");
        var values = new ArrayList<JsonNode>();
        do {
            values.add(conditions.literal());
        } while (tokens.takes(","));
        tokens.expect("]");
        return List.copyOf(values);
    }

    private boolean truth() {
        FilterToken token = tokens.next();
        if (conditions.literal() instanceof BooleanNode truth) {
            return truth.booleanValue();
        }
        throw FilterFault.at(token.position(), "true or false is expected");
    }
}
