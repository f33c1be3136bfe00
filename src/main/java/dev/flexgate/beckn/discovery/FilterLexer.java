package dev.flexgate.beckn.discovery;

import dev.flexgate.beckn.discovery.FilterToken.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a filter expression into tokens. Names may hold a colon unquoted, as {@code beckn:itemAttributes} does. */
final class FilterLexer {

    private static final List<String> SYMBOLS = List.of(
            "==", "!=", "<>", "<=", ">=", "&&", "||", "=~", "..", "**", "<", ">", "!", "(", ")", "[", "]", "?", ",",
            ".", "*", "$", "@", ":", "/", "-");

    private final String text;
    private final List<FilterToken> tokens = new ArrayList<>();
    private int at;

    private FilterLexer(String text) {
        this.text = text;
    }

    static List<FilterToken> tokens(String text) {
        return new FilterLexer(text).read();
    }

    private List<FilterToken> read() {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (Character.isWhitespace(next)) {
                at++;
            } else if (next == '"' || next == '\'') {
                string(next);
            } else if (isDigit(next) || (next == '-' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
                number();
            } else if (isWordStart(next)) {
                word();
            } else if (next == '/' && isBehindMatch()) {
                pattern();
            } else {
                symbol();
            }
        }
        tokens.add(new FilterToken(Kind.END, "", at));
        return tokens;
    }

    private void string(char quote) {
        int start = at++;
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\') {
                at++;
                value.append(escaped(start));
            } else {
                value.append(text.charAt(at++));
            }
        }
        if (at == text.length()) {
            throw FilterFault.at(start, "a string without an end");
        }
        at++;
        tokens.add(new FilterToken(Kind.STRING, value.toString(), start));
    }

    private char escaped(int start) {
        char escape = at < text.length() ? text.charAt(at++) : ' ';
        return switch (escape) {
            case '"', '\'', '\\', '/' -> escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode(start);
            default -> throw FilterFault.at(at - 1, "an unknown escape in a string");
        };
    }

    private char unicode(int start) {
        if (at + 4 > text.length()) {
            throw FilterFault.at(start, "a string without an end");
        }
        try {
            char value = (char) Integer.parseInt(text, at, at + 4, 16);
            at += 4;
            return value;
        } catch (NumberFormatException notHexadecimal) {
            throw FilterFault.at(at, "an unknown escape in a string");
        }
    }

    private boolean isBehindMatch() {
        return !tokens.isEmpty() && tokens.getLast().is("=~");
    }

    /** Jayway's {@code /.../}, with an {@code i} behind it when letters of either case are meant. */
    private void pattern() {
        int start = at++;
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '/') {
            if (text.startsWith("\\/", at)) {
                at++;
            } else if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                value.append(text.charAt(at++));
            }
            value.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw FilterFault.at(start, "a pattern without an end");
        }
        at++;
        if (at < text.length() && text.charAt(at) == 'i') {
            at++;
            value.insert(0, "(?i)");
        }
        tokens.add(new FilterToken(Kind.PATTERN, value.toString(), start));
    }

    private void number() {
        int start = at++;
        while (at < text.length() && isNumberPart(text.charAt(at))) {
            at++;
        }
        tokens.add(new FilterToken(Kind.NUMBER, text.substring(start, at), start));
    }

    /** A sign belongs to a number only behind its exponent. */
    private boolean isNumberPart(char c) {
        char before = text.charAt(at - 1);
        return isDigit(c)
                || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))
                || c == 'e'
                || c == 'E'
                || ((c == '-' || c == '+') && (before == 'e' || before == 'E'));
    }

    private void word() {
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        tokens.add(new FilterToken(Kind.WORD, text.substring(start, at), start));
    }

    private void symbol() {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                tokens.add(new FilterToken(Kind.SYMBOL, symbol, at));
                at += symbol.length();
                return;
            }
        }
        throw FilterFault.at(at, "a character that filters do not use");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == ':';
    }
}
