package dev.flexgate.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/**
 * One message that is to reach one receiver.
 *
 * @param id chosen by the promiser; receivers know a repeat by it
 * @param courier {@link Courier#name} of who carries it
 * @param target whose slowness must hurt nobody else, such as a participant id or an authority
 * @param retryClass how patiently it is tried
 * @param body the exact bytes, the same in every attempt; not to be changed afterwards
 * @param contentType of the body
 * @param routing whatever the courier needs to find the receiver
 * @param notAfter from this moment on it is never sent
 */
@SuppressWarnings("ArrayRecordComponent") // a body is compared by nobody, and copied neither
public record OutgoingMessage(
        UUID id,
        String courier,
        String target,
        RetryClass retryClass,
        byte[] body,
        String contentType,
        ObjectNode routing,
        Instant notAfter) {

    public static final int NAME_LENGTH_MAX = 512;

    public OutgoingMessage {
        if (courier.isBlank() || target.isBlank() || contentType.isBlank()) {
            throw new IllegalArgumentException("a message names its courier, its target and its content type");
        }
        if (courier.length() > NAME_LENGTH_MAX || target.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException("a courier and a target have at most 512 characters");
        }
    }
}
