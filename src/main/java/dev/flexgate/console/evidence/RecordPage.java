package dev.flexgate.console.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.Hash;
import dev.flexgate.audit.SignedRecord;
import dev.flexgate.audit.StoredRecord;
import dev.flexgate.audit.TlogProof;
import dev.flexgate.console.Times;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One record, parsed and raw.
 *
 * @param words what it says, indented for reading
 * @param jws the exact bytes of the leaf
 * @param proof its proof file; empty until a checkpoint covers it
 * @param causes records it follows from
 * @param previous the record before it about the same subject
 * @param path where what it is about is shown; empty where nothing shows it
 */
public record RecordPage(
        String id,
        long index,
        String type,
        String entityType,
        String entityId,
        long version,
        String occurredAt,
        String recordedAt,
        String party,
        String role,
        String keyId,
        boolean knownKey,
        String sha256,
        String leafHash,
        String words,
        String jws,
        Optional<String> proof,
        Optional<String> checkpoint,
        List<String> causes,
        Optional<String> previous,
        List<Input> inputs,
        Optional<String> path,
        Times times) {

    private static final int PREVIEW_BYTES = 4_000;
    private static final byte LEAF = 0;

    /**
     * One piece of evidence.
     *
     * @param preview its first bytes as text; empty where it is none
     */
    public record Input(String role, String mediaType, String sha256, long bytes, String preview) {}

    static RecordPage of(StoredRecord stored, EvidenceRooms rooms) {
        byte[] jws = stored.jws();
        SignedRecord signed = SignedRecord.parse(jws);
        JsonNode words = signed.payload();
        Optional<TlogProof> proof = rooms.log().proof(stored.id());
        String entityType = words.at("/subject/entityType").asText();
        String entityId = words.at("/subject/entityId").asText();
        List<String> causes = new ArrayList<>();
        words.path("causedBy").forEach(each -> causes.add(each.asText()));
        List<Input> inputs = new ArrayList<>();
        words.path("inputs").forEach(each -> inputs.add(input(each, rooms)));
        return new RecordPage(
                stored.id().toString(),
                stored.index(),
                words.path("type").asText(),
                entityType,
                entityId,
                words.at("/subject/version").asLong(),
                words.path("occurredAt").asText(),
                words.path("recordedAt").asText(),
                words.at("/actor/party").asText(),
                words.at("/actor/role").asText(),
                signed.keyId(),
                rooms.recordKeys().stream().anyMatch(key -> key.thumbprint().equals(signed.keyId())),
                Digests.sha256Hex(jws),
                HexFormat.of().formatHex(Digests.sha256(new byte[] {LEAF}, jws)),
                indented(words),
                new String(jws, StandardCharsets.US_ASCII),
                proof.map(TlogProof::text),
                proof.map(TlogProof::checkpoint),
                causes,
                Optional.ofNullable(words.at("/prev/recordId").textValue()),
                inputs,
                path(words.path("subject")),
                rooms.times());
    }

    private static Input input(JsonNode input, EvidenceRooms rooms) {
        String sha256 = input.path("sha256").asText();
        return new Input(
                input.path("role").asText(),
                input.path("mediaType").asText(),
                sha256,
                input.path("bytes").asLong(),
                rooms.log()
                        .evidence(Hash.ofHex(sha256))
                        .map(RecordPage::preview)
                        .orElse(""));
    }

    private static String preview(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.length() > PREVIEW_BYTES ? text.substring(0, PREVIEW_BYTES) + "\n… cut here" : text;
        } catch (CharacterCodingException _) {
            return "";
        }
    }

    private static String indented(JsonNode words) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(words);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can always be written", impossible);
        }
    }

    private static Optional<String> path(JsonNode subject) {
        String entityId = subject.path("entityId").asText();
        return switch (subject.path("entityType").asText()) {
            case "job" -> Optional.of("/jobs/" + entityId);
            case "order" -> Optional.of("/orders/" + entityId);
            case "slot" -> Optional.of("/market/slots/" + entityId);
            case "plan" -> Optional.of("/plans/" + subject.path("version").asLong());
            default -> Optional.empty();
        };
    }
}
