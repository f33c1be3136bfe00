package dev.flexgate.beckn.message;

/**
 * Somebody a contract names.
 *
 * @param id its id in the contract; empty when unsaid
 * @param role {@code CONSUMER} or {@code PROVIDER}; peers also use other words
 * @param name for people; empty when unsaid
 */
public record Party(String id, String role, String name) {

    public static final String CONSUMER = "CONSUMER";
    public static final String PROVIDER = "PROVIDER";
}
