package dev.flexgate.beckn;

import dev.flexgate.beckn.message.Action;
import java.time.Instant;
import java.util.UUID;

/**
 * A message whose sender, form and address have been checked.
 *
 * @param id ours, sorts by arrival
 * @param subscriber who signed it
 * @param messageId the sender's name for it
 * @param transactionId the session
 * @param dialect in which it is written, and will be answered
 * @param body the exact bytes; not to be changed
 * @param authorization the header that signs them, word for word
 * @param publicKey the key under which that was verified, base64
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are large and never compared
record Arrival(
        UUID id,
        String subscriber,
        String messageId,
        String transactionId,
        Action action,
        String dialect,
        byte[] body,
        String authorization,
        String publicKey,
        Instant receivedAt) {}
