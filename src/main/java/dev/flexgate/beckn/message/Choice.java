package dev.flexgate.beckn.message;

/**
 * One of what a consumer can choose from.
 *
 * @param code what it sends when it chooses this
 * @param name for people; empty where the code says it
 */
public record Choice(String code, String name) {}
