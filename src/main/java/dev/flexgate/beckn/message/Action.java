package dev.flexgate.beckn.message;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a consumer may ask of us; every one is answered by a callback. */
public enum Action {
    DISCOVER,
    SELECT,
    INIT,
    CONFIRM,
    STATUS;

    /** The word in the path and in the context. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word of its callback. */
    public String callbackWord() {
        return "on_" + word();
    }

    public static Optional<Action> of(String word) {
        return Stream.of(values()).filter(action -> action.word().equals(word)).findFirst();
    }

    public static Optional<Action> ofCallback(String word) {
        return Stream.of(values())
                .filter(action -> action.callbackWord().equals(word))
                .findFirst();
    }
}
