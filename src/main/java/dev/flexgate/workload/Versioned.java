package dev.flexgate.workload;

/**
 * A value as it stood at one version; versions of a thing count from 1 and are never changed.
 *
 * @param value the value
 * @param version its version
 */
public record Versioned<T>(T value, int version) {}
