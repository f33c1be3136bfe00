package dev.flexgate.rewrite;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether every number of a text stands in the facts that it retells. Numbers are compared by value, so {@code £1,234.50}
 * is {@code 1234.5} and {@code 2:30 am} is {@code 02:30}; numbers in words count too. A number that is written in a way
 * that can be read twice, and a word that reckons ({@code twice}, {@code half of}), is refused: the check must never be
 * the more generous reader. It sees numbers only: that they are told of the right thing it cannot know.
 */
final class NumbersKept {

    private static final Map<String, Integer> WORDS = words();

    /** Words that make a number of another one, or that are one which the facts would have in digits. */
    private static final Set<String> RECKONING = Set.of(
            "half",
            "halves",
            "halved",
            "halving",
            "third",
            "thirds",
            "quarter",
            "quarters",
            "twice",
            "thrice",
            "double",
            "doubled",
            "doubles",
            "doubling",
            "triple",
            "tripled",
            "triples",
            "quadruple",
            "tenfold",
            "dozen",
            "dozens",
            "hundred",
            "hundreds",
            "thousand",
            "thousands",
            "million",
            "millions",
            "billion",
            "billions");

    /** Identifiers, times, numbers, words: whichever comes first. */
    private static final Pattern TOKEN = Pattern.compile("""
            (?<hex>\\b[0-9a-f]{8}-[0-9a-f-]{27}\\b|\\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{16,}\\b)\
            |(?<clock>(?<![\\d:])\\d{1,2}:\\d{2}(?::\\d{2})?(?!\\d)(?:\\s?[ap]\\.?m\\b\\.?)?)\
            |(?<name>\\b[a-z]+(?:-[a-z]+)*-?\\d[a-z0-9]*)\
            |(?<number>\\d(?:[\\d.,'\\u2019\\u00a0\\u202f]*\\d)?(?<suffix>[a-z]*))\
            |(?<word>[a-z]+(?:-[a-z]+)*)\
            """, Pattern.CASE_INSENSITIVE);

