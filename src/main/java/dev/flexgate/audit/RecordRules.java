package dev.flexgate.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.CanonicalJson;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * How a record is worded. A decision is worded when it is queued, all but its place; the sequencer adds what only
 * it knows: the sequence number, the time, the log, the key and the record before of the same subject.
 */
final class RecordRules {

    static final String SCHEMA = "flexgate-audit/1";

    /** So that the signed form, a third longer, still fits a log entry of 65,535 bytes. */
    static final int PAYLOAD_BYTES_MAX = 48_000;

    static final int CAUSES_MAX = 256;
    static final int INPUTS_MAX = 64;

    /** What the sequencer adds is no longer than this, names of 255 bytes included. */
    private static final int PLACE_BYTES_MAX = 1_000;

    private static final Set<String> RESERVED = Set.of(
            "schema",
            "recordId",
            "type",
            "seq",
            "logId",
            "occurredAt",
            "recordedAt",
            "actor",
            "subject",
            "causedBy",
            "inputs",
            "prev");

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private RecordRules() {}

    /** The record before of the same subject, which chains them. */
    record Previous(RecordId id, Hash sha256) {}

    /** The words of a decision, without its inputs. */
    static ObjectNode decision(RecordId id, Decision decision) {
        decision.content().fieldNames().forEachRemaining(name -> {
            if (RESERVED.contains(name)) {
                throw new IllegalArgumentException("the content of a decision cannot have a member " + name);
            }
        });
        if (decision.causedBy().size() > CAUSES_MAX || decision.evidence().size() > INPUTS_MAX) {
            throw new IllegalArgumentException("a decision with too many causes or inputs");
        }
        ObjectNode json = Json.object();
        json.put("schema", SCHEMA);
        json.put("recordId", id.toString());
        json.put("type", decision.type().name());
        json.put("occurredAt", time(decision.occurredAt()));
        json.putObject("actor")
                .put("party", decision.actor().party())
                .put("role", decision.actor().role());
        json.putObject("subject")
                .put("entityType", decision.subject().entityType())
                .put("entityId", decision.subject().entityId())
                .put("version", decision.subject().version());
        var causes = json.putArray("causedBy");
        decision.causedBy().forEach(cause -> causes.add(cause.toString()));
        json.setAll(decision.content());
        return json;
    }

    /** The bytes that wait; whatever passes here can be placed and signed. */
    static byte[] queued(ObjectNode decision) {
        byte[] bytes = CanonicalJson.bytes(decision);
        if (bytes.length > PAYLOAD_BYTES_MAX - PLACE_BYTES_MAX) {
            throw new IllegalArgumentException("a decision of " + bytes.length + " bytes is too long for a record");
        }
        return bytes;
    }

    /** Gives a queued decision its place. */
    static ObjectNode placed(ObjectNode decision, Place place) {
        decision.put("seq", place.seq());
        decision.put("logId", place.origin());
        decision.put("recordedAt", time(place.recordedAt()));
        ((ObjectNode) decision.get("actor")).put("keyId", place.keyId());
        place.previous()
                .ifPresent(previous -> decision.putObject("prev")
                        .put("recordId", previous.id().toString())
                        .put("sha256", previous.sha256().hex()));
        return decision;
    }

    /**
     * What a record learns when it is sequenced.
     *
     * @param seq its index in the tree; gap-free
     * @param keyId RFC 7638 thumbprint of the key that signs it
     */
    record Place(long seq, String origin, String keyId, Instant recordedAt, Optional<Previous> previous) {}

    static String sha256(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    /** RFC 3339 in UTC with milliseconds, always three digits. */
    static String time(Instant moment) {
        return MILLISECONDS.format(moment);
    }
}
