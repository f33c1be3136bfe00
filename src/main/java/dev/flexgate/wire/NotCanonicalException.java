package dev.flexgate.wire;

/** A tree that lies outside the profile of {@link CanonicalJson}. Says where and why, never the value. */
public final class NotCanonicalException extends RuntimeException {

    NotCanonicalException(String pointer, String why) {
        super("JSON at " + (pointer.isEmpty() ? "the root" : pointer) + " " + why);
    }
}
