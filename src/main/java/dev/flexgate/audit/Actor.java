package dev.flexgate.audit;

/**
 * Who decided.
 *
 * @param party the legal or network identity, such as our subscriber id
 * @param role in which capacity, such as {@code market} or {@code planning}
 */
public record Actor(String party, String role) {}
