package dev.flexgate.market;

import java.util.UUID;

/**
 * Who is buying, and in which of their sessions: one conversation negotiates one order.
 *
 * @param participant the buyer's network identity, such as a Beckn subscriber id
 * @param transactionId the session, assigned by the buyer
 */
public record Conversation(String participant, UUID transactionId) {

    public Conversation {
        if (participant.isBlank() || participant.length() > 255) {
            throw new IllegalArgumentException("a participant id has 1 to 255 characters");
        }
    }
}
