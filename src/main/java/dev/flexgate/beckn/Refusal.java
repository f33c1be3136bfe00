package dev.flexgate.beckn;

import java.time.Instant;

/**
 * A message that was refused at the edge, as it is recorded: the reason and the hash of the bytes, never the bytes.
 *
 * @param action the word of the path
 * @param claimedSender who it says it is from; empty when unreadable
 * @param messageId empty when unreadable
 * @param sha256 of the body, hexadecimal
 * @param code of NFH-008
 * @param text what was wrong
 * @param httpStatus what was answered
 */
public record Refusal(
        Instant at,
        String action,
        String claimedSender,
        String messageId,
        String sha256,
        String code,
        String text,
        int httpStatus) {}
