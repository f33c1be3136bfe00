package dev.flexgate.beckn.dialect;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Where a dialect has what LTS has elsewhere. What is refused behind the edge is refused for the message as it was
 * understood, with a path of LTS; its sender is told where that stands in what it wrote.
 */
public final class OwnPaths {

    private record Pair(String lts, String own) {}

    private final List<Pair> longestFirst;

    /**
     * The paths of a dialect.
     *
     * @param pairs of LTS path and own path; each also holds for what lies below it, the longest counts
     */
    public OwnPaths(Map<String, String> pairs) {
        longestFirst = pairs.entrySet().stream()
                .map(each -> new Pair(each.getKey(), each.getValue()))
                .sorted(Comparator.comparingInt((Pair pair) -> pair.lts().length())
                        .reversed())
                .toList();
    }

    /** Where that is here; the path itself where nothing is known of it. */
    public String of(String lts) {
        return longestFirst.stream()
                .filter(pair -> isBelow(lts, pair.lts()))
                .findFirst()
                .map(pair -> pair.own() + lts.substring(pair.lts().length()))
                .orElse(lts);
    }

    private static boolean isBelow(String path, String above) {
        if (!path.startsWith(above)) {
            return false;
        }
        return path.length() == above.length()
                || path.charAt(above.length()) == '.'
                || path.charAt(above.length()) == '[';
    }
}
