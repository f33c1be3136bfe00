package dev.flexgate.beckn;

import dev.flexgate.beckn.dialect.v1.V1Dialect;
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
 * @param gateway who passed it on, and signed it too; empty when nobody did
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
        String gateway,
        Instant receivedAt) {

    /**
     * Who is called back. A search of the first generation goes to many through a gateway, and what they have comes
     * back through it (BECKN-006); everything else is between consumer and provider.
     */
    String answeredTo() {
        boolean multicast = action == Action.DISCOVER && dialect.equals(V1Dialect.NAME);
        return multicast && !gateway.isEmpty() ? gateway : subscriber;
    }
}