    private static final Pattern PLAIN = Pattern.compile("\\d+(?:\\.\\d+)?");
    private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(?:[,'\\u2019\\u00a0\\u202f]\\d{3})+(?:\\.\\d+)?");
    private static final Pattern DATE =
            Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})(?=[t\\s,;.)]|$)", Pattern.CASE_INSENSITIVE);

    /** A number of hours, kilograms and so on may be written together with its unit. */
    private static final Set<String> SUFFIXES = Set.of(
            "", "h", "min", "s", "d", "kg", "g", "mg", "t", "w", "kw", "mw", "gw", "wh", "kwh", "mwh", "gwh", "p",
            "gbp", "eur", "usd", "st", "nd", "rd", "th", "x", "z", "t00");

    private NumbersKept() {}

    /** The first number of {@code told} that is not in {@code facts}, as it is written there; empty if all are. */
    static Optional<String> firstStranger(String facts, String told) {
        Set<String> known = values(facts).keySet();
        Map<String, String> said = values(told);
        return said.entrySet().stream()
                .filter(each -> !known.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst();
    }

    /** What each number means, with how it is written. */
    private static Map<String, String> values(String text) {
        // Full-width and other digits, superscripts and fractions in one character come apart into plain ones.
        // Spaces that hold the thousands of one number together would become spaces that part two.
        String held = text.replaceAll("(?<=\\d)[\\u00a0\\u202f\\u2009](?=\\d{3})", "'");
        String plain = digits(Normalizer.normalize(held, Normalizer.Form.NFKC)).toLowerCase(Locale.ROOT);
        Map<String, String> values = new HashMap<>();
        Matcher dates = DATE.matcher(plain);
        while (dates.find()) {
            List.of(1, 2, 3).forEach(part -> put(values, number(dates.group(part)), dates.group()));
        }
        Matcher token = TOKEN.matcher(dates.replaceAll(" "));
        while (token.find()) {
            take(values, token);
        }
        if (plain.indexOf('\u2044') >= 0) {
            values.put("fraction", "\u2044");
        }
        return values;
    }

    private static void take(Map<String, String> values, Matcher token) {
        String written = token.group();
        if (token.group("hex") != null) {
            values.put("id " + written, written);
        } else if (token.group("clock") != null) {
            put(values, clock(written), written);
        } else if (token.group("name") != null) {
            named(values, written);
        } else if (token.group("number") != null) {
            String suffix = token.group("suffix");
            String digits = written.substring(0, written.length() - suffix.length());
            put(values, SUFFIXES.contains(suffix) ? number(digits) : "odd " + written, written);
        } else {
            inWords(values, written);
        }
    }

    /** Such as P10, SHA-256 or CO2e: the same name must be in the facts, whatever its digits are. */
    private static void named(Map<String, String> values, String written) {
        if (!written.equals("co2") && !written.equals("co2e")) {
            values.put("name " + written, written);
        }
    }

    private static void put(Map<String, String> values, String value, String written) {
        values.putIfAbsent(value, written);
    }

    private static String number(String digits) {
        if (PLAIN.matcher(digits).matches()) {
            return plain(digits);
        }
        return GROUPED.matcher(digits).matches()
                ? plain(digits.replaceAll("[,'\\u2019\\u00a0\\u202f]", ""))
                : "odd " + digits;
    }

    private static String plain(String digits) {
        return new BigDecimal(digits).stripTrailingZeros().toPlainString();
    }

    /** Hours and minutes of a day of 24 hours. */
    private static String clock(String written) {
        String[] parts = written.replaceAll("[^0-9:]", "").split(":", -1);
        int hour = Integer.parseInt(parts[0]);
        boolean morning = written.contains("a");
        boolean afternoon = written.contains("p");
        if ((morning || afternoon) && (hour < 1 || hour > 12)) {
            return "odd " + written;
        }
        int of24 = afternoon ? hour % 12 + 12 : morning ? hour % 12 : hour;
        String seconds = parts.length > 2 && !parts[2].equals("00") ? ":" + parts[2] : "";
        return "clock %02d:%s%s".formatted(of24, parts[1], seconds);
    }

    /** {@code one} is seldom a number in English, and half-hours are what this house reckons in. */
    private static void inWords(Map<String, String> values, String written) {
        if (written.equals("half-hour") || written.equals("half-hours") || written.equals("half-hourly")) {
            return;
        }
        String[] parts = written.split("-", -1);
        boolean whole = parts.length > 1 && Stream.of(parts).allMatch(part -> WORDS.containsKey(part) || isOne(part));
        if (whole) {
            int sum = Stream.of(parts)
                    .mapToInt(part -> WORDS.getOrDefault(part, 1))
                    .sum();
            put(values, Integer.toString(sum), written);
            return;
        }
        for (String part : parts) {
            if (RECKONING.contains(part)) {
                values.put("word " + part, written);
            } else if (WORDS.containsKey(part)) {
                put(values, Integer.toString(WORDS.get(part)), written);
            }
        }
    }

    private static boolean isOne(String part) {
        return part.equals("one");
    }

    /** Digits of any script as those of ours. */
    private static String digits(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (Character.isDigit(point)) {
                plain.append(Character.digit(point, 10));
            } else {
                plain.appendCodePoint(point);
            }
        });
        return plain.toString();
    }

    private static Map<String, Integer> words() {
        Map<String, Integer> words = new HashMap<>();
        List<String> small = List.of(
                "zero",
                "",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen");
        for (int value = 0; value < small.size(); value++) {
            if (!small.get(value).isEmpty()) {
                words.put(small.get(value), value);
            }
        }
        List<String> tens = List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
        for (int ten = 0; ten < tens.size(); ten++) {
            words.put(tens.get(ten), 20 + 10 * ten);
        }
        return Map.copyOf(words);
    }
}
