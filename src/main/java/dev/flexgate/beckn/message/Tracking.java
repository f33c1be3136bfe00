package dev.flexgate.beckn.message;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a contract's delivery can be watched.
 *
 * @param url of the live data; it admits whoever has it, until it ends
 * @param active whether there is something to watch
 * @param until when the address stops working; absent when unsaid
 */
public record Tracking(String url, boolean active, Optional<Instant> until) {}
