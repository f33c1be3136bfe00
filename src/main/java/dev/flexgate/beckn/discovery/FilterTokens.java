package dev.flexgate.beckn.discovery;

import dev.flexgate.beckn.discovery.FilterToken.Kind;
import dev.flexgate.beckn.message.RefusedException;
import java.util.List;

/** The tokens of a filter, read one after the other. The end is never passed: it stays the next token for ever. */
final class FilterTokens {

    private static final int TOKENS_MAX = 500;

    private final List<FilterToken> tokens;
    private int at;

    FilterTokens(String expression) {
        tokens = FilterLexer.tokens(expression);
        if (tokens.size() > TOKENS_MAX) {
            throw FilterFault.at(tokens.get(TOKENS_MAX).position(), "longer than " + TOKENS_MAX + " words and signs");
        }
    }

    /** How the path outside of all tests is read: as its tests are, and as SQL where both forms or neither is used. */
    FilterForm form() {
        boolean jsonPath = false;
        for (int k = 1; k < tokens.size(); k++) {
            boolean inBrackets = tokens.get(k - 1).is("[") || tokens.get(k - 1).is(",");
            if (tokens.get(k).is("?") && !inBrackets) {
                return FilterForm.SQL;
            }
            jsonPath |= tokens.get(k).is("?")
                    || tokens.get(k).is("..")
                    || tokens.get(k).is(":");
        }
        return jsonPath ? FilterForm.JSONPATH : FilterForm.SQL;
    }

    FilterToken next() {
        return tokens.get(at);
    }

    FilterToken afterNext() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    FilterToken take() {
        FilterToken token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    /** Takes the next token if it is this sign. */
    boolean takes(String symbol) {
        boolean is = next().is(symbol);
        if (is) {
            take();
        }
        return is;
    }

    /** Takes the next token if it is this word. */
    boolean takesWord(String word) {
        boolean is = next().isWord(word);
        if (is) {
            take();
        }
        return is;
    }

    void expect(String symbol) {
        if (!takes(symbol)) {
            throw unexpected("'" + symbol + "' is expected");
        }
    }

    int integer() {
        FilterToken number = take();
        try {
            if (number.kind() == Kind.NUMBER) {
                return Integer.parseInt(number.text());
            }
        } catch (NumberFormatException notAnIndex) {
            // falls through to the refusal
        }
        throw FilterFault.at(number.position(), "not an index");
    }

    RefusedException unexpected(String expectation) {
        return FilterFault.at(next().position(), expectation);
    }
}
