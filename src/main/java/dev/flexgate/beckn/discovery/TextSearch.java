package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds what holds every word of a text, or a word that begins with it, in any order, in a name or another text of the
 * resource or offer, of its provider or of its catalogue. Case does not matter, nor does a plural s.
 */
public final class TextSearch {

    private static final int WORDS_MAX = 32;

    private final List<String> words;

    private TextSearch(List<String> words) {
        this.words = words;
    }

    static TextSearch of(String text) {
        return new TextSearch(Arrays.stream(normal(text).split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word)
                .distinct()
                .limit(WORDS_MAX)
                .toList());
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    boolean finds(JsonNode catalog, JsonNode item) {
        if (words.isEmpty()) {
            return true;
        }
        return isAll(found(catalog.path("descriptor")) | found(catalog.path("provider")) | found(item));
    }

    /** Which of the words are in the texts of {@code json}, a bit each. */
    public int found(JsonNode json) {
        var texts = new StringBuilder();
        collect(json, texts);
        return found(texts.toString());
    }

    /** Which of the words are in {@code text}, a bit each. */
    public int found(String text) {
        String searched = " " + normal(text);
        int found = 0;
        for (int k = 0; k < words.size(); k++) {
            if (searched.contains(" " + words.get(k))) {
                found |= 1 << k;
            }
        }
        return found;
    }

    /** Whether these are all of the words. */
    public boolean isAll(int found) {
        return found == (int) ((1L << words.size()) - 1);
    }

    /** Letters and digits in lower case, one space for whatever stands between. */
    private static String normal(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        var normal = new StringBuilder(lower.length());
        boolean between = false;
        for (int at = 0; at < lower.length(); ) {
            int here = lower.codePointAt(at);
            at += Character.charCount(here);
            if (isOfWord(here)) {
                normal.append(between ? " " : "").appendCodePoint(here);
                between = false;
            } else {
                between = true;
            }
        }
        return normal.append(between ? " " : "").toString();
    }

    /** Letters and numbers of every kind: fractions and Roman numerals are some, too. */
    private static boolean isOfWord(int character) {
        return Character.isLetterOrDigit(character)
                || Character.getType(character) == Character.LETTER_NUMBER
                || Character.getType(character) == Character.OTHER_NUMBER;
    }

    /** JSON-LD's own members ({@code @context}) are addresses, not words. */
    private static void collect(JsonNode node, StringBuilder texts) {
        if (node.isTextual()) {
            texts.append(node.textValue()).append('\n');
        }
        if (node.isArray()) {
            node.forEach(element -> collect(element, texts));
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!member.getKey().equals("@context")) {
                collect(member.getValue(), texts);
            }
        }
    }
}
