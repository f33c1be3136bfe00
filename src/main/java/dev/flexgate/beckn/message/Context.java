package dev.flexgate.beckn.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The envelope of a message.
 *
 * @param bap the consumer
 * @param bpp the provider, or {@link Endpoint#NOBODY}
 * @param transactionId one a session, from discovery to confirmation
 * @param messageId the same in a request and its callback
 * @param networkId empty when unsaid
 * @param domain what is traded, in words of the network; empty when unsaid
 * @param timestamp when it was written
 * @param ttl how long it may be answered
 * @param schemaContext the vocabularies it uses
 */
public record Context(
        Endpoint bap,
        Endpoint bpp,
        String transactionId,
        String messageId,
        String networkId,
        String domain,
        Instant timestamp,
        Duration ttl,
        List<String> schemaContext) {

    /** The age beyond which a message is not answered, whatever it says: what bounds the memory of repeats. */
    public static final Duration TTL_MAX = Duration.ofHours(24);

    public Context {
        schemaContext = List.copyOf(schemaContext);
        if (ttl.compareTo(TTL_MAX) > 0) {
            ttl = TTL_MAX;
        }
    }

    /** The envelope of the callback: same session, same message id. */
    public Context answeredBy(Endpoint provider, Instant now, Duration answerTtl) {
        return new Context(bap, provider, transactionId, messageId, networkId, domain, now, answerTtl, schemaContext);
    }

    /** The same envelope around a message of ours that answers none. */
    public Context unsolicited(String freshMessageId) {
        return new Context(bap, bpp, transactionId, freshMessageId, networkId, domain, timestamp, ttl, schemaContext);
    }

    public Instant validUntil() {
        return timestamp.plus(ttl);
    }
}
