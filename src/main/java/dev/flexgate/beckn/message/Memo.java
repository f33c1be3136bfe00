package dev.flexgate.beckn.message;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be remembered of how a contract came about.
 *
 * @param name how the consumer calls the contract; empty when it uses the provider's id
 * @param assumed names of the rules by which an open point of its messages was read, in the order of the alphabet
 */
public record Memo(String name, List<String> assumed) {

    public static final Memo NONE = new Memo("", List.of());

    /** No load was named when the price was asked: it is the price of the least that is sold. */
    public static final String LOAD_UNSAID = "LOAD_UNSAID";

    public Memo {
        assumed = List.copyOf(assumed);
    }

    /** The same, with what a later message adds. */
    public Memo and(String laterName, List<String> laterAssumed) {
        return new Memo(
                laterName.isEmpty() ? name : laterName,
                Stream.concat(assumed.stream(), laterAssumed.stream())
                        .distinct()
                        .sorted()
                        .toList());
    }
}
