package dev.flexgate.identity.access;

import dev.flexgate.wire.ProblemCode;

/** What became of a wish about API keys. */
public sealed interface KeyAnswer {

    /**
     * A key was made.
     *
     * @param text the whole key: shown now and never again
     */
    record Made(ApiKey key, KeyText text) implements KeyAnswer {}

    /** The key is as it was wished, from now on or since earlier. */
    record Changed(ApiKey key) implements KeyAnswer {}

    /** Nothing changed. */
    record Refused(ProblemCode code, String detail) implements KeyAnswer {}
}
