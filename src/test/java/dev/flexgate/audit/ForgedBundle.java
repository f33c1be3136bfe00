package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.Signer;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** A bundle by an operator who holds all keys of the log and lies: whatever it is told, signed and proved. */
final class ForgedBundle {

    final SortedMap<String, byte[]> files = new TreeMap<>();
    final List<ObjectNode> payloads = new ArrayList<>();
    private final List<byte[]> entries = new ArrayList<>();

    /** A well-formed record of {@code entityId}, which the caller may spoil before {@link #zip}. */
    ObjectNode record(String entityId) {
        int seq = payloads.size();
        ObjectNode payload = Json.object();
        payload.put("schema", RecordRules.SCHEMA)
                .put("recordId", new UUID(0, seq + 1L).toString())
                .put("type", "ORDER_DECIDED")
                .put("seq", seq)
                .put("logId", TestLog.ORIGIN);
        payload.putObject("subject").put("entityType", "order").put("entityId", entityId);
        payload.putArray("causedBy");
        payload.putArray("inputs");
        payloads.add(payload);
        return payload;
    }

    /** A record that follows {@code before}. */
    ObjectNode recordAfter(String entityId, ObjectNode before) {
        ObjectNode payload = record(entityId);
        payload.putObject("prev")
                .put("recordId", before.get("recordId").asText())
                .put("sha256", Digests.sha256Hex(jws(before)));
        return payload;
    }

    void evidence(ObjectNode payload, String role, byte[] bytes) {
        String sha256 = Digests.sha256Hex(bytes);
        payload.withArray("inputs").add(Json.object().put("role", role).put("sha256", sha256));
        files.put("evidence/" + sha256, bytes);
    }

    byte[] zip() {
        var tree = new MemoryTree();
        for (ObjectNode payload : payloads) {
            entries.add(jws(payload));
            tree.append(entries.getLast());
        }
        String note = note(tree, TestLog.CHECKPOINT_KEY);
        for (int i = 0; i < entries.size(); i++) {
            String name = "records/" + String.format("%012d", i) + "-"
                    + payloads.get(i).get("recordId").asText();
            files.putIfAbsent(name + ".jws", entries.get(i));
            var proof = new TlogProof(i, Merkle.inclusion(i, entries.size(), tree), note);
            files.putIfAbsent(name + ".tlog-proof", proof.text().getBytes(UTF_8));
        }
        files.put("jwks.json", Bundler.keys(List.of(TestLog.RECORD_KEY.publicKey())));
        files.put("policy.txt", Bundler.policy(new NoteKey(TestLog.ORIGIN, TestLog.CHECKPOINT_KEY.publicKey())));
        files.putIfAbsent("README.md", "hello".getBytes(UTF_8));
        files.putIfAbsent("manifest.json", Manifest.of("order", "case", files).bytes());
        return new AuditBundle(files).zip();
    }

    static String note(MemoryTree tree, Signer signer) {
        var checkpoint = new Checkpoint(
                TestLog.ORIGIN, tree.frontier().size(), tree.frontier().root());
        return SignedNote.sign(checkpoint.text(), TestLog.ORIGIN, signer).note();
    }

    private static byte[] jws(ObjectNode payload) {
        return new RecordSigner(TestLog.RECORD_KEY).sign(payload);
    }
}
