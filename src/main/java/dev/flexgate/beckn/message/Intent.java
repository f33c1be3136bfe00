package dev.flexgate.beckn.message;

/**
 * What a consumer looks for; both must hold.
 *
 * @param textSearch words; empty when unsaid
 * @param filter a path expression in the terms of the dialect's own catalogue; empty when unsaid
 */
public record Intent(String textSearch, String filter) {}
