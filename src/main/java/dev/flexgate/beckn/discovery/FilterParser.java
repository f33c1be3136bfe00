package dev.flexgate.beckn.discovery;

import dev.flexgate.beckn.discovery.FilterPath.Method;
import dev.flexgate.beckn.discovery.FilterPath.Step;
import dev.flexgate.beckn.discovery.FilterToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the forms of filter in use into one: RFC 9535 {@code $[?(@.x == 'y')]} with Jayway's additions, and
 * PostgreSQL's SQL/JSON path {@code $.catalogs[*].resources[*] ? (@.x == "y")}. One grammar takes both, and mixtures;
 * what a test means follows from where its question mark stands.
 */
final class FilterParser {

    private final FilterTokens tokens;
    private final ConditionParser conditions;

    private FilterParser(FilterTokens tokens) {
        this.tokens = tokens;
        this.conditions = new ConditionParser(tokens, this);
    }

    static FilterPath parse(String expression) {
        var parser = new FilterParser(new FilterTokens(expression));
        return parser.whole();
    }

    private FilterPath whole() {
        if (tokens.next().isWord("strict")) {
            throw tokens.unexpected("only lax mode is spoken");
        }
        tokens.takesWord("lax");
        if (!tokens.next().is("$")) {
            throw tokens.unexpected("a filter begins with $");
        }
        FilterPath path = path(tokens.form(), true);
        if (tokens.next().kind() != Kind.END) {
            throw tokens.unexpected("nothing may follow the path");
        }
        return path;
    }

    /** A path in a test; an SQL filter on it only where no bracket has begun the test. */
    FilterPath relativePath(FilterForm form, boolean filtered) {
        if (!tokens.next().is("@") && !tokens.next().is("$")) {
            throw tokens.unexpected("a path that begins with @ is expected");
        }
        return path(form, filtered);
    }

    private FilterPath path(FilterForm form, boolean filtered) {
        FilterToken root = tokens.take();
        var steps = new ArrayList<Step>();
        while (true) {
            if (tokens.takes("..")) {
                steps.add(new Step.Descend());
                if (!tokens.next().is("[")) {
                    steps.add(member(form));
                }
            } else if (tokens.takes(".")) {
                steps.add(behindDot(form));
            } else if (tokens.takes("[")) {
                steps.add(bracket(form));
            } else if (filtered && tokens.takes("?")) {
                tokens.expect("(");
                steps.add(new Step.Where(conditions.disjunction(FilterForm.SQL), FilterForm.SQL));
                tokens.expect(")");
            } else {
                return new FilterPath(root.is("$"), steps);
            }
        }
    }

    private Step behindDot(FilterForm form) {
        if (tokens.takes("**")) {
            return new Step.Descend();
        }
        boolean call = tokens.next().kind() == Kind.WORD && tokens.afterNext().is("(");
        return call ? call() : member(form);
    }

    private Step call() {
        FilterToken name = tokens.take();
        tokens.expect("(");
        tokens.expect(")");
        return switch (name.text().toLowerCase(Locale.ROOT)) {
            case "size", "length" -> new Step.Call(Method.SIZE);
            case "type" -> new Step.Call(Method.TYPE);
            case "double", "number", "decimal" -> new Step.Call(Method.DOUBLE);
            case "abs" -> new Step.Call(Method.ABS);
            case "ceiling" -> new Step.Call(Method.CEILING);
            case "floor" -> new Step.Call(Method.FLOOR);
            case "datetime", "timestamp_tz" -> new Step.Call(Method.DATETIME);
            default -> throw FilterFault.at(name.position(), "no method is called " + name.text());
        };
    }

    private Step member(FilterForm form) {
        FilterToken name = tokens.take();
        if (name.is("*")) {
            return new Step.Values(form);
        }
        if (name.is("@") && tokens.next().kind() == Kind.WORD) { // .@type, which JSON-LD invites
            return new Step.Member("@" + tokens.take().text(), name.position(), form);
        }
        if (name.kind() != Kind.WORD && name.kind() != Kind.STRING) {
            throw FilterFault.at(name.position(), "a member name is expected");
        }
        return new Step.Member(name.text(), name.position(), form);
    }

    private Step bracket(FilterForm form) {
        var selectors = new ArrayList<Step>();
        do {
            selectors.add(selector(form));
        } while (tokens.takes(","));
        tokens.expect("]");
        return selectors.size() == 1 ? selectors.getFirst() : new Step.Either(List.copyOf(selectors));
    }

    private Step selector(FilterForm form) {
        FilterToken first = tokens.next();
        if (tokens.takes("?")) {
            return new Step.Where(conditions.disjunction(FilterForm.JSONPATH), FilterForm.JSONPATH);
        }
        if (tokens.takes("*")) {
            return new Step.Every(form);
        }
        if (first.kind() == Kind.STRING) {
            tokens.take();
            return new Step.Member(first.text(), first.position(), form);
        }
        if (first.is(":")) {
            return slice(Optional.empty());
        }
        if (first.kind() != Kind.NUMBER && !first.isWord("last")) {
            throw tokens.unexpected("*, a quoted name, a number or ?() is expected in brackets");
        }
        int index = index();
        if (tokens.next().is(":")) {
            return slice(Optional.of(index));
        }
        return tokens.takesWord("to") ? new Step.Range(index, index()) : new Step.Element(index, form);
    }

    /** {@code last} and {@code last - 1} count from the end, as negative numbers do. */
    private int index() {
        if (!tokens.takesWord("last")) {
            return tokens.integer();
        }
        if (tokens.takes("-")) {
            return -1 - tokens.integer();
        }
        boolean less =
                tokens.next().kind() == Kind.NUMBER && tokens.next().text().startsWith("-");
        return less ? -1 + tokens.integer() : -1;
    }

    private Step slice(Optional<Integer> from) {
        tokens.expect(":");
        Optional<Integer> to = number();
        Optional<Integer> by = tokens.takes(":") ? number() : Optional.empty();
        return new Step.Slice(from, to, by.orElse(1));
    }

    private Optional<Integer> number() {
        return tokens.next().kind() == Kind.NUMBER ? Optional.of(tokens.integer()) : Optional.empty();
    }
}
