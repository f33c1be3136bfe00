package dev.flexgate.news;

import java.util.regex.Pattern;

/**
 * The name of a kind of event: {@code flex.<noun>.<past-tense>.v1}.
 *
 * @param noun what it happened to, such as {@code order}
 * @param verb what happened to it, such as {@code accepted}
 */
public record EventType(String noun, String verb) {

    private static final Pattern WORD = Pattern.compile("[a-z][a-z-]{0,40}");

    public EventType {
        if (!WORD.matcher(noun).matches() || !WORD.matcher(verb).matches()) {
            throw new IllegalArgumentException("not an event type: " + noun + "." + verb);
        }
    }

    public String name() {
        return "flex." + noun + "." + verb + ".v1";
    }

    @Override
    public String toString() {
        return name();
    }
}
