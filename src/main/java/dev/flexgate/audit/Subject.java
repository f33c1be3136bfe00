package dev.flexgate.audit;

/**
 * What was decided about.
 *
 * @param entityType such as {@code order}, {@code slot}, {@code plan}, {@code message}
 * @param entityId its identity among its kind
 * @param version the state it came to, from 1; 0 where the decision changed nothing
 */
public record Subject(String entityType, String entityId, long version) {}
