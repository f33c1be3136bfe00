package dev.flexgate.console.trade;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.EvidenceCheck;
import dev.flexgate.audit.EvidenceCheck.Finding;
import dev.flexgate.audit.Hash;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.StoredRecord;
import dev.flexgate.console.ConsoleRooms;
import dev.flexgate.console.trade.StoryPage.Entry;
import dev.flexgate.console.trade.StoryPage.Lane;
import dev.flexgate.console.trade.StoryPage.Message;
import dev.flexgate.market.Order;
import dev.flexgate.wire.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What happened to an order, gathered from the audit log: the partner's messages with their evidence, our decisions,
 * and what became of our callbacks. Every signature is verified again, now, from the kept bytes.
 */
final class OrderStory {

    private static final int RECORDS_MAX = 200;

    private final ConsoleRooms rooms;

    OrderStory(ConsoleRooms rooms) {
        this.rooms = rooms;
    }

    StoryPage of(Order order, String site, boolean justBought) {
        String id = order.id().toString();
        List<StoredRecord> decisions = rooms.log().of("order", id, 0, RECORDS_MAX);
        Set<String> causes = new LinkedHashSet<>();
        decisions.forEach(record -> record.payload().path("causedBy").forEach(cause -> causes.add(cause.asText())));
        List<Entry> entries = new ArrayList<>();
        decisions.forEach(record -> entries.add(decided(record)));
        causes.stream()
                .limit(RECORDS_MAX)
                .flatMap(cause -> rooms.log().find(RecordId.parse(cause)).stream())
                .forEach(record -> entries.addAll(cause(record)));
        entries.sort(Comparator.comparing(Entry::at).thenComparingLong(Entry::index));
        return new StoryPage(order, site, entries, rooms.log().waiting("order", id), justBought);
    }

    /** A partner's message with what was answered, or what the decision rested on, such as the slot and the plan. */
    private List<Entry> cause(StoredRecord record) {
        JsonNode payload = record.payload();
        JsonNode subject = payload.path("subject");
        List<Entry> entries = new ArrayList<>();
        if (payload.path("type").asText().equals(RecordType.ORDER_RECEIVED.name())) {
            entries.add(received(record));
            entries.addAll(answered(subject.path("entityId").asText()));
        } else {
            entries.add(new Entry(
                    at(record),
                    record.index(),
                    record.id().toString(),
                    Lane.US,
                    payload.path("type").asText(),
                    subject.path("entityType").asText() + " "
                            + subject.path("entityId").asText() + ", version "
                            + subject.path("version").asText(),
                    "good",
                    Optional.empty()));
        }
        return entries;
    }

    private static Entry decided(StoredRecord record) {
        JsonNode decision = record.payload().path("decision");
        String reason = decision.path("reasonText").asText();
        String detail = reason.isEmpty()
                ? "by plan " + decision.path("planVersion").asText()
                : decision.path("reasonCode").asText() + ": " + reason;
        String outcome = decision.path("outcome").asText();
        return new Entry(
                at(record),
                record.index(),
                record.id().toString(),
                Lane.US,
                outcome,
                detail,
                reason.isEmpty() ? "good" : "bad",
                Optional.empty());
    }

    private Entry received(StoredRecord record) {
        JsonNode payload = record.payload();
        JsonNode protocol = payload.path("protocol");
        Map<String, byte[]> evidence = evidence(payload);
        byte[] body = evidence.getOrDefault("request", new byte[0]);
        String header = text(evidence.getOrDefault("authorization", new byte[0]));
        Finding finding = check(payload, evidence);
        boolean genuine = finding instanceof Finding.Genuine;
        String verdict = switch (finding) {
            case Finding.Genuine _ ->
                "Genuine: these bytes were signed with the key of "
                        + protocol.path("sender").asText();
            case Finding.Refused(String why) -> "Not genuine: " + why;
            case Finding.NotMine _ -> "No check of this gateway judges such a message";
        };
        var message = new Message(
                text(body),
                "Authorization: " + header,
                SigningBase.of(header, body),
                protocol.path("senderKey").asText(),
                Digests.sha256Hex(body),
                verdict,
                genuine);
        return new Entry(
                at(record),
                record.index(),
                record.id().toString(),
                Lane.PARTNER,
                protocol.path("action").asText(),
                "from " + protocol.path("sender").asText() + ", dialect "
                        + protocol.path("dialect").asText(),
                genuine ? "good" : "bad",
                Optional.of(message));
    }

    private List<Entry> answered(String messageId) {
        Optional<byte[]> body = rooms.outbox().body(UUID.fromString(messageId));
        return rooms.log().of("callback", messageId, 0, RECORDS_MAX).stream()
                .map(record -> answer(record, body))
                .toList();
    }

    private static Entry answer(StoredRecord record, Optional<byte[]> body) {
        JsonNode protocol = record.payload().path("protocol");
        JsonNode decision = record.payload().path("decision");
        String recorded = protocol.path("callbackSha256").asText();
        boolean delivered = decision.path("outcome").asText().equals("DELIVERED");
        Optional<Message> message = body.map(bytes -> {
            String digest = Digests.sha256Hex(bytes);
            boolean same = digest.equals(recorded);
            return new Message(
                    text(bytes),
                    "Signed anew at each attempt; the partner's acknowledgement: "
                            + decision.path("reasonText").asText(),
                    "",
                    "",
                    digest,
                    same ? "These are the bytes that the record names" : "These are not the bytes of the record",
                    same);
        });
        return new Entry(
                at(record),
                record.index(),
                record.id().toString(),
                Lane.US,
                protocol.path("action").asText(),
                decision.path("outcome").asText().toLowerCase(Locale.ROOT) + " to "
                        + protocol.path("receiver").asText() + ", attempt "
                        + decision.path("attempts").asText(),
                delivered ? "good" : "bad",
                message);
    }

    private Finding check(JsonNode payload, Map<String, byte[]> evidence) {
        for (EvidenceCheck check : rooms.checks()) {
            Finding finding = check.check(payload, evidence);
            if (!(finding instanceof Finding.NotMine)) {
                return finding;
            }
        }
        return new Finding.NotMine();
    }

    private Map<String, byte[]> evidence(JsonNode payload) {
        Map<String, byte[]> found = new HashMap<>();
        payload.path("inputs")
                .forEach(input -> rooms.log()
                        .evidence(Hash.ofHex(input.path("sha256").asText()))
                        .ifPresent(bytes -> found.put(input.path("role").asText(), bytes)));
        return Map.copyOf(found);
    }

    private static Instant at(StoredRecord record) {
        return Instant.parse(record.payload().path("occurredAt").asText());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
