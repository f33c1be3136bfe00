package dev.flexgate.beckn.registry;

import java.util.Optional;
import java.util.stream.Stream;

/** How a peer wants answers to its requests signed; implementations disagree, so it is a setting of each peer. */
public enum CallbackSigning {
    /** Three lines, as a request: what every deployed peer accepts, beckn-onix with a payload store included. */
    THREE_LINES("3-line"),
    /** Four lines, the fourth being the raw signature of the request (NFH-007). */
    FOUR_LINES("4-line"),
    /** Four lines, the fourth being the whole Authorization header of the request (beckn-onix, payload store). */
    FOUR_LINES_OF_HEADER("4-line-header");

    private final String word;

    CallbackSigning(String word) {
        this.word = word;
    }

    /** As it stands in the registry file. */
    public String word() {
        return word;
    }

    static Optional<CallbackSigning> of(String word) {
        return Stream.of(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}
