package dev.flexgate.beckn.signature;

import java.util.Optional;
import java.util.stream.Stream;

/** How the digest line names BLAKE2b-512: implementations and specification disagree. */
public enum DigestPrefix {
    /** As every deployed implementation and every vector has it. */
    BLAKE_512("BLAKE-512"),
    /** As NFH-007 writes it. */
    BLAKE2B_512("BLAKE2b-512");

    private final String word;

    DigestPrefix(String word) {
        this.word = word;
    }

    /** As it stands in the registry file. */
    public String word() {
        return word;
    }

    /** As it stands before the base64 of a digest. */
    String text() {
        return word + "=";
    }

    /** The one that is written so, if there is one. */
    public static Optional<DigestPrefix> of(String word) {
        return Stream.of(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}
