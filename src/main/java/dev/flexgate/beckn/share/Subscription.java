package dev.flexgate.beckn.share;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A participant's wish to be told of changes.
 *
 * @param messageId under which it was asked for last
 * @param transactionId the session in which it was made: messages of changes belong to it
 * @param callbackPath below the registered address; empty for that itself
 * @param policy as its subscriber sent it, JSON; empty when it did not
 * @param patience how long a message is tried
 * @param payloadBytes longest message that it takes
 * @param note why it is not active, for people
 * @param toldSeq of the newest version that was promised to it
 * @param told whether it keeps anything that it was told of
 * @param shutOut whether it was decided that it may not buy
 * @param shut whether it knows that what it was told of is gone
 * @param retractedTo the last part of which it was told that it is gone; empty when of none
 */
record Subscription(
        UUID id,
        String subscriber,
        String messageId,
        String transactionId,
        List<String> networks,
        List<String> schemaTypes,
        String callbackUrl,
        String callbackPath,
        String policy,
        Duration patience,
        long payloadBytes,
        Status status,
        String note,
        int revision,
        long toldSeq,
        boolean told,
        boolean shutOut,
        boolean shut,
        String retractedTo,
        Instant createdAt,
        Instant updatedAt,
        Instant lapsesAt) {

    /** Whether anything is told. */
    enum Status {
        ACTIVE,
        /** Its subscriber could not be reached, or has not asked again for long: asking again makes it active. */
        INACTIVE,
        DELETED
    }

    Subscription {
        networks = List.copyOf(networks);
        schemaTypes = List.copyOf(schemaTypes);
    }

    /**
     * As we see it ourselves.
     *
     * @param pending whether a message is on its way to it
     */
    ObjectNode told(boolean pending) {
        return json().put("subscriber", subscriber)
                .put("note", note)
                .put("shutOut", shutOut)
                .put("onItsWay", pending)
                .put("told", told)
                .put("lapsesAt", lapsesAt.toString());
    }

    /** As the official record of it. */
    ObjectNode json() {
        ObjectNode json = Json.object().put("id", id.toString());
        networks.forEach(json.putArray("networkIds")::add);
        schemaTypes.forEach(json.putArray("schemaTypes")::add);
        json.put("callbackUrl", callbackUrl).put("status", status.name());
        if (!policy.isEmpty()) {
            json.set("deliveryPolicy", StrictJson.parse(policy.getBytes(StandardCharsets.UTF_8)));
        }
        return json.put("createdAt", createdAt.toString()).put("updatedAt", updatedAt.toString());
    }
}
