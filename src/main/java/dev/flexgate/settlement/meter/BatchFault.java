package dev.flexgate.settlement.meter;

/**
 * What is wrong with one place of a batch.
 *
 * @param pointer JSON Pointer (RFC 6901) to it, such as {@code /readings/3/values/17}
 * @param detail what is wrong and how to mend it
 */
public record BatchFault(String pointer, String detail) {}
