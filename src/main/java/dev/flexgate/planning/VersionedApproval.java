package dev.flexgate.planning;

/**
 * Which plans wait for a person, as somebody set it.
 *
 * @param version counts from 1; 0 where nobody has set anything yet
 */
public record VersionedApproval(long version, Approval approval) {}
