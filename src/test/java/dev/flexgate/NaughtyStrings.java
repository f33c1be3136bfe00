package dev.flexgate;

import java.util.ArrayList;
import java.util.List;

/** Strings that have broken something somewhere before. */
public final class NaughtyStrings {

    private NaughtyStrings() {}

    /** The big list of naughty strings, and what it lacks: NUL, overrides of direction, and more than any field can hold. */
    public static List<String> all() {
        var all = new ArrayList<String>();
        Shared.json("reference/audit/strings-bad/blns.json").forEach(each -> all.add(each.asText()));
        all.add("a\0b");
        all.add("\u202edecrease\u202c");
        all.add("L".repeat(300));
        all.add("L".repeat(5_000));
        all.add("L".repeat(60_000));
        return all;
    }
}
