package dev.flexgate.beckn.discovery;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Compiles a stranger's pattern for RE2, which needs time linear in the text whatever the pattern. A counted repetition
 * is refused, since RE2 writes it out.
 */
final class Patterns {

    private static final int LENGTH_MAX = 200;

    private Patterns() {}

    /** @param flags of SQL {@code like_regex}: {@code i} either case, {@code s} a dot is any sign, {@code m} lines, {@code q} plain text */
    static Pattern compile(FilterToken pattern, String flags) {
        String text = pattern.text();
        if (text.length() > LENGTH_MAX || (text.contains("{") && flags.indexOf('q') < 0)) {
            throw FilterFault.at(
                    pattern.position(),
                    "a pattern has at most " + LENGTH_MAX + " characters and no counted repetition");
        }
        try {
            return Pattern.compile(flags.indexOf('q') < 0 ? text : Pattern.quote(text), bits(pattern, flags));
        } catch (PatternSyntaxException unreadable) {
            throw FilterFault.at(pattern.position(), "not a regular expression");
        }
    }

    private static int bits(FilterToken pattern, String flags) {
        int bits = 0;
        for (int k = 0; k < flags.length(); k++) {
            bits |= switch (flags.charAt(k)) {
                case 'i' -> Pattern.CASE_INSENSITIVE;
                case 's' -> Pattern.DOTALL;
                case 'm' -> Pattern.MULTILINE;
                case 'q' -> 0;
                default -> throw FilterFault.at(pattern.position(), "the flags are i, s, m and q");
            };
        }
        return bits;
    }
}
