package dev.flexgate.console;

import java.util.Locale;

/**
 * One thing that must be well, and how it is: by colour, shape and words.
 *
 * @param name what
 * @param state how it is
 * @param word the state in a word
 * @param why what that rests on
 * @param path where to see more; empty where there is nothing
 */
public record Lamp(String name, State state, String word, String why, String path) {

    /** From well to broken. */
    public enum State {
        GOOD,
        WATCH,
        BAD;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
