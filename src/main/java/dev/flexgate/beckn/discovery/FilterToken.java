package dev.flexgate.beckn.discovery;

/**
 * A piece of a filter expression.
 *
 * @param kind what it is
 * @param text its value; a string without its quotes
 * @param position where it begins, characters from the start of the expression
 */
record FilterToken(Kind kind, String text, int position) {

    enum Kind {
        /** {@code $}, {@code @}, brackets, operators. */
        SYMBOL,
        /** A bare word: a member name, {@code exists}, {@code true}. */
        WORD,
        STRING,
        /** Between slashes, behind {@code =~}. */
        PATTERN,
        NUMBER,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }
}
