package dev.flexgate.beckn;

import dev.flexgate.beckn.dialect.v1.V1Dialect;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.wire.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    /** By what a repeat is known: its sender, its action and its id. */
    UUID once() {
        return number(subscriber, action.label(), messageId);
    }

    /** Within what the messages of one sender are answered in their order. */
    UUID session() {
        return number(subscriber, transactionId);
    }

    /** The database makes the same of rows that are older; a subscriber and an action have no line breaks. */
    private static UUID number(String... lines) {
        ByteBuffer hash =
                ByteBuffer.wrap(Digests.sha256(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        return new UUID(hash.getLong(), hash.getLong());
    }

    /**
     * Who is called back. A search of the first generation goes to many through a gateway, and what they have comes
     * back through it (BECKN-006); everything else is between consumer and provider.
     */
    String answeredTo() {
        boolean multicast = action == Action.DISCOVER && dialect.equals(V1Dialect.NAME);
        return multicast && !gateway.isEmpty() ? gateway : subscriber;
    }
}
