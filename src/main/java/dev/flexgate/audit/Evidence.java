package dev.flexgate.audit;

import io.vertx.core.buffer.Buffer;

/**
 * Exact bytes that a decision rests on, such as an inbound message: stored under their hash, which the record
 * holds.
 *
 * @param role what they are to the decision, such as {@code request} or {@code authorization}
 * @param mediaType how to read them
 * @param content the bytes, untouched
 */
public record Evidence(String role, String mediaType, Buffer content) {}
