package dev.flexgate.beckn.message;

/**
 * A slot in a catalogue or contract; Beckn calls it a resource.
 *
 * @param id of the slot
 * @param name for people
 * @param description for people, one line
 */
public record Item(String id, String name, String description, Window window) {}
