package dev.flexgate.news;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.StoredRecord;
import dev.flexgate.news.Telling.Told;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Something that happened and may be told.
 *
 * @param index of its record in the audit log: global, without gaps, the order of all events
 * @param id of its record
 * @param parties whom the record names, for {@link Audience#PARTIES}
 * @param sent whether webhooks are told too
 * @param subject what it happened to, as {@code entityType/entityId}
 * @param data what the record says; not to be changed
 * @param traceparent of the exchange it belongs to (W3C Trace Context), where the record knows it
 */
public record Event(
        long index,
        RecordId id,
        EventType type,
        Topic topic,
        Audience audience,
        Set<String> parties,
        boolean sent,
        String subject,
        Instant time,
        ObjectNode data,
        Optional<String> traceparent) {

    /** What of a record is its envelope and not what it says. */
    private static final Set<String> ENVELOPE = Set.of("schema", "logId", "prev", "inputs", "occurredAt", "seq");

    /** Members of a record's groups that name whom it concerns. */
    private static final Set<String> PARTY_MEMBERS = Set.of(
            "tenant", "participant", "counterparty", "requester", "sender", "receiver", "buyer", "seller", "operator");

    private static final Pattern TRACEPARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    /** The event of a record; empty for one that is not told. */
    public static Optional<Event> of(StoredRecord record) {
        JsonNode payload = record.payload();
        return type(payload)
                .flatMap(type ->
                        EventTable.of(type, payload.at("/subject/entityType").asText()))
                .flatMap(telling -> telling instanceof Told told
                        ? Optional.of(of(record.index(), record.id(), payload, told))
                        : Optional.empty());
    }

    private static Event of(long index, RecordId id, JsonNode payload, Told told) {
        JsonNode subject = payload.path("subject");
        return new Event(
                index,
                id,
                told.type(payload.at("/decision/outcome").asText()),
                told.topic(),
                told.audience(),
                parties(payload),
                told.sent(),
                subject.path("entityType").asText() + "/"
                        + subject.path("entityId").asText(),
                Instant.parse(payload.path("occurredAt").asText()),
                data(payload),
                traceparent(payload, id));
    }

    /** A later release's log may hold a type that this one does not know. */
    private static Optional<RecordType> type(JsonNode payload) {
        try {
            return Optional.of(RecordType.valueOf(payload.path("type").asText()));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private static ObjectNode data(JsonNode payload) {
        ObjectNode data = Json.object();
        payload.properties().stream()
                .filter(member -> !ENVELOPE.contains(member.getKey()))
                .forEach(member -> data.set(member.getKey(), member.getValue()));
        return data;
    }

    static Set<String> parties(JsonNode payload) {
        Set<String> parties = new LinkedHashSet<>();
        payload.properties().stream()
                .filter(group -> group.getValue().isObject() && !group.getKey().equals("actor"))
                .flatMap(group -> group.getValue().properties().stream())
                .filter(member -> PARTY_MEMBERS.contains(member.getKey())
                        && member.getValue().isTextual())
                .forEach(member -> parties.add(member.getValue().asText()));
        return Set.copyOf(parties);
    }

    /** A Beckn transaction is one trace: its id is the trace's, as other implementations derive it too. */
    private static Optional<String> traceparent(JsonNode payload, RecordId id) {
        String given = payload.at("/protocol/traceparent").asText();
        if (TRACEPARENT.matcher(given).matches()) {
            return Optional.of(given);
        }
        String transaction = payload.at("/protocol/transactionId")
                .asText(payload.at("/commercial/transactionId").asText());
        try {
            String trace = UUID.fromString(transaction).toString().replace("-", "");
            return Optional.of("00-%s-%016x-00".formatted(trace, id.value().getLeastSignificantBits()));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
