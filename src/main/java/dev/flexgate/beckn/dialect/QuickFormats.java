package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.dialect.QuickSchema.Test;
import dev.flexgate.beckn.dialect.QuickSchema.UnsureException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Predicate;

/** The usual spelling of a format: what is spelled otherwise may be right too, so none of these ever says no. */
final class QuickFormats {

    private static final int UUID_LENGTH = 36;
    private static final int DATE_TIME_LENGTH = 20;
    private static final int NANO_DIGITS = 9;

    private QuickFormats() {}

    static Test of(String format) {
        return switch (format) {
            case "uri" -> usual(QuickFormats::isUri);
            case "uuid" -> usual(QuickFormats::isUuid);
            case "date-time" -> usual(QuickFormats::isDateTime);
            case "duration" -> usual(QuickFormats::isDuration);
            default -> usual(_ -> false);
        };
    }

    private static Test usual(Predicate<String> spelling) {
        return (JsonNode json) -> {
            if (json.isTextual() && !spelling.test(json.textValue())) {
                throw new UnsureException();
            }
            return true;
        };
    }

    /** Whether there is nothing in it but ASCII that prints. */
    static boolean isPlain(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) < ' ' || text.charAt(at) > '~') {
                return false;
            }
        }
        return true;
    }

    /** {@code http(s)://host:port/path} of letters, digits, dots and dashes. */
    private static boolean isUri(String text) {
        int host = text.startsWith("https://") ? 8 : text.startsWith("http://") ? 7 : text.length();
        if (host >= text.length() || !isLetterOrDigit(text.charAt(host))) {
            return false;
        }
        int at = host;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == ':') {
            int port = at + 1;
            at = afterDigits(text, port);
            if (at == port || at > port + 5) {
                return false;
            }
        }
        return at == text.length() || (text.charAt(at) == '/' && isPath(text, at));
    }

    private static boolean isPath(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            if (!isWord(text.charAt(at)) && text.charAt(at) != '/' && text.charAt(at) != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isUuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        for (int at = 0; at < UUID_LENGTH; at++) {
            boolean dash = at == 8 || at == 13 || at == 18 || at == 23;
            if (dash ? text.charAt(at) != '-' : !isHex(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    /** {@code 2026-03-02T08:00:00Z} with or without fractions, on a day that every month has. */
    static boolean isDateTime(String text) {
        if (text.length() < DATE_TIME_LENGTH || !text.endsWith("Z")) {
            return false;
        }
        boolean marks = text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        boolean date = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
        boolean time = within(number(text, 11, 13), 23) && within(number(text, 14, 16), 59);
        return marks && date && time && within(number(text, 17, 19), 59) && isFraction(text);
    }

    /** What is spelled so, which Java's own reader of dates takes ten times as long for. */
    static Instant instant(String text) {
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        int second = 3_600 * number(text, 11, 13) + 60 * number(text, 14, 16) + number(text, 17, 19);
        int digits = Math.max(0, text.length() - 1 - DATE_TIME_LENGTH);
        int nanos = digits == 0 ? 0 : number(text, DATE_TIME_LENGTH, text.length() - 1);
        for (int k = digits; k < NANO_DIGITS; k++) {
            nanos *= 10;
        }
        return Instant.ofEpochSecond(86_400 * day + second, nanos);
    }

    private static boolean isFraction(String text) {
        if (text.length() == DATE_TIME_LENGTH) {
            return true;
        }
        int end = text.length() - 1;
        return text.charAt(19) == '.' && end > 20 && end <= 29 && afterDigits(text, 20) == end;
    }

    /** One number of hours, minutes or seconds. */
    private static boolean isDuration(String text) {
        int end = text.startsWith("PT") ? afterDigits(text, 2) : 0;
        return end > 2 && end <= 8 && end == text.length() - 1 && "HMS".indexOf(text.charAt(end)) >= 0;
    }

    /** Minus one when it is none. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int at = from; at < to; at++) {
            if (!isDigit(text.charAt(at))) {
                return -1;
            }
            number = 10 * number + text.charAt(at) - '0';
        }
        return number;
    }

    private static boolean within(int number, int max) {
        return number >= 0 && number <= max;
    }

    private static int afterDigits(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isWord(char c) {
        return isLetterOrDigit(c) || c == '.' || c == '-';
    }

    private static boolean isLetterOrDigit(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
